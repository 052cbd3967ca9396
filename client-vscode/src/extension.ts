/** What VS Code starts: the log, the status item, the tree and the commands at once; the server follows by itself. */
import type { ExtensionContext } from "vscode";
import { commands, window, workspace } from "vscode";
import { registerCommands } from "./commands";
import { tellMissing } from "./install";
import { onModelKey } from "./modelKey";
import { showMenu } from "./menu";
import { PipelineView } from "./pipelineView";
import { Session } from "./session";
import { userSettings } from "./settings";
import { showStatus } from "./status";
import { showTree } from "./tree";

const SETTLE_MS = 300;

let session: Session | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("OMNI", { log: true });
  const running = (session = new Session(context, log));
  const pipeline = new PipelineView(running);
  registerCommands(context, running, log);
  context.subscriptions.push(
    log,
    running,
    showStatus(running),
    showTree(running),
    pipeline,
    commands.registerCommand("omni.showPipeline", () => pipeline.show()),
    commands.registerCommand("omni.showMenu", () => showMenu(context, running)),
    running.onDidChange(() => tell(running)),
    workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    restartOnSettings(running),
    onModelKey(context.secrets, () => running.restart()),
  );
  void running.restart();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}

let told = "";

/** To the `when` clauses of package.json, and to the user what only they can mend. */
function tell(running: Session): void {
  if (running.state === told) {
    return;
  }
  told = running.state;
  void commands.executeCommand("setContext", "omni.session", told);
  if (told === "missing") {
    void tellMissing(running);
  }
  if (told === "stopped") {
    void tellStopped();
  }
}

async function tellStopped(): Promise<void> {
  const said = "OMNI: the server has ended too often.";
  const chosen = await window.showErrorMessage(said, "Start It Again", "Show the Log");
  if (chosen !== undefined) {
    await commands.executeCommand(chosen === "Show the Log" ? "omni.showLog" : "omni.restart");
  }
}

/** What users set themselves is told at the start alone; what a workspace sets, the server asks for. */
function restartOnSettings(running: Session): { dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  let last = asTold();
  const listening = workspace.onDidChangeConfiguration((change) => {
    if (!change.affectsConfiguration("omni") || asTold() === last) {
      return;
    }
    last = asTold();
    clearTimeout(timer);
    timer = setTimeout(() => void running.restart(), SETTLE_MS);
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      listening.dispose();
    },
  };
}

function asTold(): string {
  const own = workspace.getConfiguration("omni.server");
  return JSON.stringify([userSettings(), own.inspect("path")?.globalValue, own.inspect("args")?.globalValue]);
}
