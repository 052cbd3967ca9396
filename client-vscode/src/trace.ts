/** The channel for `omni.trace.server`: where the client library asks a channel for its level, we ask the setting. */
import type { Event, LogOutputChannel } from "vscode";
import { LogLevel, window, workspace } from "vscode";

const SETTING = "omni.trace.server";

/** Lives as long as the window, so that a trace outlives the process that it is of. */
export function traceChannel(): LogOutputChannel {
  const channel = window.createOutputChannel("OMNI Trace");
  const line = (message: string | Error): void => channel.appendLine(`${new Date().toISOString()} ${String(message)}`);
  return {
    ...channel,
    get logLevel() {
      return wantedLevel();
    },
    onDidChangeLogLevel,
    trace: line,
    debug: line,
    info: line,
    warn: line,
    error: line,
  };
}

const onDidChangeLogLevel: Event<LogLevel> = (listener, self) =>
  workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(SETTING)) {
      listener.call(self, wantedLevel());
    }
  });

function wantedLevel(): LogLevel {
  return workspace.getConfiguration().get(SETTING, "off") === "off" ? LogLevel.Off : LogLevel.Trace;
}
