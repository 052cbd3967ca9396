/** What the server is told at its start, and what it gets when it asks. */
import { extensions, workspace } from "vscode";

export const EXTENSION = "omni-lsp.omni-lsp";

const OF_THE_CLIENT = ["server", "trace"];

/**
 * `initializationOptions`: what the user has set themselves, whether VS Code trusts the workspace, and that we draw
 * `omni/status`. Settings of the workspace are not among them: the server asks for those, and takes less from there.
 */
export function initializationOptions(): object {
  return { ...userSettings(), trust: workspace.isTrusted, status: true };
}

/** What the user has set for the server, nested. */
export function userSettings(): object {
  const options: Record<string, unknown> = {};
  for (const name of names()) {
    const value = workspace.getConfiguration("omni").inspect(name)?.globalValue;
    if (value !== undefined) {
      nest(options, name.split("."), value);
    }
  }
  return options;
}

/** An answer to `workspace/configuration` without what is the client's own. */
export function forServer(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null) {
    return answer;
  }
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !OF_THE_CLIENT.includes(name)));
}

/** The server's settings as package.json lists them, without the prefix. */
function names(): string[] {
  const manifest = extensions.getExtension(EXTENSION)?.packageJSON as Manifest | undefined;
  return (manifest?.contributes.configuration ?? [])
    .flatMap((group) => Object.keys(group.properties))
    .map((name) => name.replace(/^omni\./, ""))
    .filter((name) => !OF_THE_CLIENT.includes(name.split(".")[0] ?? ""));
}

interface Manifest {
  readonly contributes: { readonly configuration: readonly { readonly properties: object }[] };
}

function nest(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first = "", ...rest] = path;
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const inside = (into[first] ??= {}) as Record<string, unknown>;
  nest(inside, rest, value);
}
