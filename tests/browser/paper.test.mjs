// The paper page in use: light and dark by choice, terms explained, the comparison, paper and PDF, and the extremes.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { axe } from "./lib/axe.mjs";
import { lostWords, sideways, TEXT_SPACING, wear } from "./lib/look.mjs";
import { startSite } from "./lib/portal.mjs";

const PAPER = "/vorlagen/musterstadt/riese/";
const PLAIN = "/vorlagen/musterstadt/antrag-1/";
const LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsentwurfsfassung";

/// A fictional council with a paper that has everything, and too much of it.
function portal() {
  const root = mkdtempSync(path.join(tmpdir(), "drucksache-paper-"));
  const write = (file, content) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  const list = (count, line) => Array.from({ length: count }, (_, at) => `  - ${line(at)}\n`).join("");
  const papers = "content/bodies/musterstadt/papers/2024";
  write("content/portal.yaml", "name: Ratsportal Musterstadt\ndescription: Alles hier ist erfunden.\nbaseUrl: https://muster.example\npublisher: {name: Muster}\ntheme: {logo: logo.svg}\n");
  write("content/static/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40" width="120" height="40"><rect width="120" height="40" fill="#0b5394"/></svg>');
  write("content/bodies/musterstadt/body.yaml", "name: Stadt Musterstadt\nshortName: Musterstadt\n");
  write("content/bodies/musterstadt/organizations.yaml", `- {slug: rat, name: Rat, organizationType: Gremium}\n- {slug: bau, name: "Ausschuss für ${LONG_WORD}", organizationType: Gremium}\n`);
  const consultation = list(40, (at) => `{organization: ${at % 2 ? "bau" : "rat"}, date: 2024-01-${String(1 + at % 28).padStart(2, "0")}, role: Vorberatung, result: ${at === 3 ? LONG_WORD : "vertagt"}, vote: {yes: ${at}, no: ${40 - at}, abstain: 2}}`);
  const relations = list(60, (at) => `{type: refersTo, target: musterstadt/antrag-${at + 1}, evidence: "Ein Satz über ${LONG_WORD}."}`);
  const attachments = list(180, (at) => `{name: "Anlage ${at + 1}_${"Bebauungsplanverfahren_".repeat(3)}.pdf"}`);
  const cells = (cell) => `| ${Array.from({ length: 12 }, (_, at) => cell(at)).join(" | ")} |`;
  const table = [cells((at) => `Jahr ${2020 + at}`), cells(() => "---:"), cells((at) => `${at}.000.000,00`)].join("\n");
  const headings = Array.from({ length: 2000 }, (_, at) => `${at % 20 ? "###" : "##"} Abschnitt ${at + 1}\n\nEin Satz.\n`).join("\n");
  write(`${papers}/riese.md`, `---
name: ${JSON.stringify(`Fortschreibung der ${LONG_WORD} `.repeat(13))}
paperType: Sitzungsvorlage
underDirectionOf: [bau]
summary: Kurz gesagt, ${LONG_WORD}.
consultation:
${consultation}proposal:
  - {text: Der Radweg an der Hauptstraße wird zwei Meter breit gebaut.}
  - {text: Die Verwaltung berichtet bis Mai.}
resolution: {outcome: amended, organization: rat, text: Der Radweg an der Hauptstraße wird drei Meter breit gebaut. Die Verwaltung berichtet bis Mai.}
attachments:
${attachments}relations:
${relations}source: https://ris.musterstadt.example/vorlage?id=1
---
${table}

${LONG_WORD.repeat(3)}

שלום עולם مرحبا بالعالم 🏛️🚲👩‍👩‍👧‍👦

${headings}`);
  for (let at = 1; at <= 60; at += 1) {
    write(`${papers}/antrag-${at}.md`, `---\nname: ${at === 2 ? '"מרכז העיר 🏛️"' : `Antrag ${at}`}\npaperType: Antrag\nrelations: [{type: refersTo, target: musterstadt/riese}]\n---\nWir fragen nach: [Stadt](https://www.musterstadt.example/).\n`);
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

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const WHITE = "rgb(255, 255, 255)";

describe("light and dark", () => {
  for (const dark of [false, true]) {
    test(`the button goes from the device's choice (${dark ? "dark" : "light"}) through both and back, and it lasts`, () => site.visit(async (page) => {
      await page.goto(site.url(PLAIN));
      const button = page.getByRole("button", { name: "Darstellung" });
      const own = await ground(page);
      assert.equal(own === WHITE, !dark);
      assert.equal(await button.getAttribute("title"), "Darstellung: wie das Gerät");
      await button.focus();
      await page.keyboard.press("Enter");
      assert.equal(await ground(page), WHITE, "light");
      await page.keyboard.press("Enter");
      assert.notEqual(await ground(page), WHITE, "dark");
      assert.equal(await page.getByRole("button", { name: "Darstellung: dunkel" }).count(), 1);
      await page.goto(site.home);
      assert.notEqual(await ground(page), WHITE, "it lasts on the next page");
      await page.getByRole("button", { name: "Darstellung" }).click();
      assert.equal(await ground(page), own);
      assert.equal(await page.evaluate(() => localStorage.length), 0, "nothing is kept that says nothing");
    }, { dark }));
  }

  test("nothing flashes: the choice holds before the page is drawn", () => site.visit(async (page) => {
    await page.goto(site.url(PLAIN));
    await page.evaluate(() => localStorage.setItem("look", "dark"));
    await page.addInitScript(() => {
      new MutationObserver(() => {
        if (document.body && window.first === undefined) window.first = document.documentElement.dataset.look;
      }).observe(document, { childList: true, subtree: true });
    });
    await page.reload();
    assert.equal(await page.evaluate(() => window.first), "dark");
  }));

  test("without the script there is no button", () => site.visit(async (page) => {
    await page.goto(site.url(PLAIN));
    assert.equal(await page.locator(".look").isVisible(), false);
  }, { script: false }));

  test("what was chosen dark is printed black on white", () => site.visit(async (page) => {
    await page.goto(site.url(PLAIN));
    await page.evaluate(() => localStorage.setItem("look", "dark"));
    await page.reload();
    await page.emulateMedia({ media: "print" });
    assert.equal(await ground(page), WHITE);
  }));
});

describe("terms", () => {
  for (const script of [true, false]) {
    test(`open by keyboard, say what they mean, close with Escape (${script ? "with" : "without"} script)`, () => site.visit(async (page) => {
      await page.goto(site.url(PAPER));
      const term = page.getByRole("button", { name: "Beratungsfolge" });
      const gloss = page.locator("#begriff-beratungsfolge");
      assert.equal(await gloss.isVisible(), false);
      await term.focus();
      await page.keyboard.press("Enter");
      assert.ok(await gloss.isVisible());
      assert.match(await gloss.innerText(), /Reihenfolge, in der sich Gremien/);
      await page.keyboard.press("Tab");
      assert.equal(await page.locator(":focus").innerText(), "Alle Begriffe");
      await page.keyboard.press("Escape");
      assert.equal(await gloss.isVisible(), false);
      assert.equal(await page.locator(":focus").innerText(), "Beratungsfolge", "one is back where one was");
    }, { script }));
  }

  for (const [width, dark] of [[1280, false], [320, true]]) {
    test(`an open term is on the page, whole, and without barriers (${width} px)`, () => site.visit(async (page) => {
      await page.goto(site.url(PLAIN));
      await page.getByRole("button", { name: "Antrag" }).click();
      const box = await page.locator("#begriff-antrag").boundingBox();
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width, JSON.stringify(box));
      // axe cannot tell what lies below the top layer; the ground there is the page's own.
      const barriers = (await axe(page)).filter((barrier) => !/^color-contrast: <(span class="gloss"|a href="[^"]*\/begriffe\/)/.test(barrier));
      assert.deepEqual(barriers, []);
      const colours = await page.locator("#begriff-antrag").evaluate((gloss) => [gloss, document.body].map((element) => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor].join()));
      assert.equal(colours[0], colours[1]);
    }, { width, dark }));
  }

  test("a term leads to its place on the page of all terms", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    await page.getByRole("button", { name: "Vorberatung" }).first().click();
    await page.locator("#begriff-vorberatung a").click();
    assert.equal(new URL(page.url()).hash, "#vorberatung");
    assert.ok(await page.locator("#vorberatung").isVisible());
  }));
});

test("what was changed is marked, and said to those who do not see it", () => site.visit(async (page) => {
  await page.goto(site.url(PAPER));
  const diff = page.locator(".diff");
  assert.match((await diff.locator("del").textContent()).replace(/\s+/g, " "), /gestrichen: zwei Ende der Änderung/);
  assert.match((await diff.locator("ins").textContent()).replace(/\s+/g, " "), /eingefügt: drei Ende der Änderung/);
  const lines = await diff.evaluate((element) => ["del", "ins"].map((tag) => getComputedStyle(element.querySelector(tag)).textDecorationLine));
  assert.deepEqual(lines, ["line-through", "underline"], "not by colour alone");
}));

describe("on paper", () => {
  test("links have numbers, and their addresses stand at the end", () => site.visit(async (page) => {
    await page.goto(site.url(PLAIN));
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    const addresses = await page.locator(".links-printed li").allInnerTexts();
    assert.ok(addresses.includes("https://www.musterstadt.example/"), addresses.join());
    assert.ok(addresses.some((address) => address.endsWith("/vorlagen/musterstadt/riese/")), addresses.join());
    assert.equal(new Set(addresses).size, addresses.length, "each once");
    const mark = await page.locator(".prose .at-link").innerText();
    assert.equal(mark.trim(), `[${addresses.indexOf("https://www.musterstadt.example/") + 1}]`);
    for (const place of [".look", ".jump", "header.site nav", ".doors"]) {
      assert.equal(await page.locator(place).first().isVisible(), false, `${place} is printed`);
    }
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await page.locator(".at-link, .links-printed").count(), 0);
  }));

  test("a PDF is made of the largest paper", () => site.visit(async (page) => {
    await page.goto(site.url(PLAIN));
    const small = await page.pdf({ preferCSSPageSize: true });
    const pages = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
    assert.ok(pages(small) > 0 && pages(small) <= 5, `${pages(small)} pages`);
    await page.goto(site.url(PAPER));
    const large = await page.pdf({ preferCSSPageSize: true });
    assert.ok(pages(large) > 30, `${pages(large)} pages`);
  }));

  test("folded steps and files are open", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.ok(await page.locator(".track > li").last().isVisible());
    assert.ok(await page.locator(".files > li").last().isVisible());
  }));
});

describe("the extremes", () => {
  for (const width of [1280, 640, 320]) {
    test(`nothing overflows and no word is lost, with wide text spacing too (${width} px)`, () => site.visit(async (page) => {
      await page.goto(site.url(PAPER));
      assert.equal(await page.evaluate(sideways), null);
      assert.deepEqual(await page.evaluate(lostWords), []);
      await page.evaluate(wear, TEXT_SPACING);
      assert.equal(await page.evaluate(sideways), null);
    }, { width }));
  }

  test("lists and contents fold, and open", () => site.visit(async (page) => {
    await page.goto(site.url(PAPER));
    const seen = (selector) => page.locator(selector).filter({ visible: true }).count();
    assert.equal(await seen(".track > li"), 12);
    assert.equal(await seen(".files > li"), 20);
    assert.equal(await seen(".toc li"), 0);
    assert.ok((await page.locator(".toc li").count()) <= 120);
    await page.getByText("28 weitere anzeigen").click();
    assert.equal(await seen(".track > li"), 40);
    await page.getByText("160 weitere anzeigen").click();
    assert.equal(await seen(".files > li"), 180);
  }));

  test("the name stands beside the logo and the button (360 px)", () => site.visit(async (page) => {
    await page.goto(site.url(PLAIN));
    const [logo, name, button] = await Promise.all([".brand img", ".brand span", ".look"].map((place) => page.locator(place).first().boundingBox()));
    assert.ok(name.x >= logo.x + logo.width && name.x + name.width <= button.x, JSON.stringify({ logo, name, button }));
    assert.ok(button.width >= 24 && button.height >= 24);
  }, { width: 360 }));

  for (const [width, dark] of [[1280, true], [320, false]]) {
    test(`axe finds no barrier (${width} px, ${dark ? "dark" : "light"})`, () => site.visit(async (page) => {
      await page.goto(site.url(PAPER));
      assert.deepEqual(await axe(page), []);
    }, { width, dark }));
  }
});

test("with forced colours the states keep their signs", () => site.visit(async (page) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(site.url(PLAIN));
  const sign = await page.locator(".stamp").first().evaluate((stamp) => {
    const style = getComputedStyle(stamp, "::before");
    return style.backgroundColor !== getComputedStyle(document.body).backgroundColor || style.borderTopWidth !== "0px";
  });
  assert.ok(sign);
}));
