// The whole loop in a folder that is trusted: see, hover, fix, save, command, type, kill; then what OMNI draws itself.
import { alive, given, inWindow } from "./window.mjs";

await inWindow({ folder: given.folder, file: given.file }, async (window) => {
  const { page } = window;
  const seen = {};

  await window.until("findings", () => window.problems());
  await window.goTo(given.line, given.column);
  await window.squiggles.first().waitFor();
  seen.status = await window.statusIs(/OMNI.* \/ 42\ss/);
  seen.found = await window.problems();
  await window.shot("1-open");

  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+i");
  const hover = page.locator(".monaco-hover:visible .hover-contents, .monaco-hover:visible .hover-row-contents");
  await window.until("the hover", async () => /CWE-328/.test((await hover.allTextContents()).join("\n")));
  seen.hover = (await hover.allTextContents()).join("\n");
  await window.shot("2-hover");
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+.");
  const action = page.locator(".action-widget .monaco-list-row.action").first();
  await action.waitFor();
  seen.actions = await page.locator(".action-widget .monaco-list-row.action").allTextContents();
  await window.shot("3-quick-fix");
  await page.keyboard.press("Enter");
  await window.until("the fix", async () => /sha256/.test(await window.line(given.line)));
  await page.keyboard.press("Control+s");
  await page.locator(".tab.active:not(.dirty)").waitFor();
  await window.until("one finding less", async () => (await window.problems()) === seen.found - 1);
  await window.shot("4-fixed-and-saved");

  await window.command("OMNI: Show What the Last Run Did");
  seen.report = await window.message("omni on");
  await window.shot("5-command");
  await window.command("Notifications: Clear All Notifications");

  await window.goTo(given.line);
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("old = hashlib.md5(b'as typed').hexdigest()");
  await window.until("what was typed to be found", async () => (await window.problems()) === seen.found);
  await page.locator(".tab.active.dirty").waitFor();
  await window.shot("6-typed-not-saved");

  const [before] = alive("omni_lsp --stdio");
  process.kill(before, "SIGKILL");
  await window.until("another server", () => alive("omni_lsp --stdio").some((pid) => pid !== before));
  await window.until("its findings", async () => (await window.problems()) === seen.found);
  await window.statusIs(/OMNI/);
  seen.messagesAfterKill = await window.messages.allTextContents();
  await window.shot("7-server-is-back");

  await page.locator(".activitybar .action-item", { has: page.locator('[aria-label^="OMNI"]') }).click();
  await window.rows.first().waitFor();
  seen.tree = await window.rows.allTextContents();
  await window.shot("8-tree");
  await window.rows.filter({ hasText: "Cryptographic" }).click();
  await window.rows.and(page.locator('[aria-level="4"]')).first().click();
  seen.position = await window.until("the finding's place", async () => {
    const text = await page.locator('[id="status.editor.selection"]').textContent();
    return /Ln 12\d/.test(text) && text.trim();
  });
  seen.opened = await window.rows.allTextContents();
  await window.shot("9-tree-opened");

  await window.command("OMNI: Show the Pipeline");
  await page.locator(".tab", { hasText: "Pipeline: app.py" }).waitFor();
  seen.picture = await window.until("the picture", async () => {
    const strings = await window.everything();
    const agents = strings.filter((each) => ["context", "rag", "security", "compliance"].includes(each));
    return strings.includes("budget 42 s") && agents;
  });
  await window.shot("10-pipeline");

  await window.status.click();
  await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  seen.menu = await page.locator(".quick-input-list .monaco-list-row").allTextContents();
  await window.shot("11-menu");
  await page.keyboard.press("Escape");
  seen.tooltip = await window.tooltip(/of 42\ss/);
  await window.shot("12-status");
  await window.command("Developer: Show Running Extensions");
  const times = page.locator(".runtime-extensions-editor .monaco-list-row");
  await times.filter({ hasText: "OMNI" }).waitFor();
  seen.activations = await times.evaluateAll((rows) =>
    rows.map((row) => {
      const [, spent = "0"] = /Activation: (\d+)ms/.exec(row.textContent) ?? [];
      return [row.querySelector(".name").textContent, spent];
    }),
  );
  await window.shot("13-activation");
  await page.keyboard.press("Escape");
  await page.locator(".runtime-extensions-editor").waitFor({ state: "hidden" });
  await window.command("File: Save All");
  await window.until("all to be saved", async () => (await page.locator(".tab.dirty").count()) === 0);
  return seen;
});
