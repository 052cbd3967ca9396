/** The pipeline as the server draws it, for the file in front, beside it; drawn anew when a run has ended. */
import type { Disposable, WebviewPanel } from "vscode";
import { Uri, ViewColumn, window } from "vscode";
import type { Session } from "./session";

export class PipelineView implements Disposable {
  private panel: WebviewPanel | undefined;
  private readonly listening: Disposable[];
  private uri: string | undefined;
  private run = "";

  constructor(private readonly session: Session) {
    this.listening = [
      session.onDidChange(() => this.follow()),
      window.onDidChangeActiveTextEditor(() => this.follow()),
    ];
  }

  async show(): Promise<void> {
    if (this.panel !== undefined) {
      this.panel.reveal(undefined, true);
      return;
    }
    this.panel = window.createWebviewPanel(
      "omni.pipeline",
      "OMNI: Pipeline",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: false, localResourceRoots: [] },
    );
    this.panel.onDidDispose(() => (this.panel = undefined));
    await this.draw();
  }

  dispose(): void {
    this.panel?.dispose();
    this.listening.forEach((each) => each.dispose());
  }

  private follow(): void {
    const run = this.session.status?.last?.traceId ?? "";
    const uri = inFront() ?? this.uri;
    if (this.panel !== undefined && (run !== this.run || uri !== this.uri)) {
      void this.draw();
    }
  }

  private async draw(): Promise<void> {
    this.run = this.session.status?.last?.traceId ?? "";
    this.uri = inFront() ?? this.uri;
    const picture = await this.picture(this.uri);
    if (this.panel !== undefined) {
      this.panel.title = this.uri === undefined ? "OMNI: Pipeline" : `Pipeline: ${nameOf(this.uri)}`;
      this.panel.webview.html = page(picture);
    }
  }

  private async picture(uri: string | undefined): Promise<string> {
    const { client } = this.session;
    if (client === undefined || !client.isRunning()) {
      return "<p>The server is not running.</p>";
    }
    const wanted = { format: "svg", ...(uri === undefined ? {} : { uri }) };
    try {
      const answer: unknown = await client.sendRequest("workspace/executeCommand", {
        command: "omni.showGraph",
        arguments: [wanted],
      });
      return String(answer);
    } catch (error) {
      return `<p>There is no picture: ${escaped(String(error))}</p>`;
    }
  }
}

/** Nothing may be loaded or run in it: a picture and its colours. */
function page(picture: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { padding: 24px; }
svg { display: block; width: 100%; height: auto; max-width: 1100px; margin: auto; }
</style>
<title>Pipeline</title>
</head>
<body>${picture}</body>
</html>`;
}

/** The document of the editor that people are in, or were in last; the output panel is an editor, too. */
function inFront(): string | undefined {
  const uri = window.activeTextEditor?.document.uri;
  return uri === undefined || uri.scheme === "output" ? undefined : uri.toString();
}

function nameOf(uri: string): string {
  return decodeURIComponent(Uri.parse(uri).path.split("/").at(-1) ?? "");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
