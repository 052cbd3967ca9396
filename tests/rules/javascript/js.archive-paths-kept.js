const tar = require("tar");
const { extract } = require("tar");

async function restore(file, folder) {
  // ruleid: js.archive-paths-kept
  await tar.x({ file, cwd: folder, preservePaths: true });
}

async function named(file) {
  // ruleid: js.archive-paths-kept
  await extract({ preservePaths: true, file });
}

function stream(source, folder) {
  // ruleid: js.archive-paths-kept
  source.pipe(new tar.Unpack({ cwd: folder, preservePaths: true }));
}

async function plain(file, folder) {
  // ok: js.archive-paths-kept
  await tar.x({ file, cwd: folder });
}

async function off(file, folder) {
  // ok: js.archive-paths-kept
  await tar.x({ file, cwd: folder, preservePaths: false });
}

async function written(folder) {
  // ok: js.archive-paths-kept
  await tar.c({ file: "backup.tgz", preservePaths: true }, [folder]);
}
