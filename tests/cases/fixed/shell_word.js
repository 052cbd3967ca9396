const assert = require("node:assert");
const { execSync } = require("node:child_process");

const app = { get(_path, handler) { this.handler = handler; } };

app.get("/say", (req, res) => {
  res.json(execSync("echo " + req.query.word + " there").toString().trim());
});

let sent = "";
app.handler({ query: { word: "hello" } }, { json: (text) => { sent = text; } });
assert.strictEqual(sent, "hello there");
