// A folder that nobody trusts, then trusted.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { given, inWindow } from "./window.mjs";

await inWindow({ folder: given.folder, file: given.file }, async (window) => {
  const { page } = window;
  const seen = {};
  await window.until("findings", () => window.problems());
  await window.goTo(given.line, given.column);
  await window.squiggles.first().waitFor();
  seen.restricted = await window.statusIs(/OMNI/);
  await window.shot("1-untrusted");
  seen.tooltip = await window.tooltip(/not trusted, so only/);
  await window.shot("2-status");

  rmSync(join(given.folder, "bin"), { recursive: true }); // Whoever trusts the folder trusts its interpreter.
  await window.command("OMNI: Manage Trust in This Folder");
  await page.locator(".workspace-trust-editor").waitFor();
  await window.shot("3-manage-trust");
  await page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ }).click();
  seen.trusted = await window.statusIs(/\/ 42\ss/);
  await window.shot("4-trusted");
  return seen;
});
