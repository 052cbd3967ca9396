const winston = require("winston");

const logger = winston.createLogger();

function failed(req, res) {
  // ruleid: js.log-injection
  logger.warn(`login of ${req.body.user} failed`);
  res.status(401).end();
}

function printed(req, res) {
  const { user } = req.body;
  // ruleid: js.log-injection
  console.log("login of " + user);
  // ruleid: js.log-injection
  console.log("search", req.query.q);
  res.end();
}

function fields(req, res) {
  // ok: js.log-injection
  logger.warn("login failed", { user: req.body.user });
  // ok: js.log-injection
  console.log(req.body);
  res.status(401).end();
}

function stripped(req, res) {
  // ok: js.log-injection
  logger.info(`login of ${String(req.body.user).replace(/[\r\n]/g, " ")}`);
  res.end();
}

function number(req, res) {
  // ok: js.log-injection
  console.log("order " + Number(req.params.id));
  // ok: js.log-injection
  console.log("path " + req.path);
  // ok: js.log-injection
  console.log(JSON.stringify(req.body));
  res.end();
}

const fs = require("fs");
const pino = require("pino");
const jsonLog = pino();
const accessLog = require("./access-log");

function visited(req, res) {
  const { source } = req.cookies;
  // ruleid: js.log-injection
  accessLog.info("visit from %s", source);
  // ruleid: js.log-injection
  fs.appendFileSync("/var/log/shop/visits.log", `visit from ${source}\n`);
  // ok: js.log-injection
  jsonLog.info("visit from %s", source);
  // ok: js.log-injection
  req.log.info("visit from " + source);
  // ok: js.log-injection
  fs.appendFileSync("notes.txt", `visit from ${source}\n`);
  res.end();
}

app.get("/once", (req, res) => {
  const term = req.query.term.replace("\n", " ");
  // ruleid: js.log-injection
  console.log("term " + term);
});

app.get("/always", (req, res) => {
  const term = req.query.term.replaceAll("\n", " ");
  // ok: js.log-injection
  console.log("term " + term);
});

class Journal {
  constructor(file) {
    this.file = file;
  }

  write(who, what) {
    const line = [new Date().toISOString(), who, what].join(" ");
    // ruleid: js.log-injection
    fs.appendFileSync(this.file, line + "\n");
  }
}

app.post("/journal", (req, res) => {
  new Journal("/srv/entries.txt").write(req.body.who, "came");
});
