const { exec, execFile, spawn } = require("child_process");
const child_process = require("child_process");

const FORMATS = new Map([["png", "png"]]);

function convert(req, res) {
  // ruleid: js.command-injection
  exec(`convert ${req.body.name} out.png`, () => res.end());
}

function listing(req, res) {
  const { folder } = req.query;
  // ruleid: js.command-injection
  res.send(child_process.execSync("ls " + folder).toString());
}

function search(req, res) {
  const pattern = req.params.pattern;
  // ruleid: js.command-injection
  const grep = spawn("grep " + pattern, ["log.txt"], { shell: true });
  grep.stdout.pipe(res);
}

function argumentsOnly(req, res) {
  // ok: js.command-injection
  execFile("convert", ["--", req.body.name, "out.png"], () => res.end());
}

function withoutShell(req, res) {
  // ok: js.command-injection
  spawn("grep", ["--", req.query.pattern, "log.txt"]).stdout.pipe(res);
}

function fromTable(req, res) {
  const format = req.query.format;
  if (!FORMATS.has(format)) {
    return res.status(400).end();
  }
  // ok: js.command-injection
  exec(`convert in.svg out.${format}`, () => res.end());
}

function pattern(req, res) {
  // ok: js.command-injection
  res.json(/(\d+)x(\d+)/.exec(req.query.size));
}

function number(req, res) {
  // ok: js.command-injection
  exec(`sleep ${parseInt(req.query.seconds, 10)}`, () => res.end());
}

app.get("/find", (req, res) => {
  const line = ["-c", "find /srv -name " + req.query.name];
  // ruleid: js.command-injection
  spawn("/bin/bash", line).stdout.pipe(res);
});

app.get("/script", (req, res) => {
  const line = ["deploy.sh", req.query.name];
  // ok: js.command-injection
  spawn("/bin/bash", line).stdout.pipe(res);
});
