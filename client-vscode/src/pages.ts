/** Pages that the server writes for people to read: evidence and explanations, which are shown as they are meant. */
import { commands, Uri } from "vscode";

const PAGE = /\/(?:evidence|explanation)\.md$/;

/** Whether it is such a page, and is shown; what a model would be sent is none, as every character of it counts. */
export async function previewed(uri: string): Promise<boolean> {
  if (!PAGE.test(uri)) {
    return false;
  }
  return commands.executeCommand("markdown.showPreview", Uri.parse(uri)).then(
    () => true,
    () => false, // The extension that shows Markdown may be switched off.
  );
}
