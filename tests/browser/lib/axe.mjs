// axe-core in the page, without loosening the site's content security policy.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/// Barriers on the page as `rule: element`, target-size among them. Contrasts that axe cannot decide count too, but
/// for single signs, and for cells of a wide table that are scrolled out of sight.
export async function axe(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: source });
  const found = await page.evaluate(async (tags) => {
    const result = await window.axe.run(document, {
      runOnly: { type: "tag", values: tags },
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations", "incomplete"],
    });
    const tell = (rule) => (node) => `${rule.id}: ${node.html.slice(0, 120)}`;
    const words = (node) => node.any[0]?.data?.messageKey !== "nonBmp";
    const inSight = (node) => !document.querySelector(node.target[0]).closest(".table");
    // axe sees no ground below the words of a drawing; lists.test.mjs measures their contrast.
    const drawn = (node) => document.querySelector(node.target[0]).localName === "text";
    const undecided = result.incomplete.filter((rule) => rule.id === "color-contrast");
    return {
      ran: result.passes.length,
      barriers: [
        ...result.violations.flatMap((rule) => rule.nodes.map(tell(rule))),
        ...undecided.flatMap((rule) => rule.nodes.filter(words).filter(inSight).filter((node) => !drawn(node)).map(tell(rule))),
      ],
    };
  }, TAGS);
  if (found.ran < 10) throw new Error(`axe ran only ${found.ran} rules`);
  return found.barriers;
}
