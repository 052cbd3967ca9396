// A server that asks the language models of another extension; what VS Code and OMNI ask people about that; a key.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { given, inWindow } from "./window.mjs";

const KEY = "sk-of-the-test";

/** What the server has noted until now. */
function noted() {
  const text = existsSync(given.asked) ? readFileSync(given.asked, "utf8") : "";
  return text.split("\n").filter(Boolean).map(JSON.parse);
}

// Models that VS Code guards are a proposal of its interface.
await inWindow({ folder: given.folder, payload: [["enableProposedApi", ""]] }, async (window) => {
  const { page } = window;
  const seen = {};
  const dialog = page.locator(".monaco-dialog-box");
  const answers = () => noted().filter((each) => each.model);
  const press = (label) => dialog.locator(".monaco-button", { hasText: label }).click();
  await dialog.waitFor({ timeout: 60_000 });
  seen.question = await dialog.textContent();
  await window.shot("1-question");
  await press(/^Cancel$/);
  await window.until("the refusal", () => answers().length > 0);
  await dialog.waitFor();
  await press(/^Allow$/);
  await window.until("all answers", () => answers().at(-1).model === "count", 90_000);
  await dialog.filter({ hasText: "omni-guarded" }).waitFor();
  await press(/^Allow$/);
  const own = dialog.filter({ hasNotText: "May OMNI" });
  await own.waitFor();
  seen.own = await own.textContent();
  await window.shot("2-question-of-vscode");
  await press(/^Cancel$/);
  await window.until("its refusal", () => answers().at(-1).error === "AgentFatalError");
  await own.waitFor();
  await press(/^Allow$/);
  await window.until("its answer", () => answers().at(-1).text);
  seen.dialogsLeft = await dialog.count();

  await window.command("OMNI: Set the Key of the Model Service");
  const box = page.locator(".quick-input-widget input.input");
  await page.locator(".quick-input-widget", { hasText: "secret store" }).waitFor();
  seen.kind = await box.getAttribute("type");
  const before = answers().length;
  await box.fill(KEY);
  await page.keyboard.press("Enter");
  const starts = () => noted().filter((each) => each.started);
  await window.until("a start with the key", () => starts().some((each) => each.key === KEY));
  await window.until("an answer without a question", () => answers().length > before);
  seen.dialogsLater = await dialog.count();
  await window.command("OMNI: Ask Me Again Before a Model of VS Code Gets Code");
  await window.message("asked again");
  await window.command("OMNI: Forget the Key of the Model Service");
  await window.until("a start without", () => starts().length > 2 && starts().at(-1).key !== KEY);
  await dialog.waitFor();
  await press(/^Cancel$/);
  await window.until("the last refusal", () => answers().at(-1).error);
  await window.shot("3-key");

  mkdirSync(dirname(given.settings), { recursive: true });
  writeFileSync(given.settings, JSON.stringify({ "chat.disableAIFeatures": true }));
  const last = () => join(given.wire, readdirSync(given.wire).sort().at(-1));
  await window.until("no models any more", () => readFileSync(last(), "utf8").includes('"models":[]}}'));
  return seen;
});
