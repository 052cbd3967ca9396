// Draws media/icon.png from media/icon.svg: `node scripts/icon.mjs CHROMIUM FOLDER`, playwright-core being in FOLDER.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const [chromium, folder] = process.argv.slice(2);
const browser = await createRequire(`${folder}/`)("playwright-core").chromium.launch({
  executablePath: chromium,
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<style>body{margin:0}svg{display:block}</style>${await readFile("media/icon.svg", "utf8")}`);
await page.screenshot({ path: "media/icon.png", omitBackground: true });
await browser.close();
