/** What to do where the program of the server is missing. */
import { ConfigurationTarget, env, window, workspace } from "vscode";
import { findProgram, pathThatUserSet } from "./find";
import type { Session } from "./session";

const COMMAND = "pipx install omni-lsp";
const LOOK_EVERY_MS = 3_000;
const LOOKS = 200;

/** Says so once, with what helps. */
export async function tellMissing(session: Session): Promise<void> {
  const path = pathThatUserSet();
  const said = path
    ? `OMNI: there is no program at ${path}, which the setting omni.server.path names.`
    : `OMNI needs the program omni-lsp, which was not found. Install it with: ${COMMAND}`;
  const chosen = await window.showErrorMessage(said, "Install…", "Choose the Program…");
  if (chosen === "Install…") {
    await installServer(session);
  } else if (chosen !== undefined) {
    await chooseServer();
  }
}

/** The command stands in a terminal for the user to run; the server starts as soon as the program is there. */
export async function installServer(session: Session): Promise<void> {
  if (workspace.isTrusted) {
    const terminal = window.createTerminal("OMNI: install");
    terminal.show();
    terminal.sendText(COMMAND, false);
  } else {
    await env.clipboard.writeText(COMMAND); // A terminal would begin in a folder that nobody trusts.
    void window.showInformationMessage(`OMNI: "${COMMAND}" is on the clipboard. Run it in a terminal of yours.`);
  }
  void startWhenThere(session);
}

/** The setting is the user's; the server starts with it. */
export async function chooseServer(): Promise<void> {
  const [chosen] = (await window.showOpenDialog({ title: "The program omni-lsp", openLabel: "Use It" })) ?? [];
  if (chosen !== undefined) {
    const settings = workspace.getConfiguration("omni");
    await settings.update("server.path", chosen.fsPath, ConfigurationTarget.Global);
  }
}

async function startWhenThere(session: Session): Promise<void> {
  for (let look = 0; look < LOOKS && session.state === "missing"; look += 1) {
    if ((await findProgram()) !== undefined) {
      await session.restart();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
