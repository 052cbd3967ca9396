/** The status item in words: what the server said of itself last, or what became of it. */
import type { Status } from "./protocol";
import type { State } from "./session";

export interface Drawn {
  /** With VS Code's `$(icon)`s. */
  readonly text: string;
  readonly tone: "plain" | "warning" | "error";
  /** In one sentence, for the tooltip and for those who listen to the screen. */
  readonly said: string;
}

export function draw(state: State, status: Status | undefined, isTrusted: boolean): Drawn {
  const drawn = ofState(state, status);
  const folders = status?.folders ?? [];
  if (isTrusted && folders.every((folder) => folder.trust === "trusted")) {
    return drawn;
  }
  const text = drawn.text.replace("$(shield)", "$(workspace-untrusted)");
  return { ...drawn, text, said: `${drawn.said} ${RESTRICTED}` };
}

const RESTRICTED = "This folder is not trusted, so only the bundled rules run, on open files.";

function ofState(state: State, status: Status | undefined): Drawn {
  switch (state) {
    case "missing":
      return { text: "$(error) OMNI: not installed", tone: "error", said: "The program omni-lsp was not found." };
    case "stopped":
      return { text: "$(error) OMNI: stopped", tone: "error", said: "The server has ended too often." };
    case "restarting":
      return { text: "$(sync~spin) OMNI: restarting", tone: "warning", said: "The server has ended; it starts again." };
    case "starting":
      return { text: "$(loading~spin) OMNI", tone: "plain", said: "The server is starting." };
    case "running":
      return status === undefined ? { text: "$(shield) OMNI", tone: "plain", said: "Ready." } : running(status);
  }
}

function running(status: Status): Drawn {
  const agents = status.runs.flatMap((run) => run.stages.filter((stage) => stage.status === "running"));
  const names = [...new Set(agents.map((stage) => stage.agent))];
  if (status.state === "starting") {
    return { text: "$(loading~spin) OMNI", tone: "plain", said: "The agents are getting ready." };
  }
  if (status.state === "running" && names.length > 0) {
    return { text: `$(sync~spin) OMNI: ${names.join(", ")}`, tone: "plain", said: `At work: ${names.join(", ")}.` };
  }
  if (status.engine.state === "degraded") {
    return { text: "$(warning) OMNI: degraded", tone: "warning", said: status.engine.reason };
  }
  const lost = (status.last?.stages ?? []).filter((stage) => stage.status === "timed-out" || stage.status === "failed");
  if (lost.length > 0) {
    const said = lost.map((stage) => `${stage.agent} ${stage.status === "failed" ? "failed" : "timed out"}`).join(", ");
    return { text: `$(watch) OMNI: ${said}`, tone: "warning", said: `In the last run ${said}.` };
  }
  const spent = status.last === null ? "" : ` ${time(status.last.seconds)} / ${time(status.last.budgetSeconds)}`;
  return { text: `$(shield) OMNI${spent}`, tone: "plain", said: "Ready." };
}

/** `31 ms` or `5 s`, on one line. */
export function time(seconds: number): string {
  return seconds < 0.9995 ? `${Math.round(seconds * 1000)}\u00a0ms` : `${Number(seconds.toFixed(1))}\u00a0s`;
}
