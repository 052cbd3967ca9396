/** One connection to one process of the server; imported when there is a program to start. */
import { homedir } from "node:os";
import { createInterface } from "node:readline";
import type { LogOutputChannel } from "vscode";
import { workspace } from "vscode";
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";
import type { LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";
import { LentModels } from "./chat";
import { withInstruction } from "./commands";
import type { Consents } from "./consents";
import type { Program } from "./find";
import { previewed } from "./pages";
import { forServer, initializationOptions } from "./settings";
import { traceChannel } from "./trace";

export type Client = LanguageClient;

let trace: LogOutputChannel | undefined;

/** What a connection needs of the session. */
export interface Needs {
  readonly log: LogOutputChannel;
  readonly consents: Consents;
  /** Of the server's process; undefined for that of VS Code. */
  readonly env: NodeJS.ProcessEnv | undefined;
  /** Called when the server goes without having been asked to. */
  readonly ended: () => void;
}

/** Not started yet. */
export function makeClient(program: Program, { log, consents, env, ended }: Needs): Client {
  const args = workspace.getConfiguration("omni").inspect<string[]>("server.args")?.globalValue ?? ["--stdio"];
  // Never the workspace as the current folder: programs look for things there.
  const server: ServerOptions = { command: program.path, args, options: { cwd: homedir(), ...(env && { env }) } };
  const client = new QuietClient("omni", "OMNI", server, options(log, ended));
  client.registerFeature(new LentModels(client, consents, log));
  return client;
}

/** Its failures are in the log; what people have to know of them, the session says once. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function options(log: LogOutputChannel, ended: () => void): LanguageClientOptions {
  return {
    documentSelector: [{ scheme: "file" }, { scheme: "untitled" }, { notebook: "*" }],
    initializationOptions: initializationOptions(),
    synchronize: { configurationSection: "omni" },
    outputChannel: log,
    traceOutputChannel: (trace ??= traceChannel()),
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // The server says the same lines to the log as messages; what it cannot say that way is a traceback.
    stdioOptions: {
      stdout: () => undefined,
      stderr: (input) => createInterface({ input }).on("line", (line) => log.debug(line)),
    },
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        ended();
        return { action: CloseAction.DoNotRestart, handled: true, message: "The server has ended." };
      },
    },
    middleware: {
      executeCommand: async (command, given, next) => {
        const asked = await withInstruction(command, given);
        return asked === undefined ? undefined : next(command, asked);
      },
      window: {
        showDocument: async (params, token, next) =>
          (await previewed(params.uri)) ? { success: true } : next(params, token),
      },
      workspace: {
        configuration: async (params, token, next) => {
          const answers = await next(params, token);
          return Array.isArray(answers) ? answers.map(forServer) : answers;
        },
      },
    },
  };
}
