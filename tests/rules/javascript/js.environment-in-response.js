app.get("/state", (req, res) => {
  // ruleid: js.environment-in-response
  res.json(process.env);
});

app.get("/about", (req, res) => {
  // ruleid: js.environment-in-response
  res.status(200).send({ uptime: process.uptime(), env: process.env });
});

async function diagnose(ctx) {
  // ruleid: js.environment-in-response
  ctx.body = { memory: process.memoryUsage(), environment: process.env };
}

app.get("/version", (req, res) => {
  // ok: js.environment-in-response
  res.json({ version: process.env.APP_VERSION });
});

// ok: js.environment-in-response
const child = spawn("node", ["worker.js"], { env: process.env });
// ok: js.environment-in-response
const settings = schema.parse(process.env);
// ok: js.environment-in-response
validator.json({ ...process.env });
