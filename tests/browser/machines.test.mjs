// What programs find on a page says the same as the page: its feed, its data, its mark-up.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { KINDS, startSite } from "./lib/portal.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.close());

/// What a feed reader finds in each format.
const FORMATS = {
  "application/rss+xml": (xml) => ({
    root: xml.documentElement.localName === "rss",
    self: xml.getElementsByTagName("atom:link")[0]?.getAttribute("href"),
    links: [...xml.querySelectorAll("item > link")].map((link) => link.textContent),
  }),
  "application/atom+xml": (xml) => ({
    root: xml.documentElement.localName === "feed",
    self: xml.querySelector("feed > link[rel=self]")?.getAttribute("href"),
    links: [...xml.querySelectorAll("entry > link")].map((link) => link.getAttribute("href")),
  }),
  "application/feed+json": (feed) => ({
    root: feed.version === "https://jsonfeed.org/version/1.1",
    self: feed.feed_url,
    links: feed.items.map((item) => item.url),
  }),
};

describe("the feeds that a page offers", () => {
  for (const kind of ["home", "paper", "procedure", "topic", "body"]) {
    test(`are well-formed and lead to this portal's pages: ${kind}`, () => site.visit(async (page) => {
      await page.goto(site.url(KINDS[kind]));
      const offered = await page.locator("head link[rel=alternate]:not([type='application/json'])").evaluateAll((links) => links.map(({ title, href, type }) => ({ title, href, type })));
      assert.ok(offered.some(({ type }) => type === "application/rss+xml"), "no RSS feed in the head");
      // Elsewhere than on the portal's page, whose policy forbids to parse text as mark-up.
      const reader = await page.context().newPage();
      for (const { title, href, type } of offered) {
        assert.ok(title.length > 5, "a feed reader needs a name for it");
        const answer = await page.request.get(href);
        assert.ok(answer.headers()["content-type"].startsWith(type), `${href} is sent as ${answer.headers()["content-type"]}`);
        if (type === "text/calendar") {
          assert.match(await answer.text(), /^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/);
          continue;
        }
        const feed = await reader.evaluate(([text, type, read]) => {
          const parsed = type.endsWith("json") ? JSON.parse(text) : new DOMParser().parseFromString(text, "application/xml");
          return new Function(`return ${read}`)()(parsed);
        }, [await answer.text(), type, String(FORMATS[type])]);
        assert.ok(feed.root, `${href} is not ${type}`);
        assert.equal(feed.self, href);
        assert.ok(feed.links.length, `${href} is empty`);
        for (const link of new Set(feed.links)) assert.equal((await page.request.get(link)).status(), 200, link);
      }
    }));
  }
});

test("the data twin of a page says what the page says", () => site.visit(async (page) => {
  const papers = site.pages().filter((address) => /^\/vorlagen\/[^/]+\/[^/]+\/$/.test(address));
  assert.equal(papers.length, 8);
  for (const address of [...papers, KINDS.procedure, KINDS.topic]) {
    await page.goto(site.url(address));
    const twin = await page.locator("main a.data").evaluate((link) => link.href);
    assert.equal(await page.locator("head link[type='application/json']").evaluate((link) => link.href), twin);
    const answer = await page.request.get(twin);
    assert.equal(answer.headers()["access-control-allow-origin"], "*", "other sites may load it");
    const data = await answer.json();
    assert.equal(data.id, page.url());
    assert.equal(data.name, (await page.locator("h1").innerText()).replace(/\s+/g, " "));
    if (papers.includes(address)) {
      const number = await page.locator(".form .wide dd").first().innerText();
      assert.equal(data.reference ?? "ohne Nummer", number);
      const date = page.locator(".form time").first();
      assert.equal(data.date, (await date.count()) ? await date.getAttribute("datetime") : undefined);
    }
    assert.equal(await page.locator("link[rel=canonical]").getAttribute("href"), page.url());
  }
}));

test("the site map lists exactly the pages", () => site.visit(async (page) => {
  const xml = await (await page.request.get(site.url("/sitemap.xml"))).text();
  const listed = [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]);
  assert.deepEqual(listed.sort(), site.pages().map((address) => site.url(address)).sort());
}));

test("every page is sound HTML", async () => {
  const validator = new HtmlValidate(new FileSystemConfigLoader({
    root: true,
    extends: ["html-validate:recommended", "html-validate:document"],
    rules: {
      "long-title": "off", // council titles are long
      "no-trailing-whitespace": "off",
      "doctype-style": "off",
      "require-sri": "off", // everything is from the same origin
      "tel-non-breaking": "off",
    },
  }));
  const files = [...site.pages().map((address) => path.join(site.folder, address, "index.html")), path.join(site.folder, "404.html")];
  const faults = [];
  for (const file of files) {
    const report = await validator.validateFile(file);
    for (const message of report.results.flatMap((result) => result.messages)) {
      faults.push(`${path.relative(site.folder, file)}:${message.line}: ${message.ruleId}: ${message.message}`);
    }
  }
  assert.deepEqual(faults, []);
});
