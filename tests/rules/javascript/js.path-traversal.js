const fs = require("fs");
const path = require("path");
const { readFile } = require("fs/promises");

const REPORTS = path.resolve("reports");
const FILES = { terms: "terms.pdf" };

function download(req, res) {
  // ruleid: js.path-traversal
  res.sendFile(path.join(REPORTS, req.params.name));
}

function read(req, res) {
  const { name } = req.query;
  // ruleid: js.path-traversal
  res.send(fs.readFileSync("reports/" + name, "utf8"));
}

async function readLater(req, res) {
  // ruleid: js.path-traversal
  res.send(await readFile(`reports/${req.query.name}`, "utf8"));
}

function remove(req, res) {
  // ruleid: js.path-traversal
  fs.unlinkSync(path.join(REPORTS, req.body.name));
  res.end();
}

function belowRoot(req, res) {
  // ok: js.path-traversal
  res.sendFile(req.params.name, { root: REPORTS });
}

function checked(req, res) {
  const target = path.resolve(REPORTS, req.params.name);
  if (!target.startsWith(REPORTS + path.sep)) {
    return res.status(404).end();
  }
  // ok: js.path-traversal
  res.sendFile(target);
}

function baseName(req, res) {
  // ok: js.path-traversal
  res.send(fs.readFileSync(path.join(REPORTS, path.basename(req.query.name))));
}

function fromTable(req, res) {
  // ok: js.path-traversal
  res.download(FILES[req.params.document]);
}
