// Search: what queries find and in which order, and how it feels to ask.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { axe } from "./lib/axe.mjs";
import { repository, startSite } from "./lib/portal.mjs";

const script = readFileSync(path.join(repository, "themes/standard/static/search.js"), "utf8");
const { fold, stem, Index, around } = await import(`data:text/javascript;base64,${Buffer.from(script).toString("base64")}`);

test("the script's stems are the library's", () => {
  const lines = readFileSync(path.join(repository, "tests/browser/stems.txt"), "utf8").trimEnd().split("\n");
  assert.ok(lines.length > 4000);
  for (const line of lines) {
    const [word, folded, stemmed] = line.split("\t");
    assert.equal(fold(word), folded, word);
    assert.equal(stem(folded), stemmed, word);
  }
});

test("words around a hit are cut between words", () => {
  const text = `${"Vorher steht viel. ".repeat(20)}Hier geht es um den Radweg. ${"Danach noch mehr. ".repeat(20)}`;
  const found = around(text, ["radweg"], 80);
  assert.match(found, /^… \S.*Radweg.* …$/);
  assert.ok(found.length < 100, found);
  assert.equal(around(text, ["haushalt"]), "");
});

/// Papers of a fictional council: title, number, text.
const PAPERS = {
  konzept: ["Fortschreibung des Radwegekonzepts", "20-26 / V 00012", "Das Konzept nennt neue Wege."],
  radwegbau: ["Radweg an der Hauptstraße", "20-26 / V 00034", "Der Radweg wird gebaut. Siehe Vorlage 20-26 / V 00012."],
  sonstiges: ["Verkehrsbericht", "20-26 / V 00035", "Ein Radweg fehlt. Zu Mitgliedschaft, Gebühren und Beleuchtung ist nichts zu sagen."],
  haushalt: ["Haushalt 2024", "20-26 / V 00036", "Der Haushalt ist ausgeglichen."],
  doppelhaushalt: ["Doppelhaushalt 2022/2023", "20-26 / V 00037", "Einbringung."],
  verein: ["Vereinsmitgliedschaft beenden", "20-26 / V 00038", "Die Stadt tritt aus."],
  kita: ["Kindergartengebühren senken", "20-26 / V 00039", "Eltern zahlen weniger."],
  strasse: ["Straßenbeleuchtung erneuern", "20-26 / V 00040", "Neue Leuchten in der Goethestraße."],
  antraege: ["Umgang mit Anträgen", "20-26 / V 00041", "Was mit Anträgen der Bürger geschieht."],
  plan: ["Bebauungsplan Am Anger", "20-26 / V 00042", "Aufstellungsbeschluss. Siehe Vorlage 20-26 / V 00099."],
  wahl: ["Bürgermeisterwahl", "20-26 / V 00043", "Ein Wahlvorstand wird berufen."],
  cafe: ["Café im Rathaus", "20-26 / V 00044", "Die Kosten trägt die Pächterin."],
};

const SECRET = "Xylophongutachten";

function ownPortal() {
  const root = mkdtempSync(path.join(tmpdir(), "drucksache-search-"));
  cpSync(path.join(repository, "tests/diagnostics/sound"), root, { recursive: true });
  const folder = path.join(root, "content/bodies/musterstadt/papers/2020");
  mkdirSync(folder, { recursive: true });
  for (const [slug, [name, reference, text]] of Object.entries(PAPERS)) {
    writeFileSync(path.join(folder, `${slug}.md`), `---\nname: "${name}"\nreference: ${reference}\ndate: 2020-01-01\n---\n${text}\n`);
  }
  writeFileSync(path.join(folder, "geheim.md"), `---\nname: ${SECRET}\naccess: restricted\n---\n${SECRET}\n`);
  return root;
}

describe("what queries find", () => {
  let root;
  let site;
  let index;
  before(async () => {
    root = ownPortal();
    site = await startSite({ root });
    const load = async (address) => new Uint8Array(readFileSync(path.join(site.folder, address)));
    index = await Index.open(load, "/suche/verzeichnis.json");
  });
  after(async () => {
    await site?.close();
    rmSync(root, { recursive: true, force: true });
  });
  const found = async (query) => {
    const { documents } = await index.find(query);
    const hits = await Promise.all(documents.map((document) => index.hit(document)));
    return hits.map((hit) => hit.url.split("/").at(-2));
  };

  // A query, and what it must find, in this order, before anything else.
  for (const [query, ...first] of [
    ["Radwegekonzept", "konzept"],
    ["Konzept", "konzept"],
    ["radwegekonz", "konzept"],
    ["Haushalt", "haushalt", "doppelhaushalt"],
    ["haushalte", "haushalt", "doppelhaushalt"],
    ["Doppelhaushalt", "doppelhaushalt"],
    ["Haushalt 2024", "haushalt"],
    ["Mitgliedschaft", "verein"],
    ["Verein", "verein"],
    ["Kindergarten", "kita"],
    ["Gebühren", "kita"],
    ["gebuehren", "kita"],
    ["gebuhren", "kita"],
    ["Strassenbeleuchtung", "strasse"],
    ["Beleuchtung", "strasse"],
    ["Goethestrasse", "strasse"],
    ["Anträge", "antraege"],
    ["Antraege", "antraege"],
    ["antrage", "antraege"],
    ["Bebauungspläne", "plan"],
    ["Wahl", "wahl"],
    ["Bürgermeister", "wahl"],
    ["cafe", "cafe"],
    ["Was kostet das?", "cafe"],
    ["20-26 / V 00042", "plan"],
    ["Vorlage V 00042", "plan"],
    ["00042", "plan"],
    ["20-26 / V 00012", "konzept", "radwegbau"],
    ["Bauamt", "bauamt"],
    ["stadtraete", "stadtrat"],
    ["Stadt Musterstadt", "musterstadt"],
  ]) {
    test(`${query} → ${first.join(", ")}`, async () => {
      const hits = await found(query);
      assert.deepEqual(hits.slice(0, first.length), first, hits.join(", "));
    });
  }

  test("a title says more than a text", async () => {
    const hits = await found("Radweg");
    assert.ok(hits.indexOf("radwegbau") < hits.indexOf("sonstiges"), hits.join(", "));
    assert.ok(hits.includes("konzept"), "a compound is found by its beginning");
  });

  test("a number that is cited and missing leads to its page", async () => {
    const { documents } = await index.find("V 00099");
    const hits = await Promise.all(documents.map((document) => index.hit(document)));
    assert.match(hits[0].url, /^\/nummer\//);
    assert.equal(hits[1].url, "/vorlagen/musterstadt/plan/");
  });

  test("where no paper has all words, those with most of them are found", async () => {
    const { documents, most } = await index.find("Radweg Goethestraße Beleuchtung");
    assert.ok(most);
    assert.equal((await index.hit(documents[0])).url, "/vorlagen/musterstadt/strasse/");
  });

  test("what is restricted finds nothing", async () => {
    assert.deepEqual((await index.find(SECRET)).documents, []);
  });

  test("filters count what they would leave", async () => {
    const { documents, counts } = await index.filter(index.all(), { jahr: "2020" });
    assert.equal(documents.length, Object.keys(PAPERS).length);
    assert.equal(counts.jahr.get("2020"), documents.length);
    assert.ok(counts.jahr.size > 1, "other years can still be chosen");
  });
});

describe("how it feels", () => {
  let site;
  before(async () => { site = await startSite(); });
  after(() => site?.close());

  const tally = (page) => page.locator(".tally");
  const hits = (page) => page.locator("#results h3 a");
  const field = (page) => page.getByLabel("Wort, Nummer oder Thema");
  /// Waits until what is shown belongs to all of `words`: hits come while one types, on a slow machine after
  /// every few letters.
  const answered = async (page, words) => {
    await page.waitForURL((address) => address.searchParams.get("q") === words);
    await page.locator("#results[aria-busy=false]").waitFor({ state: "attached" });
  };
  const ask = async (page, words) => {
    await page.goto(site.url("/suche/"));
    await field(page).pressSequentially(words);
    await answered(page, words);
  };
  /// Writes `words` into the field and steps to a hit at once, before the hits are those of `words`.
  const stepWhileTyping = async (page, words) => {
    await page.evaluate((value) => {
      const field = document.querySelector("#suche [name=q]");
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      document.querySelector("#results h3 a").focus();
    }, words);
    await answered(page, words);
  };

  test("hits come while one types, with the words marked, and the address can be shared", () => site.visit(async (page) => {
    await ask(page, "Kuendigung");
    await hits(page).first().waitFor();
    assert.match(await hits(page).first().textContent(), /Kündigung der institutionellen Mitgliedschaft/);
    assert.equal(await page.locator("#results h3 mark").first().textContent(), "Kündigung");
    assert.match(await tally(page).textContent(), /^\d+ Treffer\./);
    assert.match(page.url(), /\/suche\/\?q=Kuendigung$/);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await hits(other).first().waitFor();
    assert.equal(await field(other).inputValue(), "Kuendigung");
  }));

  test("who steps to a hit while hits still change stays on it", () => site.visit(async (page) => {
    await ask(page, "Mitglied");
    const first = await hits(page).first().getAttribute("href");
    await stepWhileTyping(page, "Mitgliedschaft");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), first);
    await stepWhileTyping(page, "Mitgliedschaftsqualle");
    assert.equal(await hits(page).count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.name), "q", "who stands on a hit that is gone comes back to the field");
  }));

  test("words that stand in the text alone are shown with what is around them", () => site.visit(async (page) => {
    await ask(page, "Vollzeitäquivalente");
    await hits(page).first().waitFor();
    await page.locator(".context mark").first().waitFor();
  }));

  test("filters narrow, count, and stand in the address; going back undoes them", () => site.visit(async (page) => {
    await ask(page, "Digitalisierung");
    await hits(page).first().waitFor();
    const all = await hits(page).count();
    const year = page.locator("select[name=jahr]");
    await page.waitForFunction(() => document.querySelector("select[name=jahr]").options.length > 2);
    assert.match(await year.locator("option[value='2021']").textContent(), /^2021 \(\d+\)$/);
    await year.selectOption("2021");
    await page.waitForFunction((before) => document.querySelectorAll("#results > li").length < before, all);
    assert.match(page.url(), /\?q=Digitalisierung&jahr=2021$/);
    for (const date of await page.locator("#results time").all()) assert.match(await date.getAttribute("datetime"), /^2021-/);
    await page.goBack();
    await page.waitForFunction((before) => document.querySelectorAll("#results > li").length === before, all);
    assert.equal(await year.inputValue(), "");
  }));

  test("a filter alone lists its papers, the newest first", () => site.visit(async (page) => {
    await page.goto(site.url("/suche/?kommune=muenchen"));
    await hits(page).first().waitFor();
    const dates = await page.locator("#results time").evaluateAll((times) => times.map((time) => time.dateTime));
    assert.deepEqual(dates, [...dates].sort().reverse());
  }));

  test("the keyboard is enough", () => site.visit(async (page) => {
    await page.goto(site.url("/suche/"));
    await page.keyboard.press("/");
    await page.keyboard.type("Mitgliedschaft");
    await answered(page, "Mitgliedschaft");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.ok(await hits(page).nth(1).evaluate((link) => link === document.activeElement));
    await page.keyboard.press("ArrowUp");
    assert.ok(await hits(page).first().evaluate((link) => link === document.activeElement));
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement.name), "q");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.getElementById("treffer").hidden);
    assert.ok(!page.url().includes("?"));
    await page.keyboard.type("Mitgliedschaft");
    await answered(page, "Mitgliedschaft");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/vorlagen\//);
  }));

  test("a number in any spelling leads to its paper first", () => site.visit(async (page) => {
    for (const spelling of ["20-26/V12685", "20-26 / V 12685", "V 12685", "12685"]) {
      await page.goto(site.url(`/suche/?q=${encodeURIComponent(spelling)}`));
      await hits(page).first().waitFor();
      assert.equal(await hits(page).first().textContent(), "Institutionelle Mitgliedschaft des IT-Referats bei NExT e. V.", spelling);
    }
  }));

  test("who finds nothing is told what to do", () => site.visit(async (page) => {
    await ask(page, "Xylophonqualle");
    await page.getByText("Nichts gefunden zu „Xylophonqualle“.").waitFor();
    assert.ok(await page.locator(".tips").isVisible());
    assert.equal(await hits(page).count(), 0);
  }));

  test("every page has a field that leads to the hits", () => site.visit(async (page) => {
    await page.goto(site.url("/themen/"));
    await page.keyboard.press("/");
    await page.keyboard.type("Netzwerk");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/suche\/\?q=Netzwerk$/);
    await hits(page).first().waitFor();
  }));

  test("nothing of the index is loaded before somebody asks", () => site.visit(async (page) => {
    const loaded = [];
    page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
    await page.goto(site.url("/"));
    await page.goto(site.url("/suche/"), { waitUntil: "networkidle" });
    assert.deepEqual(loaded.filter((file) => /\/suche\/./.test(file)), []);
  }));

  test("without script the page says how to find things", () => site.visit(async (page) => {
    await page.goto(site.url("/"));
    await page.getByRole("searchbox").first().fill("Netzwerk");
    await page.getByRole("searchbox").first().press("Enter");
    await page.waitForURL(/\/suche\/\?q=Netzwerk$/);
    assert.ok(await page.locator("noscript p").isVisible());
    assert.ok(await page.locator("#stoebern a[href='/themen/mitgliedschaften/']").isVisible());
    assert.ok(!await page.locator("#suche").isVisible());
  }, { script: false }));

  for (const dark of [false, true]) {
    for (const width of [1280, 360]) {
      test(`axe finds no barrier among hits (${dark ? "dark" : "light"}, ${width} px)`, () => site.visit(async (page) => {
        await page.goto(site.url("/suche/?q=Mitgliedschaft"));
        await page.locator(".context, #results h3 mark").first().waitFor();
        assert.deepEqual(await axe(page), []);
      }, { dark, width }));
    }
  }
});

test("search works below a path", async () => {
  const site = await startSite({ base: "/portal" });
  try {
    await site.visit(async (page) => {
      await page.goto(site.url("/suche/?q=Netzwerk"));
      await page.locator("#results h3 a").first().click();
      await page.waitForURL(/\/portal\/(vorlagen|themen|vorgaenge)\//);
    });
  } finally {
    await site.close();
  }
});
