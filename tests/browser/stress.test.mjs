// The hardest papers that councils publish, on one page: sizes are those of real papers, words are made up.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { axe } from "./lib/axe.mjs";
import { lostWords, sideways } from "./lib/look.mjs";
import { startSite } from "./lib/portal.mjs";

const TITLE = 1405;
const CITING = 91;
const ATTACHMENTS = 180;
const TEXT = 535_756;

const PAPER = "/vorlagen/musterstadt/riese/";
const words = (length, from) => from.repeat(Math.ceil(length / from.length)).slice(0, length - 1).trimEnd().padEnd(length - 1, "n") + ".";
const title = words(TITLE, "Fortschreibung der Rahmenvereinbarung über die Zusammenarbeit im Verkehrsverbundgesellschafterversammlungsausschuss ");

function text() {
  const columns = Array.from({ length: 12 }, (_, at) => at + 1);
  const row = (cell) => `| ${columns.map(cell).join(" | ")} |`;
  const table = [row((at) => `Haushaltsjahr ${2020 + at}`), row(() => "---:"), ...columns.map((line) => row((at) => `${line}${at}0.000,00`))].join("\n");
  const odd = `https://www.musterstadt.example/${"sehr-lange-adresse/".repeat(12)}\n\n- [ ] offen gebliebener Punkt\n- [x] erledigter Punkt\n\n${"Donaudampfschifffahrtsgesellschaftskapitän".repeat(4)}`;
  const start = `## Zahlen\n\n${table}\n\n${odd}\n\n`;
  let all = start;
  for (let part = 1; all.length < TEXT; part += 1) {
    all += `## Abschnitt ${part}\n\n${"Die Verwaltung berichtet ausführlich über den Stand der Umsetzung und die nächsten Schritte. ".repeat(40)}\n\n`;
  }
  return all.slice(0, TEXT);
}

function portal() {
  const root = mkdtempSync(path.join(tmpdir(), "drucksache-stress-"));
  const write = (file, content) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  write("content/portal.yaml", "name: Belastungsprobe\ndescription: Eine sehr große Vorlage.\nbaseUrl: https://muster.example\nlanguage: de\npublisher:\n  name: Muster\n");
  write("content/bodies/musterstadt/body.yaml", "name: Stadt Musterstadt\nshortName: Musterstadt\n");
  const attachments = Array.from({ length: ATTACHMENTS }, (_, at) => `  - name: "Anlage ${at + 1}: ${at % 9 ? "Lageplan" : `Lageplan_${"Bebauungsplanverfahren_".repeat(5)}final.pdf`}"\n`).join("");
  write("content/bodies/musterstadt/papers/ohne-datum/riese.md", `---\nname: ${JSON.stringify(title)}\npaperType: Sitzungsvorlage\nattachments:\n${attachments}---\n${text()}`);
  for (let at = 1; at <= CITING; at += 1) {
    write(`content/bodies/musterstadt/papers/2024/antrag-${at}.md`, `---\nname: Antrag ${at} zur Rahmenvereinbarung\npaperType: Antrag\ndate: 2024-01-01\nrelations:\n  - type: refersTo\n    target: musterstadt/riese\n---\nWir fragen nach.\n`);
  }
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

describe("a paper of extreme size", () => {
  test("shows all that it has", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    assert.equal((await page.locator("h1").innerText()).length, TITLE);
    const form = await page.locator(".form").innerText();
    assert.match(form, /ohne Nummer/);
    assert.match(form, /Datum unbekannt/);
    assert.equal(await page.locator(".files li").count(), ATTACHMENTS);
    assert.equal(await page.locator(".related > li").count(), CITING);
    const seen = page.locator(".related > li").filter({ visible: true });
    assert.ok((await seen.count()) < 20, "many citing papers do not bury the rest");
    await page.getByText("81 weitere anzeigen").click();
    assert.equal(await seen.count(), CITING);
    assert.equal(await page.locator("table th").count(), 12);
    assert.ok((await page.locator(".prose").innerText()).length > TEXT * 0.95);
  }));

  test("is ready to read within seconds on a phone", () => site.visit(async (page) => {
    const start = Date.now();
    await page.goto(site.url(PAPER));
    await page.locator("h1").waitFor();
    assert.ok(Date.now() - start < 10_000, `${Date.now() - start} ms`);
  }, { width: 360, height: 740 }));

  for (const width of [1280, 360, 320]) {
    test(`does not scroll sideways and loses no word (${width} px)`, () => site.visit(async (page) => {
      await page.goto(site.url(PAPER));
      assert.equal(await page.evaluate(sideways), null);
      assert.deepEqual(await page.evaluate(lostWords), []);
    }, { width }));
  }

  test("scrolls its wide table in place, with the keyboard too", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    const table = page.getByRole("region", { name: "Tabelle" });
    assert.ok(await table.evaluate((region) => region.scrollWidth > region.clientWidth));
    await table.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.querySelector(".table").scrollLeft > 0);
  }, { width: 360 }));

  for (const [width, dark] of [[1280, true], [360, false]]) {
    test(`has no barrier that axe finds (${width} px, ${dark ? "dark" : "light"})`, () => site.visit(async (page) => {
      await page.goto(site.url(PAPER));
      assert.deepEqual(await axe(page), []);
    }, { width, dark }));
  }

  test("says what is ticked off in a list of tasks", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    const item = page.locator(".prose li").filter({ hasText: "erledigter Punkt" });
    assert.equal(await item.getByRole("img", { name: "erledigt" }).count(), 1);
    assert.notEqual(await item.evaluate((li) => getComputedStyle(li).listStyleType), await page.locator(".prose").evaluate((prose) => {
      const list = prose.appendChild(document.createElement("ul"));
      return getComputedStyle(list.appendChild(document.createElement("li"))).listStyleType;
    }), "a box instead of the dash");
  }));
});
