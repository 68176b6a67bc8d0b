// axe finds no barrier, and the pages hold up for readers who enlarge, narrow or respace them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { axe } from "./lib/axe.mjs";
import { lostWords, sideways, TEXT_SPACING, wear } from "./lib/look.mjs";
import { KINDS, MISSING, startSite } from "./lib/portal.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.close());

const expected = MISSING;

test("a page of every kind is looked at", () => {
  const kind = (file) => /<body class="kind-([^"]+)"/.exec(readFileSync(file, "utf8"))[1];
  const file = (address) => path.join(site.folder, address, "index.html");
  const built = new Set([...site.pages().map(file), path.join(site.folder, "404.html")].map(kind));
  const looked = new Set(Object.entries(KINDS).map(([name, address]) => kind(name === "missing" ? path.join(site.folder, "404.html") : file(address))));
  assert.deepEqual([...looked].sort(), [...built].sort());
});

for (const dark of [false, true]) {
  for (const width of [1280, 360]) {
    describe(`axe: WCAG 2.0–2.2, A and AA (${dark ? "dark" : "light"}, ${width} px)`, { concurrency: 3 }, () => {
      for (const [kind, address] of Object.entries(KINDS)) {
        test(kind, () => site.visit(async (page) => {
          await page.goto(site.url(address));
          assert.deepEqual(await axe(page), []);
        }, { dark, width, expected }));
      }
    });
  }
}

const READERS = {
  "a phone of 320 px": { width: 320, height: 568 },
  "a phone of 360 px": { width: 360, height: 740 },
  "a window of 1280 px enlarged to 200 %": { width: 640, height: 400, zoom: 2 },
  "letters of twice the size": { css: "html { font-size: 200% }" },
  "letters of twice the size on a phone": { width: 360, height: 740, css: "html { font-size: 200% }" },
  "wider text spacing": { css: TEXT_SPACING },
  "wider text spacing on a phone": { width: 360, height: 740, css: TEXT_SPACING },
};
for (const [reader, { css = "", ...look }] of Object.entries(READERS)) {
  describe(`nothing is lost with ${reader}`, { concurrency: 3 }, () => {
    for (const [kind, address] of Object.entries(KINDS)) {
      test(kind, () => site.visit(async (page) => {
        await page.goto(site.url(address));
        await page.evaluate(wear, css);
        assert.equal(await page.evaluate(sideways), null, "the page scrolls sideways");
        assert.deepEqual(await page.evaluate(lostWords), []);
      }, { ...look, expected }));
    }
  });
}
