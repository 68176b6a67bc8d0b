// Pictures of the sample portal for README and docs: `npm run screenshots` in tests/browser writes docs/screenshots/.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { repository, startSite } from "./lib/portal.mjs";

const PAPER = "/vorlagen/muenchen/v-12685-mitgliedschaft-next/";
const PICTURES = {
  home: { page: "/" },
  paper: { page: PAPER },
  "paper-phone": { page: PAPER, width: 360, height: 740, zoom: 2 },
  procedure: { page: "/vorgaenge/mitgliedschaft-next/" },
  topic: { page: "/themen/mitgliedschaften/" },
  dark: { page: PAPER, dark: true },
};

const folder = path.resolve(process.argv[2] ?? path.join(repository, "docs/screenshots"));
mkdirSync(folder, { recursive: true });
const site = await startSite();
for (const [name, { page: address, ...look }] of Object.entries(PICTURES)) {
  await site.visit(async (page) => {
    await page.goto(site.url(address));
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  }, look);
  console.log(path.join(folder, `${name}.png`));
}
await site.close();
