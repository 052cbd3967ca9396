const vm = require("vm");

const OPERATIONS = new Map([["double", (x) => 2 * x]]);

function calculator(req, res) {
  // ruleid: js.code-injection
  res.json(eval(req.query.expression));
}

function formula(req, res) {
  const { body } = req.body;
  // ruleid: js.code-injection
  const compute = new Function("x", `return ${body}`);
  res.json(compute(2));
}

function script(req, res) {
  const source = req.body.source;
  // ruleid: js.code-injection
  res.json(vm.runInNewContext(source, {}));
}

function parsed(req, res) {
  // ok: js.code-injection
  res.json(JSON.parse(req.body.text));
}

function fromTable(req, res) {
  const compute = OPERATIONS.get(req.query.operation);
  // ok: js.code-injection
  res.json(compute ? compute(Number(req.query.x)) : null);
}

function constant(req, res) {
  // ok: js.code-injection
  res.json(new Function("x", "return 2 * x")(Number(req.query.x)));
}

function asNumber(req, res) {
  // ok: js.code-injection
  res.json(eval(`2 * ${Number(req.query.x)}`));
}

async function piecewise(req, res) {
  const parts = [];
  for await (const part of req) {
    parts.push(part);
  }
  // ruleid: js.code-injection
  res.json(vm.runInNewContext(Buffer.concat(parts).toString(), {}));
}

app.post("/jobs", async (req, res) => {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  // ruleid: js.code-injection
  const job = new AsyncFunction("context", req.body.source);
  await job({});
});

app.post("/first", (req, res) => {
  const sources = ["process.version"];
  sources.push(req.body.source);
  // ok: js.code-injection
  res.json(vm.runInNewContext(sources[0], {}));
});

app.post("/second", (req, res) => {
  const sources = ["process.version"];
  sources.push(req.body.source);
  // ruleid: js.code-injection
  res.json(vm.runInNewContext(sources[1], {}));
});

const { Worker } = require("worker_threads");

app.post("/job", (req, res) => {
  // ruleid: js.code-injection
  new Worker(req.body.job, { eval: true });
  // ruleid: js.code-injection
  res.json(globalThis[req.body.name](1));
  // ok: js.code-injection
  new Worker("./job.js", { workerData: req.body.job });
  // ok: js.code-injection
  res.json(JOBS.get(req.body.name)(1));
});
