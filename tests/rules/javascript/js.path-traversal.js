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

function prefixOnly(req, res) {
  const wanted = `/srv/sheets/${req.query.sheet}`;
  if (!wanted.startsWith("/srv/sheets/")) {
    return res.sendStatus(403);
  }
  // ruleid: js.path-traversal
  return res.send(fs.readFileSync(wanted));
}

function within(name) {
  const full = path.resolve(REPORTS, name);
  if (!full.startsWith(REPORTS + path.sep)) throw new Error("outside");
  return full;
}

function checkedElsewhere(req, res) {
  // ok: js.path-traversal
  res.send(fs.readFileSync(within(req.query.name)));
}

function byId(req, res) {
  if (!isUuid(req.params.id)) return res.sendStatus(404);
  // ok: js.path-traversal
  return res.send(fs.readFileSync(path.join(REPORTS, req.params.id)));
}

function noDots(req, res) {
  const { name } = req.query;
  if (name.split("/").includes("..")) return res.sendStatus(400);
  // ok: js.path-traversal
  return res.send(fs.readFileSync(path.join(REPORTS, name)));
}

class Shelf {
  constructor(root) {
    this.root = root;
  }

  placeOf(key) {
    const full = path.resolve(this.root, key);
    if (!full.startsWith(this.root + path.sep)) throw new Error("outside");
    return full;
  }

  read(key) {
    // ok: js.path-traversal
    return fs.readFileSync(this.placeOf(key));
  }
}

app.get("/shelf/:key", (req, res) => {
  res.json(new Shelf("/srv/shelf").read(req.params.key));
});

ipcMain.on("note", (event, name) => {
  // ruleid: js.path-traversal
  event.reply("note", fs.readFileSync("notes/" + name, "utf8"));
});

ipcMain.on("first-note", (event) => {
  // ok: js.path-traversal
  event.reply("note", fs.readFileSync("notes/first.txt", "utf8"));
});

app.get("/prefix", (req, res) => {
  const file = req.query.file;
  if (!file.startsWith("/srv/files")) return res.sendStatus(400);
  // ruleid: js.path-traversal
  fs.createReadStream(file).pipe(res);
});

app.get("/resolved", (req, res) => {
  const file = path.resolve(ROOT, req.query.file);
  if (!file.startsWith(ROOT + path.sep)) return res.sendStatus(400);
  // ok: js.path-traversal
  fs.createReadStream(file).pipe(res);
});

app.get("/part", (req, res) => {
  const { name } = path.parse(req.query.file);
  // ok: js.path-traversal
  fs.createReadStream(path.join(ROOT, name + ".txt")).pipe(res);
});

app.get("/folder", (req, res) => {
  const { dir } = path.parse(req.query.file);
  // ruleid: js.path-traversal
  fs.createReadStream(path.join(ROOT, dir, "index.txt")).pipe(res);
});

const sharp = require("sharp");
const archiver = require("archiver");
const pug = require("pug");

function smaller(req, res) {
  // ruleid: js.path-traversal
  sharp(`pictures/${req.params.name}`).resize(200).pipe(res);
}

function pack(req, res) {
  const archive = archiver("zip");
  // ruleid: js.path-traversal
  archive.directory(path.join(REPORTS, req.query.folder), false);
  archive.pipe(res);
}

function known(req, res) {
  // ruleid: js.path-traversal
  res.json({ known: fs.existsSync("reports/" + req.query.name) });
}

function themed(req, res) {
  // ruleid: js.path-traversal
  res.send(pug.renderFile("themes/" + req.cookies.theme + ".pug"));
}

function shrink(req, res) {
  // ok: js.path-traversal
  sharp(Buffer.from(req.body.picture, "base64")).resize(200).pipe(res);
}

function below(req, res) {
  const wanted = path.resolve(REPORTS, req.query.name);
  if (wanted.indexOf(REPORTS + path.sep) !== 0) return res.sendStatus(403);
  // ok: js.path-traversal
  fs.createReadStream(wanted).pipe(res);
}

function packed(req, res) {
  const archive = archiver("zip");
  // ok: js.path-traversal
  archive.directory(path.join(REPORTS, path.basename(req.query.folder)), false);
  archive.pipe(res);
}

const PLAIN = /^[a-z0-9-]+$/;

function plainName(req, res, next) {
  if (!PLAIN.test(req.params.sheet)) return res.sendStatus(400);
  next();
}

app.get("/sheets/:sheet", plainName, (req, res) => {
  // ok: js.path-traversal
  res.sendFile(path.join(REPORTS, req.params.sheet));
});

function counted(req, res, next) {
  metrics.count(req.params.sheet);
  next();
}

app.get("/counted/:sheet", counted, (req, res) => {
  // ruleid: js.path-traversal
  res.sendFile(path.join(REPORTS, req.params.sheet));
});
