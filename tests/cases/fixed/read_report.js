const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const REPORTS = fs.mkdtempSync(path.join(os.tmpdir(), "reports-"));
fs.mkdirSync(path.join(REPORTS, "may"));
fs.writeFileSync(path.join(REPORTS, "may", "sales.txt"), "12");
const app = { get(_path, handler) { this.handler = handler; } };

app.get("/reports", (req, res) => {
  res.json(fs.readFileSync(path.join(REPORTS, req.query.name), "utf8"));
});

let sent = "";
app.handler({ query: { name: "may/sales.txt" } }, { json: (text) => { sent = text; } });
assert.strictEqual(sent, "12");
