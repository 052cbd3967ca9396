const fs = require("fs");
const { chmod } = require("fs/promises");

function opened(file) {
  // ruleid: js.world-writable-file
  fs.chmodSync(file, 0o777);
  // ruleid: js.world-writable-file
  fs.writeFileSync(file, "x", { mode: 0o666 });
}

async function text(file) {
  // ruleid: js.world-writable-file
  await chmod(file, "0666");
}

function folder(name) {
  // ruleid: js.world-writable-file
  fs.mkdirSync(name, { recursive: true, mode: 0o777 });
  // ruleid: js.world-writable-file
  process.umask(0);
}

function guarded(file) {
  // ok: js.world-writable-file
  fs.chmodSync(file, 0o640);
  // ok: js.world-writable-file
  fs.writeFileSync(file, "x", { mode: 0o600 });
}

function program(file) {
  // ok: js.world-writable-file
  fs.chmodSync(file, 0o755);
  // ok: js.world-writable-file
  process.umask(0o022);
}
