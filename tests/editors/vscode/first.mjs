// The first finding that somebody sees.
import { given, inWindow } from "./window.mjs";

await inWindow({ folder: given.folder, file: given.file }, async (window) => {
  await window.until("findings", () => window.problems());
  return { found: await window.problems() };
});
