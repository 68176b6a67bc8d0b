// Pages about many papers: sorting and filtering, with and without a script; drawings with their words.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startSite } from "./lib/portal.mjs";

const TOPIC = "/themen/digitalisierung/";

let site;
before(async () => { site = await startSite(); });
after(() => site?.close());

const titles = (page) => page.locator(".cards > li:visible h3").allInnerTexts();
/// Words of the papers of a year that a link led to; its first has to begin at the top of the window, unless the page ends.
const reached = async (page, year) => {
  const first = page.locator(`#jahr-${year}`);
  const top = await first.evaluate((card) => card.getBoundingClientRect().top);
  const ends = await page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1);
  assert.ok(top >= 0 && top < (ends ? 700 : 100), `it begins at ${top}`);
  const cards = page.locator(".cards > li").filter({ has: page.locator(`time[datetime^="${year}"]`) });
  return (await cards.allInnerTexts()).join("\n");
};
const told = (page) => page.locator(".finder output").innerText();

describe("a list that is on one page", () => {
  test("is sorted and filtered, says how many remain, and can be shared by its address", () => site.visit(async (page) => {
    await page.goto(site.url(TOPIC));
    const all = await titles(page);
    assert.ok(all.length > 4);
    assert.match(await told(page), new RegExp(`^${all.length} von ${all.length} Vorlagen`));
    await page.getByRole("combobox", { name: "Kommune", exact: true }).selectOption("München");
    await page.getByRole("combobox", { name: "Art", exact: true }).selectOption("Antrag");
    await page.getByRole("combobox", { name: "Ordnung", exact: true }).selectOption("Nach Titel");
    const some = await titles(page);
    assert.deepEqual(some, [...some].sort((a, b) => a.localeCompare(b, "de")));
    assert.ok(some.length > 1 && some.length < all.length);
    assert.match(await told(page), new RegExp(`^${some.length} von ${all.length}`));
    const address = page.url();
    assert.match(address, /\?ordnung=titel&art=Antrag&kommune=M%C3%BCnchen$/);
    await page.goto(site.home);
    await page.goto(address);
    assert.deepEqual(await titles(page), some);
    await page.getByRole("button", { name: "Alle zeigen" }).click();
    assert.deepEqual(await titles(page), all);
    assert.equal(page.url(), site.url(TOPIC));
  }));

  test("puts what has no date last when the oldest come first", () => site.visit(async (page) => {
    await page.goto(site.url(`${TOPIC}?ordnung=alt`));
    const days = await page.locator(".cards > li").evaluateAll((items) => items.map((item) => item.querySelector("time")?.dateTime ?? ""));
    const known = days.filter(Boolean);
    assert.deepEqual(known, [...known].sort());
    assert.ok(days.indexOf("") >= known.length, "undated papers stand last");
  }));

  test("says so when nothing is left, and asks for nothing that it does not have", () => site.visit(async (page) => {
    await page.goto(site.url(`${TOPIC}?kommune=Wiesbaden&jahr=2021&art=Quatsch`));
    assert.deepEqual(await titles(page), []);
    assert.match(await told(page), /Keine Vorlage/);
    assert.equal(await page.getByRole("combobox", { name: "Art", exact: true }).inputValue(), "");
  }));

  test("is worked with the keyboard", () => site.visit(async (page) => {
    await page.goto(site.url(TOPIC));
    await page.getByRole("combobox", { name: "Ordnung", exact: true }).focus();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.name), "art");
    await page.keyboard.press("A");
    assert.match(page.url(), /art=Antrag/);
    for (let i = 0; i < 5; i += 1) await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Alle zeigen");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.name), "ordnung", "focus is not lost with the button");
    assert.equal(page.url(), site.url(TOPIC));
  }));

  test("is entered at a year, sorted and filtered or not", () => site.visit(async (page) => {
    const follow = () => page.locator("main").getByRole("link", { name: /^2021 \(/ }).click();
    await page.goto(site.url(TOPIC));
    await follow();
    await reached(page, "2021");
    await page.goto(`${site.url(TOPIC)}?ordnung=titel&jahr=2025`);
    await follow();
    await page.waitForURL(`${site.url(TOPIC)}#jahr-2021`);
    assert.match(await reached(page, "2021"), /IT- und Digitalisierungsstrategie/);
  }));

  test("is whole without a script, and other lists answer the same questions", () => site.visit(async (page) => {
    await page.goto(site.url(TOPIC));
    assert.equal(await page.locator(".finder").count(), 0);
    assert.ok((await titles(page)).length > 4);
    await page.locator("main").getByRole("link", { name: /^2021 \(/ }).click();
    const shown = await reached(page, "2021");
    assert.match(shown, /IT- und Digitalisierungsstrategie/);
    assert.match(shown, /Digitalisierungsmanager\*innen/);
  }, { script: false }));
});

describe("questions of a new user, in two clicks from home", () => {
  const open = async (page, ...links) => {
    await page.goto(site.home);
    for (const name of links) {
      const link = page.locator("main, header.site").getByRole("link", { name }).first();
      const target = await link.evaluate((a) => a.href);
      await link.click();
      await page.waitForURL(target);
    }
    return page.locator("main").innerText();
  };

  test("Ist München noch Mitglied bei NExT? Was kostet das? Wer hat es beantragt?", () => site.visit(async (page) => {
    const procedure = await open(page, "Mitgliedschaft der Landeshauptstadt München bei NExT e. V.");
    assert.match(procedure, /Vorgang\s+Beendet/);
    assert.match(procedure, /Kosten\s+ca\. 2\.500\s€ im Jahr/);
    assert.match(procedure, /Fraktion Die Grünen – Rosa Liste Einbringung/);
  }, { script: false }));

  test("Was wurde 2021 zu Digitalisierung beschlossen?", () => site.visit(async (page) => {
    await open(page, /^Digitalisierung \(/, /^2021 \(/);
    const year = await reached(page, "2021");
    assert.match(year, /Erarbeitung einer IT- und Digitalisierungsstrategie[\s\S]*Kein Beschluss bekannt/);
    assert.match(year, /Digitalisierungsmanager\*innen[\s\S]*Offen/);
  }, { script: false }));

  test("Was ist in München noch offen?", () => site.visit(async (page) => {
    const open_ = await open(page, /^München \(/, /^Offen \(/);
    assert.match(open_, /Offen: Vorlagen, München/);
  }, { script: false }));
});

describe("drawings", () => {
  test("have a name, a description and the same numbers in a table", () => site.visit(async (page) => {
    await page.goto(site.url(TOPIC));
    const chart = page.getByRole("img", { name: "Vorlagen je Jahr" });
    assert.equal(await chart.count(), 1);
    await page.getByText("Diese Zahlen als Tabelle").click();
    const rows = await page.locator(".numbers tbody tr").evaluateAll((rows) => rows.map((row) => [row.cells[0].innerText, Number(row.cells[1].innerText)]));
    assert.deepEqual(rows.map(([year]) => year), ["2020", "2021", "2022", "2023", "2024", "Datum unbekannt"]);
    const drawn = await chart.locator("text:not(.year)").allTextContents();
    assert.deepEqual(drawn.map(Number), rows.slice(0, -1).map(([, papers]) => papers).filter(Boolean));
  }));

  test("show time in proportion, and stay inside a phone", () => site.visit(async (page) => {
    await page.goto(site.url("/vorgaenge/mitgliedschaft-next/"));
    const drawing = page.getByRole("img", { name: "Der Vorgang auf einer Zeitachse" });
    assert.match(await drawing.locator("desc").textContent(), /Ohne bekanntes Datum/);
    const frame = await drawing.boundingBox();
    for (const mark of await drawing.locator("circle, rect, text").all()) {
      const box = await mark.boundingBox();
      assert.ok(box.x >= frame.x - 1 && box.x + box.width <= frame.x + frame.width + 1, "a mark sticks out");
    }
    assert.equal(await page.locator(".timeline > li").count(), 3, "the list tells the same");
  }, { width: 320, height: 568 }));

  for (const dark of [false, true]) {
    test(`have words that stand out from the ground (${dark ? "dark" : "light"})`, () => site.visit(async (page) => {
      for (const address of [TOPIC, "/vorgaenge/mitgliedschaft-next/"]) {
        await page.goto(site.url(address));
        const contrasts = await page.locator("figure text").evaluateAll((texts) => {
          const light = (color) => {
            const [r, g, b] = color.match(/\d+/g).slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = light(getComputedStyle(document.body).backgroundColor);
          return texts.map((text) => {
            const ink = light(getComputedStyle(text).fill);
            return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
          });
        });
        assert.ok(contrasts.length > 1 && Math.min(...contrasts) >= 4.5, `${contrasts}`);
      }
    }, { dark }));
  }

  test("are printed, and the fields for filtering are not", () => site.visit(async (page) => {
    await page.goto(site.url(TOPIC));
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.getByRole("img", { name: "Vorlagen je Jahr" }).isVisible());
    assert.ok(!(await page.locator(".finder").isVisible()));
  }));
});

test("meetings and people are reached from their council", () => site.visit(async (page) => {
  await page.goto(site.url("/kommunen/marienmuenster/"));
  await page.locator("main").getByRole("link", { name: /^Alle Sitzungen/ }).click();
  await page.locator("main").getByRole("link", { name: "Sitzung des Rates am 23. Februar 2022" }).click();
  await page.locator("main").getByRole("link", { name: "Gründung eines Digitalnetzwerks" }).waitFor();
  await page.goto(site.url("/kommunen/muenchen/"));
  await page.locator("main").getByRole("link", { name: "Alle Personen mit Amt oder Mandat" }).click();
  await page.locator("main").getByRole("link", { name: "Judith Greif" }).click();
  assert.match(await page.locator("main").innerText(), /Kündigung der institutionellen Mitgliedschaft/);
}));
