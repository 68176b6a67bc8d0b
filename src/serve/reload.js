// Part of the preview only: loads the page again when the portal has changed.
"use strict";

{ // themes have scripts of their own, with names of their own
  const shown = document.currentScript.dataset.version;
  let events;

  function listen() {
    events = new EventSource("/_drucksache/events");
    events.addEventListener("version", (event) => {
      if (event.data === shown) return;
      events.close();
      location.reload();
    });
    events.addEventListener("error", () => {
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    });
  }

  // Browsers allow six connections to one host: a hidden page gives its own back, and asks what it has
  // missed when it is seen again.
  document.addEventListener("visibilitychange", () => {
    events?.close();
    if (!document.hidden) listen();
  });
  if (!document.hidden) listen();

  // Findings stay open or closed as they were left.
  const findings = document.querySelector("#drucksache-preview details");
  if (findings) {
    const left = sessionStorage.getItem("drucksache-findings");
    if (left) findings.open = left === "open";
    findings.querySelector("summary").addEventListener("click", () => {
      sessionStorage.setItem("drucksache-findings", findings.open ? "closed" : "open");
    });
  }
}
