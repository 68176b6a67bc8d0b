// Everything can be done with the keyboard alone, and one always sees where one is.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { KINDS, MISSING, startSite } from "./lib/portal.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.close());

/// What has the focus, and whether a person sees it there.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = [...element.getClientRects()].find((box) => box.width && box.height) ?? new DOMRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    place: [...document.querySelectorAll("*")].indexOf(element),
    what: element.outerHTML.slice(0, 100),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== style.backgroundColor,
    inWindow: box.top >= 0 && box.left >= 0 && box.top < innerHeight && box.left < innerWidth,
    uncovered: element.contains(top),
  };
}

/// What a keyboard must reach, in the order of reading.
function reachable() {
  const all = [...document.querySelectorAll("*")];
  const wanted = document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']");
  return [...wanted].filter((element) => element.checkVisibility({ visibilityProperty: true })).map((element) => all.indexOf(element));
}

describe("the skip link", () => {
  for (const width of [1280, 360]) {
    test(`comes first, shows itself and leads to the content (${width} px)`, () => site.visit(async (page) => {
      await page.goto(site.url(KINDS.paper));
      const skip = page.getByRole("link", { name: "Zum Inhalt springen" });
      assert.ok((await skip.boundingBox()).y < 0, "it does not disturb before");
      await page.keyboard.press("Tab");
      const first = await page.evaluate(focused);
      assert.match(first.what, /class="skip"/);
      assert.ok(first.inWindow && first.uncovered, "it shows when it has the focus");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the next stop is in the content");
    }, { width }));
  }
});

// The search page changes under one's hands, as it should: search.test.mjs goes through it with the keyboard.
for (const [kind, path] of Object.entries(KINDS).filter(([name]) => name !== "search")) {
  test(`Tab visits every link and button of a page in order, and each shows it: ${kind}`, () => site.visit(async (page) => {
    await page.goto(site.url(path));
    const wanted = await page.evaluate(reachable);
    const visited = [];
    for (let stop = 0; stop <= wanted.length; stop += 1) {
      await page.keyboard.press("Tab");
      const now = await page.evaluate(focused);
      if (!now) break;
      assert.ok(now.outlined && now.inWindow && now.uncovered, JSON.stringify(now));
      visited.push(now.place);
    }
    assert.deepEqual(visited, wanted);
    assert.ok(visited.length > 10);
  }, { expected: kind === "missing" ? MISSING : undefined }));
}

test("an agenda opens and closes with Enter", () => site.visit(async (page) => {
  await page.goto(site.url("/kommunen/marienmuenster/"));
  const item = page.locator(".agenda").getByRole("link", { name: "Gründung eines Digitalnetzwerks" });
  assert.equal(await item.isVisible(), false);
  await page.getByText("Tagesordnung").focus();
  await page.keyboard.press("Enter");
  assert.equal(await item.isVisible(), true);
  await page.keyboard.press("Tab");
  assert.ok(await item.evaluate((link) => link === document.activeElement), "what opened is the next stop");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  assert.equal(await item.isVisible(), false);
}));

test("a citation is copied with Enter, and the button says so", () => site.visit(async (page) => {
  await page.goto(site.url("/vorlagen/muenchen/v-12685-mitgliedschaft-next/"));
  const citation = (await page.locator(".citation").innerText()).trim();
  assert.match(citation, /^Institutionelle Mitgliedschaft .* NExT e\. V\. Beschluss 20-26 \/ V 12685, München, 17\. April 2024\. http/);
  await page.getByRole("button", { name: "Zitat kopieren" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Kopiert" }).waitFor();
  assert.equal(await page.getByRole("status").innerText(), "Kopiert", "a screen reader hears it");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), citation);
}));
