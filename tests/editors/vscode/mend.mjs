// A finding repaired by a model of VS Code: the question before code is sent, the end of the finding. Then code for a wish.
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
  await window.goTo(6);
  await window.command("OMNI: Write Code Here with the Model…");
  const wish = page.locator(".quick-input-widget input.input[placeholder*='parse the header']");
  await wish.waitFor();
  await wish.fill("a function that doubles a number");
  await window.shot("5-wish");
  await page.keyboard.press("Enter");
  await window.until("the code", async () => (await page.locator(".view-line", { hasText: "doubled" }).count()) === 1);
  await window.command("File: Save All");
  await window.until("all to be saved", async () => (await page.locator(".tab.dirty").count()) === 0);
  await window.command("OMNI: Show What Was Checked of the Last Change by a Model");
  await page.locator(".tab", { hasText: "Preview evidence.md" }).waitFor();
  await window.until("the page", async () => (await window.everything()).some((each) => each === "What was checked"));
  await window.shot("6-evidence");
  return seen;
});
