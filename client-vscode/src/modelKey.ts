/** The key of a model service: in VS Code's secret store, and in the environment of the server, nowhere else. */
import type { LogOutputChannel, SecretStorage } from "vscode";
import { window, workspace } from "vscode";

const SECRET = "omni.modelKey";
const VARIABLE = "OMNI_MODEL_KEY";

export async function setModelKey(secrets: SecretStorage): Promise<void> {
  const key = await window.showInputBox({
    title: "OMNI: Set the Key of the Model Service",
    prompt: `It is kept in VS Code's secret store; the server gets it as the environment variable ${VARIABLE}.`,
    password: true,
    ignoreFocusOut: true,
  });
  if (key?.trim()) {
    await secrets.store(SECRET, key.trim());
    void window.showInformationMessage("OMNI: the key is kept. The server starts anew.");
  }
}

export async function forgetModelKey(secrets: SecretStorage): Promise<void> {
  await secrets.delete(SECRET);
  void window.showInformationMessage("OMNI: the key of the model service is forgotten. The server starts anew.");
}

/** Calls back when the key is another one, in whichever window it was set. */
export function onModelKey(secrets: SecretStorage, changed: () => unknown): { dispose(): void } {
  return secrets.onDidChange(({ key }) => {
    if (key === SECRET) {
      changed();
    }
  });
}

/** What the server gets in its environment; undefined for that of VS Code, as in a folder that nobody trusts. */
export async function environment(secrets: SecretStorage, log: LogOutputChannel): Promise<NodeJS.ProcessEnv | undefined> {
  if (!workspace.isTrusted) {
    return undefined;
  }
  try {
    const key = await secrets.get(SECRET);
    return key ? { ...process.env, [VARIABLE]: key } : undefined;
  } catch (error) {
    log.warn(`The secret store of VS Code cannot be read: ${String(error)}`);
    return undefined;
  }
}
