// The pictures of the extension's README and walkthrough, from the real thing: pictures.py starts it.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { given, inWindow } from "./window.mjs";

const size = { width: 1120, height: 700 };

await inWindow({ folder: given.folder, file: given.file, size }, async (window) => {
  const { page } = window;
  const keep = async (name) => {
    await window.shot(name);
    copyFileSync(join(given.out, `vscode-pictures-${name}.png`), join(given.media, `${name}.png`));
  };
  await window.until("findings", () => window.problems());
  await window.statusIs(/OMNI \d/);
  await window.command("View: Toggle Primary Side Bar Visibility");
  await window.goTo(given.line, given.column);
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+i");
  await page.locator(".monaco-hover:visible").filter({ hasText: "CWE-328" }).first().waitFor();
  await keep("finding");
  await page.keyboard.press("Escape");

  await page.locator(".activitybar .action-item", { has: page.locator('[aria-label^="OMNI"]') }).click();
  await window.rows.filter({ hasText: "Cryptographic" }).click();
  await window.rows.filter({ hasText: "Injection" }).click();
  await window.rows.filter({ hasText: "ready" }).first().waitFor();
  await window.rows.and(page.locator('[aria-level="4"]')).first().click();
  await page.mouse.move(700, 20);
  await keep("overview");

  await window.command("View: Toggle Primary Side Bar Visibility");
  await window.command("OMNI: Analyze This File");
  await window.statusIs(/OMNI: /);
  await window.statusIs(/OMNI \d/);
  await window.command("OMNI: Show the Pipeline");
  await page.locator(".tab", { hasText: "Pipeline: " }).waitFor();
  await window.until("the picture", async () => (await window.everything()).some((each) => /^budget /.test(each)));
  await keep("pipeline");
  return {};
});
