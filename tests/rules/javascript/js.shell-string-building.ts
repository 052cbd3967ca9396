import { exec, execSync, execFile } from "node:child_process";

export function thumbnail(file: string, done: () => void) {
  // ruleid: js.shell-string-building
  exec(`convert ${file} -resize 100x100 thumb.png`, done);
}

export const checkout = (branch: string) => {
  // ruleid: js.shell-string-building
  execSync("git checkout " + branch);
};

export function archive(folder: string, name: string) {
  // ruleid: js.shell-string-building
  return execSync(`tar czf ${name}.tgz public`, { cwd: folder });
}

export function list(folder: string, done: () => void) {
  // ok: js.shell-string-building
  execFile("ls", ["-l", "--", folder], done);
}

export function constant() {
  // ok: js.shell-string-building
  return execSync("git rev-parse HEAD");
}

export function version() {
  // ok: js.shell-string-building
  return execSync(`git describe --match ${RELEASES}`);
}

export function match(text: string) {
  // ok: js.shell-string-building
  return /^v(\d+)/.exec(`v${text}`);
}
