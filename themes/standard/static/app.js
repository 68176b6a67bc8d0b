// Everything on these pages works without this script. It adds a button that copies a citation, and
// opens agendas and contents before the page is printed.
"use strict";

for (const line of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = line.dataset.copy;
  const status = document.createElement("span");
  status.className = "unseen";
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(line.textContent.trim());
    } catch {
      getSelection().selectAllChildren(line);
      return;
    }
    button.textContent = status.textContent = line.dataset.copied;
    setTimeout(() => {
      button.textContent = line.dataset.copy;
      status.textContent = "";
    }, 2500);
  });
  line.after(button, status);
}

addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("main details:not([open], .more)")) {
    folded.open = true;
    folded.dataset.unfolded = "";
  }
});
addEventListener("afterprint", () => {
  for (const unfolded of document.querySelectorAll("main details[data-unfolded]")) {
    unfolded.open = false;
    delete unfolded.dataset.unfolded;
  }
});
