// No server where one is looked for; then the user says where it is.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { given, inWindow } from "./window.mjs";

await inWindow({ folder: given.folder, file: given.file }, async (window) => {
  const { page } = window;
  const seen = {};
  await window.statusIs(/not installed/);
  seen.said = await window.message("omni-lsp");
  await page.locator(".activitybar .action-item", { has: page.locator('[aria-label^="OMNI"]') }).click();
  await page.locator(".welcome-view-content .monaco-button").first().waitFor();
  seen.welcome = await page.locator(".welcome-view-content").first().textContent();
  await window.shot("1-not-installed");

  mkdirSync(dirname(given.settings), { recursive: true });
  writeFileSync(given.settings, JSON.stringify({ "omni.server.path": given.program }));
  await window.until("findings", () => window.problems());
  await window.goTo(given.line, given.column);
  await window.squiggles.first().waitFor();
  await window.shot("2-found");

  await window.command("Welcome: Open Walkthrough");
  await page.keyboard.type("Get Started with OMNI");
  await page.keyboard.press("Enter");
  await page.locator(".gettingStartedContainer .step-title, .getting-started-step").first().waitFor();
  await window.shot("3-walkthrough");
  return seen;
});
