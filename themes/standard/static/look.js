// Light, dark, or as the device: runs before the page is drawn, so that nothing flashes. Without this script
// the device's choice holds. The choice stays in this browser; nothing is sent.
"use strict";

(() => {
  const looks = ["auto", "light", "dark"];
  const root = document.documentElement;
  const read = () => {
    try {
      return localStorage.getItem("look");
    } catch {
      return null;
    }
  };
  const keep = (look) => {
    try {
      if (look === "auto") localStorage.removeItem("look");
      else localStorage.setItem("look", look);
    } catch {
      // No storage: the choice holds for this page.
    }
  };
  const wear = (look) => {
    root.dataset.look = looks.includes(look) ? look : "auto";
    for (const words of document.querySelectorAll("[data-look-words]")) {
      const button = words.closest("button");
      words.textContent = button.dataset[root.dataset.look];
      button.title = button.textContent;
    }
  };
  wear(read());
  document.addEventListener("DOMContentLoaded", () => wear(root.dataset.look));
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".look")) return;
    const next = looks[(looks.indexOf(root.dataset.look) + 1) % looks.length];
    keep(next);
    wear(next);
  });
  addEventListener("storage", (event) => event.key === "look" && wear(event.newValue));
})();
