// Builds a portal with the release binary into a temporary folder, serves it, and opens it in Chromium.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

/// The project's root, where the sample portal's `content/` lies.
export const repository = fileURLToPath(new URL("../../..", import.meta.url));

const drucksache = path.resolve(repository, process.env.DRUCKSACHE_BIN ?? "target/release/drucksache");

const FORWARD = /<main class="forward"/;

/// What a person's window can be.
const WINDOW = { width: 1280, height: 800, dark: false, script: true, zoom: 1 };

/// Builds the portal in `root`, serves it below `base` and starts a browser.
export async function startSite({ root = repository, base = "" } = {}) {
  assert.ok(existsSync(drucksache), `${drucksache} is missing: run \`tests/run browser\`, which builds it`);
  const temporary = mkdtempSync(path.join(tmpdir(), "drucksache-browser-"));
  const folder = path.join(temporary, "site");
  const server = await serve(folder, base);
  execFileSync(drucksache, ["build", "--root", root, "--output-dir", folder, "--base-url", server.origin + base], { stdio: ["ignore", "ignore", "inherit"] });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  return new Site({ folder, base, server, browser, temporary });
}

class Site {
  constructor(parts) {
    Object.assign(this, parts);
    this.home = `${this.server.origin}${this.base}/`;
  }

  /// Absolute address of a page by its path below the portal.
  url(page) {
    return this.home + page.replace(/^\//, "");
  }

  /// Paths of all pages that the build wrote, `/vorlagen/…/`; not the 404 page, which has no address, and none
  /// of `forwards`, which only lead on.
  pages() {
    return this.#addresses((html) => !FORWARD.test(html));
  }

  /// Paths of pages that are one link, `/nummer/…/`.
  forwards() {
    return this.#addresses((html) => FORWARD.test(html));
  }

  #addresses(wanted) {
    const files = readdirSync(this.folder, { recursive: true }).map(String);
    const pages = files.filter((file) => path.basename(file) === "index.html" && wanted(readFileSync(path.join(this.folder, file), "utf8")));
    return pages.map((file) => `/${file.slice(0, -"index.html".length)}`).sort();
  }

  /// Opens a window and does `steps` in it. Fails if a page met an error, an address outside this site or
  /// its content security policy; `expected` names the complaints that belong to the test.
  async visit(steps, { expected, ...wanted } = {}) {
    const look = { ...WINDOW, ...wanted };
    const phone = look.width < 600;
    const context = await this.browser.newContext({
      viewport: { width: look.width, height: look.height },
      deviceScaleFactor: look.zoom,
      colorScheme: look.dark ? "dark" : "light",
      javaScriptEnabled: look.script,
      reducedMotion: "reduce",
      locale: "de-DE",
      isMobile: phone,
      hasTouch: phone,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const complaints = [];
    context.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== "data:" && origin !== this.server.origin) complaints.push(`request to ${request.url()}`);
    });
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
    });
    context.on("weberror", (error) => complaints.push(`script: ${error.error()}`));
    try {
      const page = await context.newPage();
      await steps(page);
    } finally {
      await context.close();
    }
    assert.deepEqual(complaints.filter((complaint) => !expected?.test(complaint)), [], "the browser complained");
  }

  /// Stops everything and removes the built site.
  async close() {
    await this.browser.close();
    await this.server.close();
    rmSync(this.temporary, { recursive: true, force: true });
  }
}

/// One page of every kind of the sample portal (`missing` is what an unknown address shows).
export const KINDS = {
  home: "/",
  paper: "/vorlagen/muenchen/kuendigung-mitgliedschaft-next/",
  "paper with a long text": "/vorlagen/marienmuenster/gruendung-digitalnetzwerk/",
  procedure: "/vorgaenge/mitgliedschaft-next/",
  topic: "/themen/mitgliedschaften/",
  body: "/kommunen/marienmuenster/",
  organization: "/kommunen/muenchen/gremien/stadtrat/",
  meeting: "/kommunen/marienmuenster/sitzungen/2022-02-23-rat/",
  meetings: "/kommunen/marienmuenster/sitzungen/",
  person: "/kommunen/muenchen/personen/judith-greif/",
  people: "/kommunen/muenchen/personen/",
  "topic with chart and money": "/themen/digitalisierung/",
  status: "/kommunen/muenchen/stand/offen/",
  feeds: "/abonnieren/",
  list: "/vorlagen/",
  directory: "/themen/",
  page: "/barrierefreiheit/",
  terms: "/begriffe/",
  search: "/suche/",
  missing: "/gibt/es/nicht/",
};
/// The browser notes that an unknown address answers 404: that is right.
export const MISSING = /console: Failed to load resource: the server responded with a status of 404/;
