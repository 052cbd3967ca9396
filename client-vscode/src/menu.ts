/** The quick pick of commands: those of package.json that can be run now. */
import type { ExtensionContext, QuickPickItem } from "vscode";
import { commands, QuickPickItemKind, window, workspace } from "vscode";
import type { Session } from "./session";

interface Command {
  readonly command: string;
  readonly title: string;
  readonly icon: string;
  readonly enablement?: string;
}

/** Those that come first where the server is not running. */
const ABOUT_SERVER = ["omni.restart", "omni.showLog", "omni.installServer", "omni.chooseServer", "omni.manageTrust"];

export async function showMenu(context: ExtensionContext, session: Session): Promise<void> {
  const all = (context.extension.packageJSON as { contributes: { commands: Command[] } }).contributes.commands;
  const about = all.filter((each) => ABOUT_SERVER.includes(each.command));
  const others = all.filter((each) => !about.includes(each) && each.command !== "omni.showMenu" && canRun(each));
  const line = { label: "Server", kind: QuickPickItemKind.Separator };
  const items = session.state === "running" ? [...others.map(item), line, ...about.map(item)] : about.map(item);
  const placeHolder = session.status?.engine.reason || "What to do";
  const chosen = await window.showQuickPick(items, { title: "OMNI", placeHolder });
  if (chosen !== undefined && "command" in chosen) {
    await commands.executeCommand(chosen.command);
  }
}

function item(command: Command): QuickPickItem & { command: string } {
  return { label: `${command.icon} ${command.title}`, command: command.command };
}

/** What the `enablement` in package.json asks besides that the server is running. */
function canRun({ enablement = "" }: Command): boolean {
  const hasEditor = window.activeTextEditor !== undefined || !enablement.includes("editorIsOpen");
  const hasFolder = (workspace.workspaceFolders ?? []).length > 0 || !enablement.includes("workspaceFolderCount");
  return hasEditor && hasFolder;
}
