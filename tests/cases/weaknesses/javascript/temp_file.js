const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');
const express = require('express');
const tmp = require('tmp');

const router = express.Router();

// unsafe: temp-file - a fixed name in the directory that all users share
function exportCustomers(rows) {
  const file = '/tmp/customers.csv';
  const lines = rows.map(({ name, city }) => [name, city].map((v) => JSON.stringify(v)).join(','));
  fs.writeFileSync(file, lines.join('\n'), 'utf8');
  return file;
}

// safe: temp-file - a directory of its own with a random name
function exportSuppliers(rows) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'suppliers-')), 'suppliers.csv');
  const lines = rows.map(({ name, city }) => [name, city].map((v) => JSON.stringify(v)).join(','));
  fs.writeFileSync(file, lines.join('\n'), 'utf8');
  return file;
}

// unsafe: temp-file - the time can be guessed
router.post('/imports', async (req, res) => {
  const target = path.join(os.tmpdir(), `import-${Date.now()}.xlsx`);
  await pipeline(req, fs.createWriteStream(target));
  req.app.locals.queue.push({ job: 'import', target });
  res.sendStatus(202);
});

// safe: temp-file - a random name, and the file must not exist before
router.post('/uploads', async (req, res) => {
  const target = path.join(os.tmpdir(), `upload-${randomUUID()}.xlsx`);
  await pipeline(req, fs.createWriteStream(target, { flags: 'wx', mode: 0o600 }));
  req.app.locals.queue.push({ job: 'upload', target });
  res.sendStatus(202);
});

// unsafe: temp-file - a name is made first, the file later
async function storeReport(report) {
  const name = tmp.tmpNameSync({ prefix: 'report-', postfix: '.json' });
  await fs.promises.writeFile(name, JSON.stringify(report));
  return name;
}

// safe: temp-file - name and file are made in one step
function storeSummary(summary) {
  const { fd, name } = tmp.fileSync({ prefix: 'summary-', postfix: '.json' });
  fs.writeFileSync(fd, JSON.stringify(summary));
  fs.closeSync(fd);
  return name;
}

// unsafe: temp-file - a shared directory under a known name, whoever made it
class ThumbnailStore {
  constructor() {
    this.folder = path.join(os.tmpdir(), 'thumbnails');
    fs.mkdirSync(this.folder, { recursive: true });
  }

  save(id, image) {
    fs.writeFileSync(path.join(this.folder, `${Number(id)}.png`), image);
  }
}

// safe: temp-file - a private directory for each store
class PreviewStore {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'previews-'));
  }

  save(id, image) {
    fs.writeFileSync(path.join(this.folder, `${Number(id)}.png`), image);
  }
}

// unsafe: temp-file - the number of the process in the name, opened for appending
const traceFile = `/tmp/worker-${process.pid}.log`;

const trace = (message) => fs.promises.appendFile(traceFile, `${new Date().toISOString()} ${message}\n`);

// safe: temp-file - the service's own directory, nobody else may write there
const auditFile = `/var/lib/shop/worker-${process.pid}.log`;

const audit = (message) => fs.promises.appendFile(auditFile, `${new Date().toISOString()} ${message}\n`);

// safe: temp-file - the shared directory is only measured
async function enoughSpace(required) {
  const { bavail, bsize } = await fs.promises.statfs(os.tmpdir());
  return bavail * bsize > required;
}

// safe: temp-file - a directory for the length of a callback
async function withScratch(work) {
  const folder = await fs.promises.mkdtemp(path.join(os.tmpdir(), 'scratch-'));
  try {
    return await work(folder);
  } finally {
    await fs.promises.rm(folder, { recursive: true, force: true });
  }
}

module.exports = {
  router, exportCustomers, exportSuppliers, storeReport, storeSummary, ThumbnailStore, PreviewStore,
  trace, audit, enoughSpace, withScratch,
};
