/** The status item: one line about the server, more in its tooltip, the commands behind it. */
import type { Disposable } from "vscode";
import { MarkdownString, StatusBarAlignment, ThemeColor, window, workspace } from "vscode";
import type { LastRun, Stage } from "./protocol";
import type { Session } from "./session";
import { draw, time } from "./statusText";

const BACKGROUND = {
  plain: undefined,
  warning: new ThemeColor("statusBarItem.warningBackground"),
  error: new ThemeColor("statusBarItem.errorBackground"),
};
const ICON: Record<Stage["status"], string> = {
  done: "pass",
  "timed-out": "watch",
  failed: "error",
  skipped: "circle-slash",
};
const CELLS = 16;

export function showStatus(session: Session): Disposable {
  const item = window.createStatusBarItem("omni.status", StatusBarAlignment.Left, 50);
  item.name = "OMNI";
  item.command = "omni.showMenu";
  const redraw = (): void => {
    const drawn = draw(session.state, session.status, workspace.isTrusted);
    item.text = drawn.text;
    item.backgroundColor = BACKGROUND[drawn.tone];
    item.tooltip = tooltip(drawn.said, session.status?.last ?? undefined);
    item.accessibilityInformation = { label: `OMNI: ${drawn.said}` };
  };
  const listening = session.onDidChange(redraw);
  redraw();
  item.show();
  return {
    dispose: () => {
      listening.dispose();
      item.dispose();
    },
  };
}

/** Names and reasons are the server's, and shown as text: nothing in them is Markdown. */
function tooltip(said: string, last: LastRun | undefined): MarkdownString {
  const text = new MarkdownString(`**OMNI**: ${escaped(said)}`, true);
  if (last !== undefined) {
    const file = decodeURIComponent(last.uri.slice(last.uri.lastIndexOf("/") + 1));
    text.appendMarkdown(`\n\n${escaped(`${file}: ${time(last.seconds)} of ${time(last.budgetSeconds)}`)}`);
    text.appendMarkdown(`\n\n${bar(last.seconds / last.budgetSeconds)}\n\n| | | | |\n|-|-|-:|-|\n`);
    for (const stage of last.stages) {
      const cells = [stage.agent, time(stage.seconds), stage.reason].map(escaped);
      text.appendMarkdown(`| $(${ICON[stage.status] ?? "question"}) | ${cells.join(" | ")} |\n`);
    }
  }
  return text.appendMarkdown("\n\nClick for all commands");
}

/** How much of the budget was used; something when there was anything. */
function bar(share: number): string {
  const full = Math.min(CELLS, Math.max(share > 0 ? 1 : 0, Math.round(share * CELLS)));
  return "▰".repeat(full) + "▱".repeat(CELLS - full);
}

/** What VS Code's own way to add text does, without making all spaces unbreakable. */
function escaped(text: string): string {
  return text.replace(/[ \t\r\n]+/g, " ").replace(/[\\`*_{}[\]()#+\-.!|<>&~$:@]/g, "\\$&");
}
