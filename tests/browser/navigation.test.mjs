// A citizen finds the way by links alone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { MISSING, startSite } from "./lib/portal.mjs";

const MOTION = "Institutionelle Mitgliedschaft bei NExT e. V. anstreben";
const RESOLUTION = "Institutionelle Mitgliedschaft des IT-Referats bei NExT e. V.";
const CANCELLATION = "Kündigung der institutionellen Mitgliedschaft bei NExT e. V.";
const PROCEDURE = "Mitgliedschaft der Landeshauptstadt München bei NExT e. V.";

let site;
before(async () => { site = await startSite(); });
after(() => site?.close());

const heading = (page) => page.locator("h1").innerText();
const part = (page, title) => page.locator("main section").filter({ has: page.getByRole("heading", { level: 2, name: title }) });

/// Follows the first link of that name inside `place` and waits for its page.
async function follow(place, name) {
  await click(place.getByRole("link", { name, exact: true }).first());
}

async function click(link) {
  const target = await link.evaluate((a) => a.href);
  await link.click();
  await link.page().waitForURL(target);
}

describe("what became of a motion", () => {
  test("home leads to the procedure, and the procedure tells the story in order", () => site.visit(async (page) => {
    await page.goto(site.home);
    await follow(page.locator("main"), PROCEDURE);
    assert.equal(await heading(page), PROCEDURE);
    assert.match(await page.locator("header.title").innerText(), /Beendet/);
    const story = await page.locator(".timeline").innerText();
    const steps = [
      "2. November 2023", "Vorgelegt", MOTION, "Zwei Fraktionen bitten das IT-Referat",
      "17. April 2024", "Beschlossen", RESOLUTION, "Mit diesem Stadtratsbeschluss", "Antwort auf 20-26 / A 04283",
      "Datum unbekannt", "Beschlossen", CANCELLATION, "Das IT-Referat kündigt", "Beendet, was 20-26 / V 12685 begründet hat",
    ];
    let at = 0;
    for (const step of steps) {
      const found = story.indexOf(step, at);
      assert.ok(found >= at, `„${step}“ is not told, or too early`);
      at = found + step.length;
    }
    assert.match(await part(page, "Geld").innerText(), /Einsparung\s+2\.500\s€ im Jahr/);
  }));

  test("the resolution says that it ended, and by what", () => site.visit(async (page) => {
    await page.goto(site.url("/vorgaenge/mitgliedschaft-next/"));
    await follow(page.locator(".timeline"), RESOLUTION);
    assert.equal(await heading(page), RESOLUTION);
    const verdict = page.locator(".verdict").filter({ hasText: "Gilt das noch?" });
    assert.match(await verdict.innerText(), /Beendet/);
    await follow(verdict, CANCELLATION);
    assert.equal(await heading(page), CANCELLATION);
    assert.match(await page.locator("header.title").innerText(), /Datum unbekannt/, "an unknown date is said to be unknown");
  }));

  test("motion, resolution and cancellation link each other both ways", () => site.visit(async (page) => {
    const ways = [
      ["a-04283-mitgliedschaft-next-anstreben", "Beantwortet durch", RESOLUTION],
      ["v-12685-mitgliedschaft-next", "Antwortet auf", MOTION],
      ["v-12685-mitgliedschaft-next", "Beendet durch", CANCELLATION],
      ["kuendigung-mitgliedschaft-next", "Beendet", RESOLUTION],
      ["kuendigung-mitgliedschaft-next", "Zitiert", MOTION],
      ["a-04283-mitgliedschaft-next-anstreben", "Zitiert von", CANCELLATION],
    ];
    for (const [slug, relation, other] of ways) {
      await page.goto(site.url(`/vorlagen/muenchen/${slug}/`));
      const group = page.getByRole("heading", { level: 3, name: relation, exact: true }).locator("xpath=following-sibling::ul[1]");
      await follow(group, other);
      assert.equal(await heading(page), other, `${slug}: ${relation}`);
    }
  }));

  test("a number cited in the text leads to its paper", () => site.visit(async (page) => {
    await page.goto(site.url("/vorlagen/muenchen/kuendigung-mitgliedschaft-next/"));
    await click(page.locator(".prose a.cite", { hasText: "20-26/V 12685" }));
    assert.equal(await heading(page), RESOLUTION);
  }));
});

test("München and Wiesbaden meet in a topic", () => site.visit(async (page) => {
  await page.goto(site.home);
  await click(page.locator("main").getByRole("link", { name: /^Mitgliedschaften/ }));
  const papers = await part(page, "Vorlagen").innerText();
  assert.match(papers, /München/);
  assert.match(papers, /Wiesbaden/);
  await follow(page.locator("main"), "Beitritt NExT e. V. der Landeshauptstadt Wiesbaden");
  assert.match(await page.locator("header.title").innerText(), /Kein Beschluss bekannt/);
  assert.equal(await page.getByText("Gilt das noch?").count(), 0, "what is not decided cannot cease to hold");
  await follow(part(page, "Themen"), "Mitgliedschaften");
  assert.equal(await heading(page), "Mitgliedschaften");
}));

test("from a council over its committee to a paper and back", () => site.visit(async (page) => {
  await page.goto(site.home);
  await follow(page.locator("header.site"), "Kommunen");
  await click(page.locator("main").getByRole("link", { name: /München/ }).first());
  assert.equal(await heading(page), "Landeshauptstadt München");
  await click(page.locator("main").getByRole("link", { name: /^Stadtrat der Landeshauptstadt München/ }));
  assert.equal(await heading(page), "Stadtrat der Landeshauptstadt München");
  await follow(page.locator("main"), CANCELLATION);
  await follow(page.getByRole("navigation", { name: "Pfad zu dieser Seite" }), "München");
  assert.equal(await heading(page), "Landeshauptstadt München");
}));

test("an unknown address answers 404 and helps on", () => site.visit(async (page) => {
  for (const address of ["/gibt/es/nicht/", "/vorlagen/muenchen/"]) {
    const answer = await page.goto(site.url(address));
    assert.equal(answer.status(), 404);
    assert.match(await page.locator("main").innerText(), /keine Seite/);
    await follow(page.locator("main"), "Vorlagen");
    assert.equal(await heading(page), "Vorlagen");
  }
}, { expected: MISSING }));

// A portal may lie at the root of a host or in a folder of it (`name.github.io/portal/`).
for (const base of ["", "/portal"]) {
  test(`by links alone one reaches every page, and no link is dead (below „${base}/“)`, async () => {
    const here = base ? await startSite({ base }) : site;
    try {
      await here.visit(async (page) => {
        const anchors = new Map();
        const wanted = [];
        const queue = [here.home];
        const seen = new Set(queue);
        const files = new Set();
        while (queue.length) {
          const address = queue.shift();
          const answer = await page.goto(address);
          assert.equal(answer.status(), 200, `${address}, linked from ${wanted.find(({ to }) => to.startsWith(address))?.from}`);
          assert.equal(page.url(), address, "a link should not need a redirect");
          const found = await page.evaluate(() => ({
            ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
            links: [...document.querySelectorAll("a[href], link[href], script[src], img[src]")].map((element) => element.href || element.src),
          }));
          assert.equal(new Set(found.ids).size, found.ids.length, `${address} has an id twice`);
          anchors.set(address, new Set(found.ids));
          for (const link of found.links.filter((link) => link.startsWith(`${here.server.origin}/`))) {
            const [to, hash] = link.split("#");
            wanted.push({ from: address, to, hash });
            if (!to.endsWith("/")) files.add(to);
            else if (!seen.has(to)) { seen.add(to); queue.push(to); }
          }
        }
        for (const file of files) assert.equal((await page.request.get(file)).status(), 200, `${file}, linked from ${wanted.find(({ to }) => to === file).from}`);
        const dead = wanted.filter(({ to, hash }) => hash && !anchors.get(to)?.has(decodeURIComponent(hash)));
        assert.deepEqual(dead, [], "anchors that do not exist");
        assert.deepEqual([...seen].sort(), here.pages().map((path) => here.url(path)).sort());
        assert.ok(seen.size > 50, "the crawl saw the sample portal");
      });
    } finally {
      if (base) await here.close();
    }
  });
}
