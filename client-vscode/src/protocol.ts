/** What the server tells beyond the standard: the notification `omni/status`, whole each time; see docs/protocol.md. */

export const STATUS = "omni/status";

export interface Status {
  readonly state: "starting" | "idle" | "running";
  readonly engine: { readonly state: "ok" | "degraded"; readonly reason: string };
  readonly model: Model | null;
  readonly folders: readonly Folder[];
  readonly runs: readonly Run[];
  readonly last: LastRun | null;
  readonly tree: readonly Node[];
}

/** The language model that may be asked. */
export interface Model {
  readonly name: string;
  readonly destination: string;
  readonly state: "ok" | "degraded";
  readonly reason: string;
}

export interface Folder {
  readonly uri: string;
  readonly name: string;
  readonly trust: "trusted" | "untrusted" | "stale";
}

/** A run under way. */
export interface Run {
  readonly uri: string;
  readonly stages: readonly { readonly agent: string; readonly status: string }[];
}

/** The last run that ended; seconds throughout. */
export interface LastRun {
  readonly uri: string;
  readonly traceId: string;
  readonly seconds: number;
  readonly budgetSeconds: number;
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly agent: string;
  readonly status: "done" | "timed-out" | "failed" | "skipped";
  readonly seconds: number;
  readonly findings: number;
  readonly reason: string;
}

/** A line of the tree; `id` stays the same while it is about the same thing. */
export interface Node {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: string;
  readonly target?: { readonly uri: string; readonly range: Range };
  readonly command?: string;
  readonly arguments?: readonly unknown[];
  readonly children?: readonly Node[];
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}
