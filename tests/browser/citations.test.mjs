// Cited numbers: what they are is shown where they stand, and every number's address leads on or says why not.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { axe } from "./lib/axe.mjs";
import { lostWords, sideways } from "./lib/look.mjs";
import { startSite } from "./lib/portal.mjs";

const PAPER = "/vorlagen/musterstadt/bericht/";
const KNOWN = "/nummer/musterstadt/20-26-v-00002/";
const MISSING = "/nummer/musterstadt/20-26-v-00099/";
const SHARED = "/nummer/musterstadt/20-26-a-00005/";
const LIST = "/nummer/musterstadt/";

function portal() {
  const root = mkdtempSync(path.join(tmpdir(), "drucksache-citations-"));
  const write = (file, content) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  const paper = (slug, front, text) => write(`content/bodies/musterstadt/papers/2024/${slug}.md`, `---\n${front}\n---\n${text}\n`);
  write("content/portal.yaml", "name: Nummernprobe\ndescription: Vorlagen, die einander zitieren.\nbaseUrl: https://muster.example\npublisher: {name: Muster}\n");
  write("content/bodies/musterstadt/body.yaml", "name: Stadt Musterstadt\nwebsite: https://www.musterstadt.example\nschemes: [muenchen]\n");
  paper("beschluss", "name: Bau des Radwegs\npaperType: Beschluss\nreference: 20-26 / V 00002\ndate: 2024-04-17\nresolution: {outcome: adopted, date: 2024-04-17}", "");
  paper("doppelt-a", "name: Doppelt vergeben (a)\nreference: 20-26 / A 00005\ndate: 2024-01-10", "");
  paper("doppelt-b", "name: Doppelt vergeben (b)\nreference: 20-26 / A 00005\ndate: 2024-02-10", "");
  const relations = "relations:\n  - {type: reportsOn, target: 20-26 / V 00002, evidence: Der Radweg ist fertig.}\n  - {type: repeals, target: 20-26 / V 00098, evidence: Das gilt nicht mehr.}";
  const filler = "Die Verwaltung berichtet über den Stand der Umsetzung und die nächsten Schritte. ".repeat(12);
  paper("bericht", `name: Bericht zum Radweg\npaperType: Bericht\ndate: 2024-06-01\n${relations}`, `${filler}\n\nNach 20-26 / V 00002 und 20-26 / V 00099 und 20-26 / A 00005 geht es weiter.\n\n${filler}`);
  return root;
}

let root;
let site;
before(async () => {
  root = portal();
  site = await startSite({ root });
});
after(async () => {
  await site?.close();
  rmSync(root, { recursive: true, force: true });
});

const citation = (page, number) => page.locator(".prose").getByRole("link", { name: number });
const card = (page) => page.getByRole("tooltip");
const TITLE = "Beschluss · Bau des Radwegs · 17. April 2024 · Beschlossen";

/// Whether the card lies over the citation, or leaves the window.
async function misplaced(page, link) {
  const [a, b] = [await link.boundingBox(), await card(page).boundingBox()];
  const apart = b.y >= a.y + a.height || b.y + b.height <= a.y;
  const { width, height } = page.viewportSize();
  const inside = b.x >= 0 && b.y >= 0 && b.x + b.width <= width && b.y + b.height <= height;
  return apart && inside ? null : JSON.stringify({ a, b });
}

describe("the preview of a citation", () => {
  test("shows on hover, lets the pointer in, and goes when it leaves", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    const link = citation(page, "20-26 / V 00002");
    assert.equal(await link.getAttribute("title"), TITLE);
    await link.hover();
    await card(page).waitFor();
    const words = await card(page).innerText();
    for (const part of ["Beschluss", "20-26 / V 00002", "Bau des Radwegs", "17. April 2024", "Beschlossen", "Der Radweg ist fertig."]) assert.ok(words.includes(part), part);
    assert.equal(await misplaced(page, link), null);
    assert.equal(await link.getAttribute("title"), null, "one card is enough");
    assert.equal(await card(page).locator("a").count(), 0);
    await card(page).hover();
    await page.waitForTimeout(600);
    assert.ok(await card(page).isVisible(), "it stays while one reads it");
    await page.mouse.move(2, 2);
    await card(page).waitFor({ state: "hidden" });
    assert.equal(await link.getAttribute("title"), TITLE);
  }));

  test("shows on keyboard focus, is told to screen readers, and closes with Escape", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    const link = citation(page, "20-26 / V 00002");
    await page.locator("main").focus();
    while (!(await link.evaluate((a) => a === document.activeElement))) await page.keyboard.press("Tab");
    assert.ok(await card(page).isVisible());
    assert.equal(await misplaced(page, link), null);
    const described = await link.getAttribute("aria-describedby");
    assert.equal(described, await card(page).getAttribute("id"));
    const covered = "color-contrast: <p>"; // axe cannot tell the ground of the paragraph under the card
    assert.deepEqual((await axe(page)).filter((barrier) => barrier !== covered), []);
    await page.keyboard.press("Escape");
    assert.equal(await card(page).isVisible(), false);
    assert.ok(await link.evaluate((a) => a === document.activeElement), "the focus stays");
    await page.keyboard.press("Tab");
    assert.match(await card(page).innerText(), /20-26 \/ V 00099\s+nicht in diesem Portal/);
    await page.keyboard.press("Tab");
    assert.equal(await card(page).innerText(), "Diese Nummer tragen 2 Vorlagen");
    await page.keyboard.press("Enter");
    await page.waitForURL(site.url(SHARED));
  }));

  test("closes with Escape under the pointer, too", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    await citation(page, "20-26 / V 00002").hover();
    await card(page).waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await card(page).isVisible(), false);
  }));

  test("finds room in a narrow and low window", () => site.visit(async (page) => {
    await page.setViewportSize({ width: 320, height: 480 });
    await page.goto(site.url(PAPER));
    const link = citation(page, "20-26 / A 00005");
    await link.evaluate((a) => scrollTo(0, a.getBoundingClientRect().bottom + scrollY - innerHeight + 4));
    await link.hover();
    await card(page).waitFor();
    assert.equal(await misplaced(page, link), null);
    assert.equal(await page.evaluate(sideways), null);
  }));

  test("does not come between a finger and the link", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    await citation(page, "20-26 / V 00002").tap();
    await page.waitForURL(site.url("/vorlagen/musterstadt/beschluss/"));
  }, { width: 360 }));

  test("is the link's title where there is no script", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    assert.equal(await card(page).count(), 0);
    assert.equal(await citation(page, "20-26 / V 00002").getAttribute("title"), TITLE);
    assert.equal(await citation(page, "20-26 / V 00099").getAttribute("title"), "Diese Vorlage ist nicht in diesem Portal");
  }, { script: false }));
});

test("a missing paper's number looks different without colour", () => site.visit(async (page) => {
  await page.goto(site.url(PAPER));
  const look = (number) => citation(page, number).evaluate((a) => {
    const sign = getComputedStyle(a, "::after");
    return { line: getComputedStyle(a).textDecorationStyle, sign: sign.borderTopStyle, width: parseFloat(sign.width) || 0 };
  });
  const [known, missing] = [await look("20-26 / V 00002"), await look("20-26 / V 00099")];
  assert.equal(missing.line, "dashed");
  assert.notEqual(known.line, "dashed");
  assert.ok(missing.sign === "dashed" && missing.width > 4, JSON.stringify(missing));
  assert.equal(known.width, 0);
}));

for (const script of [true, false]) {
  test(`the number of a paper leads to the paper (${script ? "with" : "without"} script)`, () => site.visit(async (page) => {
    await page.goto(site.url(KNOWN));
    await page.getByRole("link").click();
    await page.waitForURL(site.url("/vorlagen/musterstadt/beschluss/"));
    assert.equal(await page.locator("h1").innerText(), "Bau des Radwegs");
  }, { script }));
}

for (const dark of [false, true]) {
  for (const width of [1280, 360]) {
    for (const [kind, address] of Object.entries({ missing: MISSING, shared: SHARED, list: LIST, paper: PAPER })) {
      test(`no barrier, nothing cut off: ${kind} (${dark ? "dark" : "light"}, ${width} px)`, () => site.visit(async (page) => {
        await page.goto(site.url(address));
        assert.deepEqual(await axe(page), []);
        assert.equal(await page.evaluate(sideways), null);
        assert.deepEqual(await page.evaluate(lostWords), []);
      }, { dark, width }));
    }
  }
}

test("from a missing number to who cites it, and back by the council's list", () => site.visit(async (page) => {
  await page.goto(site.url(PAPER));
  await citation(page, "20-26 / V 00099").click();
  await page.waitForURL(site.url(MISSING));
  const words = await page.locator("main").innerText();
  for (const part of ["Zitiert, nicht in diesem Portal", "20-26 / V 00099", "Zitiert von", "Bericht zum Radweg"]) assert.ok(words.includes(part), part);
  await page.getByRole("navigation", { name: "Pfad zu dieser Seite" }).getByRole("link", { name: "Zitiert, nicht in diesem Portal" }).click();
  await page.waitForURL(site.url(LIST));
  assert.equal(await page.locator(".entries > li").count(), 2);
  await page.goto(site.url("/kommunen/musterstadt/"));
  await page.getByRole("link", { name: "Zitiert, nicht in diesem Portal (2)" }).click();
  await page.waitForURL(site.url(LIST));
}));

test("numbers lead on, and only those that do are not in the sitemap", () => site.visit(async (page) => {
  assert.deepEqual(site.forwards(), [KNOWN]);
  const listed = await (await page.request.get(site.url("/sitemap.xml"))).text();
  for (const address of [MISSING, SHARED, LIST]) assert.ok(listed.includes(`<loc>${site.url(address)}</loc>`), address);
  assert.ok(!listed.includes(KNOWN));
}));
