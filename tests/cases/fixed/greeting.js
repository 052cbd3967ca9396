const assert = require("node:assert");

const app = { get(_path, handler) { this.handler = handler; } };

app.get("/hello", (req, res) => {
  res.send(`<h1>Hello ${req.query.name}</h1>`);
});

let sent = "";
app.handler({ query: { name: "Ada" } }, { send: (text) => { sent = text; } });
assert.strictEqual(sent, "<h1>Hello Ada</h1>");
