/** Where the server's program is: what the user set, then the Python environment, then PATH. */
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join, relative, sep } from "node:path";
import { extensions, workspace } from "vscode";
import type { Uri } from "vscode";

export interface Program {
  readonly path: string;
  /** Where it was found, in words. */
  readonly origin: string;
}

const NAME = process.platform === "win32" ? "omni-lsp.exe" : "omni-lsp";
const SCRIPTS = process.platform === "win32" ? "Scripts" : "bin";
const PYTHON_WAIT_MS = 5_000;

/** Undefined when there is none; where the user has set a path, it is this one or none. */
export async function findProgram(): Promise<Program | undefined> {
  const path = pathThatUserSet();
  if (path) {
    return (await isProgram(path)) ? { path, origin: "the setting omni.server.path" } : undefined;
  }
  for await (const candidate of candidates()) {
    if (isAllowed(candidate.path) && (await isProgram(candidate.path))) {
      return candidate;
    }
  }
  return undefined;
}

/** Empty for nothing; a workspace has no say in it. */
export function pathThatUserSet(): string {
  const path = workspace.getConfiguration("omni").inspect<string>("server.path")?.globalValue ?? "";
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}

async function* candidates(): AsyncGenerator<Program> {
  const interpreter = await selectedInterpreter();
  if (interpreter) {
    yield { path: join(dirname(interpreter), NAME), origin: "the selected Python environment" };
  }
  const environment = process.env["VIRTUAL_ENV"];
  if (environment) {
    yield { path: join(environment, SCRIPTS, NAME), origin: "VIRTUAL_ENV" };
  }
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    yield { path: join(folder, NAME), origin: "PATH" };
  }
}

/** The part of the interface of VS Code's Python extension that is used here. */
interface PythonApi {
  readonly environments?: { getActiveEnvironmentPath(resource?: Uri): { readonly path: string } };
}

/** What the Python extension uses, else what is set for it; nothing where the folder could have chosen it. */
async function selectedInterpreter(): Promise<string | undefined> {
  if (!workspace.isTrusted) {
    return undefined;
  }
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const python = extensions.getExtension<PythonApi>("ms-python.python");
  const api = python && (await Promise.race([python.activate(), after(PYTHON_WAIT_MS)]).catch(() => undefined));
  return (
    api?.environments?.getActiveEnvironmentPath(folder).path ??
    workspace.getConfiguration("python", folder ?? null).get<string>("defaultInterpreterPath")
  );
}

/** A relative path would mean something else in each folder; what lies in a folder counts where that is trusted. */
function isAllowed(path: string): boolean {
  return isAbsolute(path) && (workspace.isTrusted || !isInWorkspace(path));
}

function isInWorkspace(path: string): boolean {
  return (workspace.workspaceFolders ?? []).some((folder) => {
    const below = relative(folder.uri.fsPath, path);
    return below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  });
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return isAbsolute(path) && (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));
}
