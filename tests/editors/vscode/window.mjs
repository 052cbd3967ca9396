// The window of VS Code in a browser, and what people do in it. Every wait has an end.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const WAIT_MS = 30_000;

/** What the test said: where things are. */
export const given = JSON.parse(process.argv[2]);

/** The processes of this code-server with these words in their command, taps and shells apart. */
export function alive(words) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => text(`/proc/${name}/environ`).includes(given.mark))
    .filter((name) => {
      const command = text(`/proc/${name}/cmdline`).replaceAll("\0", " ");
      return command.includes(words) && !command.includes("tap.py");
    })
    .map(Number);
}

/** What it reads like. */
function plain(words) {
  return words.replaceAll("\u00a0", " ").trim();
}

function text(path) {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return ""; // It has ended in between.
  }
}

/** Opens a folder, and in it a file when one is named; the picture of a failure is kept, too. `payload` is VS Code's. */
export async function inWindow({ folder, file = "", payload = [], size = { width: 1360, height: 860 } }, story) {
  const { chromium } = createRequire(`${given.modules}/`)("playwright-core");
  const browser = await chromium.launch({ executablePath: given.browser, args: ["--no-sandbox", "--disable-gpu"] });
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const window = new Window(page);
  try {
    const opened = file ? [["openFile", `vscode-remote://127.0.0.1:${given.port}${join(folder, file)}`]] : [];
    const query = `folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify([...opened, ...payload]))}`;
    await page.goto(`http://127.0.0.1:${given.port}/?${query}`);
    await page.waitForSelector(".monaco-workbench .statusbar");
    const seen = await story(window);
    await page.goto("about:blank"); // As people leave: what is open is told that it ends.
    console.log(JSON.stringify(seen));
  } catch (error) {
    await window.shot("failed").catch(() => {});
    throw error;
  } finally {
    await browser.close();
  }
}

export class Window {
  constructor(page) {
    this.page = page;
    this.status = page.locator('[id="omni-lsp.omni-lsp.omni.status"]');
    this.squiggles = page.locator(".editor-instance .squiggly-warning, .editor-instance .squiggly-error");
    this.rows = page.locator(".sidebar .pane-body [role=treeitem]");
    this.messages = page.locator(".notification-list-item-message");
  }

  /** A picture under tests/editors/out. */
  async shot(name) {
    mkdirSync(given.out, { recursive: true });
    await this.page.screenshot({ path: join(given.out, `vscode-${given.story}-${name}.png`) });
  }

  /** Errors and warnings of all files, as the status bar counts them. */
  async problems() {
    const label = await this.page.locator('[id="status.problems"] a').getAttribute("aria-label");
    return [...label.matchAll(/\d+/g)].reduce((sum, [number]) => sum + Number(number), 0);
  }

  /** The text of a line that can be seen, counted from 1. */
  async line(number) {
    const editor = this.page.locator(".editor-instance");
    const top = await editor
      .locator(".line-numbers")
      .evaluateAll((all, said) => all.find((each) => each.textContent === said)?.parentElement.style.top, `${number}`);
    const lines = await editor
      .locator(".view-line")
      .evaluateAll((all, at) => all.filter((each) => each.style.top === at).map((each) => each.textContent), top);
    return lines.join("");
  }

  /** All text in the window, what is in web views included: no script of anybody runs in those. */
  async everything() {
    const session = await this.page.context().newCDPSession(this.page);
    const { strings } = await session.send("DOMSnapshot.captureSnapshot", { computedStyles: [] });
    await session.detach();
    return strings;
  }

  /** By its title in the palette, as people do. */
  async command(title) {
    const box = this.page.locator(".quick-input-widget input.input");
    await this.until("the palette", async () => {
      await this.page.keyboard.press("F1"); // A key that falls between two focuses is lost.
      return box.waitFor({ state: "visible", timeout: 2_000 }).then(() => true, () => false);
    });
    await box.fill(`>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** The cursor at a line, counted from 1. */
  async goTo(line, column = 1) {
    const box = this.page.locator(".quick-input-widget input.input");
    await this.until("the line to go to", async () => {
      await this.page.keyboard.press("Control+g");
      return box.waitFor({ state: "visible", timeout: 2_000 }).then(() => true, () => false);
    });
    await box.fill(`:${line}:${column}`);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: `${line}` }).first().waitFor();
    await this.page.keyboard.press("Enter");
    await box.waitFor({ state: "hidden" });
    await this.page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Until the status item's text passes, which is then returned. */
  async statusIs(pattern) {
    const text = this.status.filter({ hasText: pattern });
    await text.waitFor();
    return plain(await this.status.textContent());
  }

  /** Of the status item, when it passes. */
  async tooltip(pattern) {
    await this.status.hover();
    const hovers = this.page.locator(".monaco-hover:visible, .workbench-hover:visible");
    const shown = hovers.filter({ hasText: pattern }).first();
    await shown.waitFor();
    return plain(await shown.textContent());
  }

  /** A message that has come to rest; its text. */
  async message(words) {
    const message = this.messages.filter({ hasText: words }).first();
    await message.waitFor();
    let before;
    await this.until("the message to stand still", async () => {
      const box = JSON.stringify(await message.boundingBox());
      const isStill = box === before;
      before = box;
      return isStill;
    });
    return (await message.textContent()).trim();
  }

  /** Until something is so; an error that says what was waited for. */
  async until(what, isSo, milliseconds = WAIT_MS) {
    const end = Date.now() + milliseconds;
    for (;;) {
      const answer = await isSo();
      if (answer) {
        return answer;
      }
      if (Date.now() > end) {
        throw new Error(`waited in vain for ${what}`);
      }
      await this.page.waitForTimeout(50);
    }
  }
}
