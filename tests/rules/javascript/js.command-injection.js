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

// What reaches a program by other ways than a page.
import { Elysia } from "elysia";
import { onCall } from "firebase-functions/v2/https";

new Elysia().get("/lookup", ({ query }) => {
  // ruleid: js.command-injection
  exec("host " + query.name);
  return "started";
});

new Elysia().get("/wait", ({ query }) => {
  // ok: js.command-injection
  exec("sleep " + Number(query.seconds));
  return "started";
});

export const resize = async (event) => {
  const key = event.Records[0].s3.object.key;
  // ruleid: js.command-injection
  exec(`convert /mnt/in/${key} /mnt/out.png`);
};

export const region = async (event) => {
  // ok: js.command-injection
  exec(`deploy --bucket ${event.Records[0].s3.bucket.name}`);
};

export const speak = onCall((call) => {
  // ruleid: js.command-injection
  exec("say " + call.data.text);
});

export const hello = onCall((call) => {
  // ok: js.command-injection
  exec("say hello", () => audit(call.data.text));
});

export const wipe = onCall(async (call) => {
  const target = call.data.target;
  if (!TARGETS.includes(target)) return;
  // ok: js.command-injection
  exec("wipe " + target);
});

const grpcServer = require("@grpc/grpc-js");

function lookUp(call, done) {
  // ruleid: js.command-injection
  exec("whois " + call.request.domain, done);
}

const { Telegraf } = require("telegraf");

bot.on("text", (ctx) => {
  // ruleid: js.command-injection
  exec("dict " + ctx.message.text);
});

bot.on("text", (ctx) => {
  // ok: js.command-injection
  exec("dict " + Math.abs(ctx.message.text.length));
});

telegram.onText(/\/trace (.+)/, (message, match) => {
  // ruleid: js.command-injection
  exec("traceroute " + match[1]);
});

ipcMain.handle("open", async (event, address) => {
  // ruleid: js.command-injection
  exec(`xdg-open ${address}`);
});

ipcMain.on("status", (event) => {
  // ok: js.command-injection
  exec("systemctl status app", (error, out) => event.reply("status", out));
});

io.on("connection", (peer) => {
  peer.on("render", ({ scene }) => {
    // ruleid: js.command-injection
    exec("render " + scene);
  });
  peer.on("disconnect", (reason) => {
    // ok: js.command-injection
    exec("logger " + reason);
  });
});

const router = t.router({
  host: t.procedure.input(z.object({ name: z.string() })).query(({ input }) => {
    // ruleid: js.command-injection
    exec("host " + input.name);
  }),
  job: t.procedure.input(z.object({ id: z.string().uuid(), count: z.number() })).mutation(({ input }) => {
    // ok: js.command-injection
    exec("job " + input.id + " " + input.count);
  }),
});

// From one handler to the next, and through functions of the file.
app.use((req, res, next) => {
  res.locals.branch = req.query.branch;
  next();
});
app.get("/checkout", (req, res) => {
  // ruleid: js.command-injection
  exec("git checkout " + res.locals.branch, () => res.end());
});

app.use((req, res, next) => {
  res.locals.depth = Number(req.query.depth);
  next();
});
app.get("/clone", (req, res) => {
  // ok: js.command-injection
  exec("git clone --depth " + res.locals.depth, () => res.end());
});

function wanted(req, name) {
  return req.query[name] || req.body[name];
}
app.get("/wanted", (req, res) => {
  // ruleid: js.command-injection
  exec("grep -r " + wanted(req, "text"), () => res.end());
});

function pageOf(req) {
  return Number(req.query.page);
}
app.get("/page", (req, res) => {
  // ok: js.command-injection
  exec("head -n " + pageOf(req), () => res.end());
});

function pack(options) {
  // ruleid: js.command-injection
  exec("zip -r out.zip " + options.folder);
}
app.post("/pack", (req, res) => {
  pack({ folder: req.body.folder });
  res.end();
});

function unpack(options) {
  // ok: js.command-injection
  exec("unzip -d " + options.base + " in.zip");
}
app.post("/unpack", (req, res) => {
  unpack({ base: "/srv", label: req.body.label });
  res.end();
});

function tidy({ folder, level = 1 }) {
  // ruleid: js.command-injection
  exec(`tidy -${level} ${folder}`);
}
app.post("/tidy", (req, res) => {
  const folder = req.body.folder;
  tidy({ folder });
  res.end();
});

app.get("/deno", async (req, res) => {
  // ruleid: js.command-injection
  const command = new Deno.Command("sh", { args: ["-c", req.query.line] });
  // ok: js.command-injection
  const other = new Deno.Command("ls", { args: ["--", req.query.folder] });
  await command.output();
  res.end();
});

app.get("/noted", (req, res) => {
  const name = req.query.name;
  if (NAMES.includes(name)) {
    console.log("known");
  }
  // ruleid: js.command-injection
  exec("wc -l " + name, () => res.end());
});

app.get("/inside", (req, res) => {
  const name = req.query.name;
  if (NAMES.includes(name)) {
    // ok: js.command-injection
    exec("wc -l " + name, () => res.end());
  }
});

const start = require("child_process").exec;

app.get("/renamed", (req, res) => {
  // ruleid: js.command-injection
  start("ls " + req.query.folder, () => res.end());
});

app.get("/applied", (req, res) => {
  // ruleid: js.command-injection
  exec.apply(null, ["ls " + req.query.folder, () => res.end()]);
});

app.get("/either", (req, res) => {
  const step = req.query.step;
  if (step === "build" || step === "test") {
    // ok: js.command-injection
    exec("make " + step, () => res.end());
  }
});
