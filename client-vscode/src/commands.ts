/** The commands: those of the server, told what they are about, and those about the server itself. */
import type { Disposable, ExtensionContext, LogOutputChannel, Position } from "vscode";
import { commands, Range, Uri, window, workspace } from "vscode";
import { chooseServer, installServer } from "./install";
import { forgetModelKey, setModelKey } from "./modelKey";
import type { Session } from "./session";

export function registerCommands(context: ExtensionContext, session: Session, log: LogOutputChannel): void {
  const register = (name: string, act: () => unknown): Disposable => commands.registerCommand(name, act);
  context.subscriptions.push(
    register("omni.restart", () => session.restart()),
    register("omni.showLog", () => log.show()),
    register("omni.manageTrust", () => commands.executeCommand("workbench.trust.manage")),
    register("omni.previewPacks", () => commands.executeCommand("omni.pack", { ...inFront(), preview: true })),
    register("omni.searchCode", searchCode),
    register("omni.installServer", () => installServer(session)),
    register("omni.chooseServer", chooseServer),
    register("omni.setModelKey", () => setModelKey(context.secrets)),
    register("omni.forgetModelKey", () => forgetModelKey(context.secrets)),
    register("omni.forgetModelConsent", () => session.consents.forget()),
  );
}

/** What a command of the server is called with: what the caller said, else the document and selection in front. */
export function argumentsOf(given: readonly unknown[]): unknown[] {
  const [first] = given;
  const isSaid = typeof first === "object" && first !== null && !(first instanceof Uri);
  return isSaid ? [...given] : [inFront()];
}

/** The same, with what people want written where a command needs that and nobody has said it; undefined for no answer. */
export async function withInstruction(command: string, given: readonly unknown[]): Promise<unknown[] | undefined> {
  const whole = argumentsOf(given);
  if (command !== "omni.generate" || whole[0] === given[0]) {
    return whole;
  }
  const instruction = await window.showInputBox({
    title: "OMNI: Write Code Here",
    prompt: "What the code is to do; nothing for what the comment `omni: …` there says",
    placeHolder: "parse the header of a message",
  });
  return instruction === undefined ? undefined : [{ ...inFront(), instruction }];
}

/** In the shapes of the protocol; empty where there is no editor. */
export function inFront(): { uri?: string; range?: object } {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    return {};
  }
  const plain = ({ line, character }: Position): object => ({ line, character });
  const { start, end } = editor.selection;
  return { uri: editor.document.uri.toString(), range: { start: plain(start), end: plain(end) } };
}

/** One of the places that answer a question, lines from 0. */
interface Place {
  readonly uri: string;
  readonly startLine: number;
  readonly symbol: string;
  readonly text: string;
}

async function searchCode(): Promise<void> {
  const query = await window.showInputBox({
    title: "OMNI: Search Code",
    prompt: "Words of a question, or a name",
    placeHolder: "where is the total of a cart computed",
  });
  if (!query?.trim()) {
    return;
  }
  const found = (await commands.executeCommand<readonly Place[] | undefined>("omni.search", { query })) ?? [];
  const items = found.map((place) => ({
    label: place.symbol || (place.text.trim().split("\n")[0] ?? ""),
    description: `${workspace.asRelativePath(Uri.parse(place.uri))}:${place.startLine + 1}`,
    place,
  }));
  const title = `OMNI: ${items.length > 0 ? "" : "nothing was found for "}${query}`;
  const chosen = await window.showQuickPick(items, { title, matchOnDescription: true });
  if (chosen !== undefined) {
    const { uri, startLine } = chosen.place;
    await window.showTextDocument(Uri.parse(uri), { selection: new Range(startLine, 0, startLine, 0) });
  }
}
