const escapeHtml = require("escape-html");

function hello(req, res) {
  // ruleid: js.reflected-xss
  res.send(`<h1>Hello ${req.params.name}</h1>`);
}

function search(req, res) {
  const { q } = req.query;
  // ruleid: js.reflected-xss
  res.send("<p>Nothing found for " + q + "</p>");
}

function failed(req, res) {
  const reason = req.query.reason;
  // ruleid: js.reflected-xss
  res.status(400).send(`<p class="error">${reason}</p>`);
}

function escaped(req, res) {
  // ok: js.reflected-xss
  res.send(`<h1>Hello ${escapeHtml(req.params.name)}</h1>`);
}

function template(req, res) {
  // ok: js.reflected-xss
  res.render("hello", { name: req.params.name });
}

function data(req, res) {
  // ok: js.reflected-xss
  res.json({ q: req.query.q });
}

function plain(req, res) {
  // ok: js.reflected-xss
  res.type("text/plain").send(`hello ${req.params.name}`);
}

function number(req, res) {
  // ok: js.reflected-xss
  res.send(`<p>${Number(req.query.amount)} items</p>`);
}
