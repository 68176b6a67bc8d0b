// Everything on these pages works without this script. It adds a button that copies a citation, shows
// what a cited number stands for without leaving the text, and opens agendas and contents before the page
// is printed.
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

// A card at a cited number, on hover and keyboard focus: the entry that a list of this page has for the
// same address, or else the link's own title. It stays while one reads it; Escape closes it.
const citations = document.querySelectorAll(".prose a.cite");
if (citations.length > 0) {
  const entries = new Map();
  for (const link of document.querySelectorAll(".related a")) {
    if (!entries.has(link.href)) entries.set(link.href, link.closest("li"));
  }
  const card = document.createElement("div");
  card.className = "preview";
  card.id = "preview";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  document.querySelector("main").append(card);
  let cited = null;
  let title = "";
  let timer;

  const fill = () => {
    const entry = entries.get(cited.href)?.cloneNode(true);
    if (!entry) {
      card.textContent = title;
      return;
    }
    // A tooltip holds no links of its own: the citation is the link.
    for (const link of entry.querySelectorAll("a")) {
      const words = document.createElement("span");
      words.className = "title-of";
      words.append(...link.childNodes);
      link.replaceWith(words);
    }
    card.replaceChildren(...entry.childNodes);
  };
  const place = () => {
    const at = cited.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = card;
    const room = document.documentElement.clientWidth - width - 8;
    const above = at.bottom + height + 6 > innerHeight && at.top > height + 6;
    card.style.left = `${scrollX + Math.max(8, Math.min(at.left, room))}px`;
    card.style.top = `${scrollY + (above ? at.top - height - 4 : at.bottom + 4)}px`;
  };
  const hide = () => {
    clearTimeout(timer);
    if (!cited) return;
    card.hidden = true;
    card.replaceChildren();
    cited.title = title;
    cited.removeAttribute("aria-describedby");
    cited = null;
  };
  const show = (link) => {
    clearTimeout(timer);
    if (cited === link) return;
    hide();
    cited = link;
    title = link.title;
    link.removeAttribute("title");
    link.setAttribute("aria-describedby", card.id);
    fill();
    card.hidden = false;
    place();
  };
  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
  const leave = () => later(() => cited?.matches(":focus-visible") || hide(), 300);

  for (const link of citations) {
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") later(() => show(link), 250);
    });
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", () => card.matches(":hover") || hide());
  }
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", leave);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("resize", hide);
  addEventListener("pagehide", hide);
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

// On paper a link has no address: each gets a number, and the addresses stand at the end of the paper.
const printed = document.querySelector("[data-links]");
const numberLinks = () => {
  const addresses = new Map();
  const hidden = ".jump, .toc, .gloss, .doors, details.more:not([open])";
  for (const link of printed.querySelectorAll("a[href]")) {
    const address = link.href.split("#")[0];
    if (address === location.href.split("#")[0] || link.closest(hidden)) continue;
    if (!addresses.has(address)) addresses.set(address, addresses.size + 1);
    const mark = document.createElement("span");
    mark.className = "at-link";
    mark.textContent = `\u00a0[${addresses.get(address)}]`;
    link.after(mark);
  }
  if (addresses.size === 0) return;
  const list = document.createElement("ol");
  for (const address of addresses.keys()) {
    list.append(Object.assign(document.createElement("li"), { textContent: decodeURI(address) }));
  }
  const heading = Object.assign(document.createElement("h2"), { textContent: printed.dataset.links });
  const part = Object.assign(document.createElement("section"), { className: "part links-printed" });
  part.append(heading, list);
  printed.append(part);
  printed.classList.add("numbered");
};
if (printed) {
  addEventListener("beforeprint", numberLinks);
  addEventListener("afterprint", () => {
    for (const extra of printed.querySelectorAll(".at-link, .links-printed")) extra.remove();
    printed.classList.remove("numbered");
  });
}

// "/" leads to the search field, unless one is writing.
addEventListener("keydown", (event) => {
  const field = document.querySelector("input[type=search]");
  const writing = event.target.closest?.("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing || !field) return;
  event.preventDefault();
  field.focus();
});
