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

function state(req, res) {
  const filter = { term: String(req.query.term) };
  // ruleid: js.reflected-xss
  res.send(`<main></main><script>window.state = ${JSON.stringify(filter)}</script>`);
}

function query(request, response) {
  const parameters = new URLSearchParams(request.url.split("?")[1]);
  // ruleid: js.reflected-xss
  response.end("<p>" + parameters.get("name") + "</p>");
}

const plain = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

function fine(req, res) {
  // ok: js.reflected-xss
  res.send(JSON.stringify({ term: req.query.term }));
  // ok: js.reflected-xss
  res.send(`<p>${plain(req.query.term)}</p>`);
}

export const greet = async (event) => {
  const name = event.queryStringParameters.name;
  // ruleid: js.reflected-xss
  return { statusCode: 200, headers: { "Content-Type": "text/html" }, body: `<h1>${name}</h1>` };
};

export const answer = async (event) => {
  const name = event.queryStringParameters.name;
  // ok: js.reflected-xss
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name }) };
};

class GreetingView {
  constructor(name) {
    this.name = name;
  }

  html() {
    return "<b>" + this.name + "</b>";
  }
}

app.get("/view", (req, res) => {
  const view = new GreetingView(req.query.name);
  // ruleid: js.reflected-xss
  res.send(view.html());
});

function wrong(res, text) {
  // ruleid: js.reflected-xss
  res.status(400).send(`<p>${text}</p>`);
}

app.post("/wrong", (req, res) => {
  wrong(res, `Not a number: ${req.body.number}`);
});

app.post("/page", (req, res) => {
  const { title } = req.body;
  const page = render(title);
  // ruleid: js.reflected-xss
  res.send(page);
});

function render(title) {
  return `<title>${title}</title>`;
}

const lookup = handlebars.compile("<p>{{name}}</p>");

server.route({
  path: "/hapi",
  handler: (request, h) => {
    // ruleid: js.reflected-xss
    return h.response("<p>" + request.query.name + "</p>");
  },
});

async function koaPage(ctx) {
  ctx.set("Content-Type", "text/html");
  // ruleid: js.reflected-xss
  ctx.body = "Hello " + ctx.query.name;
}

async function koaText(ctx) {
  // ok: js.reflected-xss
  ctx.body = "Hello " + ctx.query.name;
}

async function koaTyped(ctx) {
  ctx.type = "text/plain";
  // ok: js.reflected-xss
  ctx.body = ctx.query.name + " said hello";
}

app.get("/compiled", (req, res) => {
  // ok: js.reflected-xss
  res.send(lookup({ name: req.query.name }));
});

app.get("/row", (req, res) => {
  // ok: js.reflected-xss
  rows.get(req.query.id).then((row) => res.send(row));
});

const esc = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;");
const heading = (text) => `<h1>${esc(text)}</h1>`;
const titled = (text, kind) => `<h1 class="${kind}">${esc(text)}</h1>`;

app.get("/heading", (req, res) => {
  // ok: js.reflected-xss
  res.send(heading(req.query.title));
});

app.get("/titled", (req, res) => {
  // ruleid: js.reflected-xss
  res.send(titled("shop", req.query.kind));
});
