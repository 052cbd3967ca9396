// A finding repaired by a model of VS Code: the question before code is sent, the end of the finding.
import { given, inWindow } from "./window.mjs";

await inWindow({ folder: given.folder, file: given.file }, async (window) => {
  const { page } = window;
  const seen = {};
  const dialog = page.locator(".monaco-dialog-box");
  const rows = page.locator(".action-widget .monaco-list-row.action");
  await window.until("findings", () => window.problems());
  await window.goTo(5, 12);
  await window.squiggles.first().waitFor();
  await window.until("the model among the actions", async () => {
    await page.keyboard.press("Control+.");
    await rows.first().waitFor();
    seen.actions = await rows.allTextContents();
    if (seen.actions.some((each) => each.includes("Fix with Mender"))) {
      return true;
    }
    await page.keyboard.press("Escape");
    return false;
  });
  await window.shot("1-actions");
  await rows.filter({ hasText: /^Fix with Mender$/ }).click();
  await dialog.waitFor();
  seen.question = await dialog.textContent();
  await window.shot("2-question");
  await dialog.locator(".monaco-button", { hasText: /^Allow$/ }).click();
  await window.until("the change", async () => /"ls",\sname/.test(await window.line(5)));
  seen.said = await window.message("finding is gone");
  await window.until("no finding", async () => (await window.problems()) === 0);
  await window.shot("4-fixed");
  await window.command("File: Save All");
  await window.until("all to be saved", async () => (await page.locator(".tab.dirty").count()) === 0);
  return seen;
});
