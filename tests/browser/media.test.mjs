// The same page without JavaScript, on paper, and in the dark.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KINDS, MISSING, startSite } from "./lib/portal.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.close());

const expected = MISSING;

test("without JavaScript one reads the same words", async () => {
  // A search needs a script; what its page says without one has a test of its own.
  for (const [kind, address] of Object.entries(KINDS).filter(([name]) => name !== "search")) {
    const words = {};
    for (const script of [true, false]) {
      await site.visit(async (page) => {
        await page.goto(site.url(address));
        words[script] = await page.evaluate(() => {
          for (const extra of document.querySelectorAll("button, [role=status], .finder")) extra.remove();
          return document.body.innerText.replace(/\s+/g, " ").trim();
        });
      }, { script, expected });
    }
    assert.equal(words.false, words.true, kind);
    assert.ok(words.false.length > 300, `${kind} shows next to nothing`);
  }
});

test("without JavaScript an agenda opens too, and no button stands there that does nothing", () => site.visit(async (page) => {
  await page.goto(site.url("/kommunen/marienmuenster/"));
  await page.getByText("Tagesordnung").click();
  assert.ok(await page.getByRole("link", { name: "Gründung eines Digitalnetzwerks" }).last().isVisible());
  await page.goto(site.url(KINDS.paper));
  assert.equal(await page.locator("button:not([popovertarget], .find button):visible").count(), 0);
}, { script: false }));

test("on paper: the story without the navigation, black on white even from a dark screen", () => site.visit(async (page) => {
  await page.goto(site.url(KINDS.procedure));
  await page.emulateMedia({ media: "print" });
  for (const place of ["header.site nav", "nav.trail", "footer nav", ".skip", ".follow"]) {
    assert.equal(await page.locator(place).isVisible(), false, `${place} is printed`);
  }
  assert.ok(await page.locator(".timeline").isVisible());
  assert.match(await page.locator(".timeline").innerText(), /Beschlossen/);
  assert.ok(await page.locator(".brand").isVisible(), "the sheet says where it is from");
  assert.deepEqual(await colours(page), { paper: 255, ink: 0 });
  await page.goto(site.url(KINDS.paper));
  assert.ok(await page.locator(".citation").isVisible(), "the sheet says how to cite it");
  assert.equal(await page.locator("button:not(.term):visible").count(), 0);
}, { dark: true }));

test("on paper an agenda is open, with and without JavaScript", async () => {
  for (const script of [true, false]) {
    await site.visit(async (page) => {
      await page.goto(site.url("/kommunen/marienmuenster/"));
      const item = page.locator(".agenda li").first();
      assert.equal(await item.isVisible(), false);
      await page.emulateMedia({ media: "print" });
      if (script) await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      assert.equal(await item.isVisible(), true);
    }, { script });
  }
});

/// Brightness (0 to 255) of the page's ground and of its text.
function colours(page) {
  return page.evaluate(() => {
    const brightness = (colour) => {
      const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
      return Math.round(0.2126 * r + 0.7152 * g + 0.0722 * b);
    };
    const style = getComputedStyle(document.body);
    return { paper: brightness(style.backgroundColor), ink: brightness(style.color) };
  });
}

test("in the dark the page is dark", async () => {
  const seen = {};
  for (const dark of [false, true]) {
    await site.visit(async (page) => {
      await page.goto(site.home);
      seen[dark] = await colours(page);
    }, { dark });
  }
  assert.ok(seen.false.paper > 230 && seen.false.ink < 60, JSON.stringify(seen));
  assert.ok(seen.true.paper < 50 && seen.true.ink > 200, JSON.stringify(seen));
});
