/** The server's life: found, started, started again when it ends on its own, and what it last said of itself. */
import type { Disposable, ExtensionContext, LogOutputChannel } from "vscode";
import { EventEmitter } from "vscode";
import type { Client } from "./languageClient";
import { Consents } from "./consents";
import { findProgram } from "./find";
import { environment } from "./modelKey";
import { STATUS } from "./protocol";
import type { Status } from "./protocol";

export type State = "starting" | "running" | "restarting" | "missing" | "stopped";

const MOST_RESTARTS = 5;
const WITHIN_MS = 3 * 60_000;
const FIRST_WAIT_MS = 250;

export class Session implements Disposable {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  state: State = "starting";
  /** Undefined until the server has said it. */
  status: Status | undefined;
  client: Client | undefined;
  readonly consents: Consents;

  /** Counts what was asked of this session: whoever comes back to another number is no longer wanted. */
  private round = 0;
  private ends: number[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
  ) {
    this.consents = new Consents(context.workspaceState);
  }

  /** Start it, or stop it and start it again. */
  async restart(): Promise<void> {
    const round = await this.stop();
    if (round === this.round) {
      this.ends = [];
      await this.begin(round);
    }
  }

  /** The number of this round, when the server has gone. */
  async stop(): Promise<number> {
    const round = ++this.round;
    clearTimeout(this.timer);
    const client = this.client;
    this.client = undefined;
    this.tell("starting");
    try {
      await client?.dispose();
    } catch (error) {
      this.log.info(`The server was ended: ${String(error)}`); // It was starting, or did not answer.
    }
    return round;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async begin(round: number): Promise<void> {
    const program = await findProgram();
    if (round !== this.round) {
      return;
    }
    if (program === undefined) {
      this.tell("missing");
      return;
    }
    const library = await import("./languageClient");
    const env = await environment(this.context.secrets, this.log);
    if (round !== this.round) {
      return;
    }
    this.log.info(`Starting ${program.path}, from ${program.origin}`);
    const client: Client = library.makeClient(program, {
      log: this.log,
      consents: this.consents,
      env,
      ended: () => this.ended(client),
    });
    this.client = client;
    client.onNotification(STATUS, (status: Status) => this.heard(client, status));
    try {
      await client.start();
    } catch (error) {
      this.log.error(`The server did not start: ${String(error)}`);
      this.ended(client);
      return;
    }
    if (this.client === client) {
      this.tell("running");
    }
  }

  private heard(client: Client, status: Status): void {
    if (this.client === client) {
      this.status = status;
      this.changed.fire();
    }
  }

  /** Waits 0.25 s, then twice as long each time; the sixth end within three minutes is the last. */
  private ended(client: Client): void {
    if (this.client !== client) {
      return; // We ended it, or know already.
    }
    this.client = undefined;
    const now = Date.now();
    this.ends = [...this.ends.filter((end) => now - end < WITHIN_MS), now];
    if (this.ends.length > MOST_RESTARTS) {
      this.log.error(`The server has ended ${this.ends.length} times within three minutes and is not started again.`);
      this.tell("stopped");
      return;
    }
    const wait = FIRST_WAIT_MS * 2 ** (this.ends.length - 1);
    this.log.warn(`The server has ended; it is started again in ${wait} ms.`);
    this.tell("restarting");
    const round = this.round;
    this.timer = setTimeout(() => void this.begin(round), wait);
  }

  private tell(state: State): void {
    this.state = state;
    if (state !== "running") {
      this.status = undefined;
    }
    this.changed.fire();
  }
}
