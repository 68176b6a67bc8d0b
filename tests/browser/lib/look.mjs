// What a person would see, measured in the page. These functions run in the browser.

/// How far the page can be scrolled sideways, and the first thing that sticks out.
export function sideways() {
  const root = document.scrollingElement;
  const over = root.scrollWidth - root.clientWidth;
  if (over <= 0) return null;
  const scrolls = (element) => element && element !== root && (["auto", "scroll", "hidden"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const out = [...document.body.querySelectorAll("*")].find((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element));
  return `${over} px at ${out?.outerHTML.slice(0, 120)}`;
}

/// Words that are cut off, or lie over other words.
export function lostWords() {
  const lost = [];
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest(".unseen, .skip") || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    if (!boxes.length) lost.push(`takes no room: ${node.data.trim().slice(0, 60)}`);
    // Cut by a box that neither grows nor scrolls.
    for (let around = element; around !== document.documentElement; around = around.parentElement) {
      const style = getComputedStyle(around);
      const frame = around.getBoundingClientRect();
      const cutX = ["hidden", "clip"].includes(style.overflowX) && boxes.some((box) => box.right > frame.right + 1 || box.left < frame.left - 1);
      const cutY = ["hidden", "clip"].includes(style.overflowY) && boxes.some((box) => box.bottom > frame.bottom + 1 || box.top < frame.top - 1);
      if (cutX || cutY) lost.push(`cut: ${node.data.trim().slice(0, 60)}`);
    }
    if (!element.closest(".table, .toc, pre")) lines.push(...boxes.map((box) => ({ box, words: node.data.trim().slice(0, 40) })));
  }
  // Glyph boxes of neighbouring lines may touch; words that lie over each other share more than a third of a line.
  lines.sort((a, b) => a.box.top - b.box.top);
  for (let i = 0; i < lines.length; i += 1) {
    for (let k = i + 1; k < lines.length && lines[k].box.top < lines[i].box.bottom; k += 1) {
      const [a, b] = [lines[i].box, lines[k].box];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > Math.min(a.height, b.height) / 3) lost.push(`„${lines[i].words}“ over „${lines[k].words}“`);
    }
  }
  return lost;
}

/// Adds a style sheet as a reader's own would be; the site's policy does not forbid that.
export function wear(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/// WCAG 1.4.12.
export const TEXT_SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";
