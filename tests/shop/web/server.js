// Storefront: serves the pages and passes requests on to the API.

const crypto = require("node:crypto");
const https = require("node:https");
const path = require("node:path");

const cookieParser = require("cookie-parser");
const escapeHtml = require("escape-html");
const express = require("express");

const API = process.env.LANTERN_API || "https://api.lantern.example";
const PUBLIC = path.join(__dirname, "public");
const PAGES = new Map([
  ["cart", "/cart"],
  ["orders", "/orders"],
]);

const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
const app = express();

app.disable("x-powered-by");
app.use(cookieParser());
app.use(express.json({ limit: "100kb" }));
app.use(express.static(PUBLIC, { maxAge: "1h" }));

app.use((req, res, next) => {
  if (!req.cookies.visit) {
    const visit = crypto.randomUUID();
    res.cookie("visit", visit, { httpOnly: true, secure: true, sameSite: "lax" });
  }
  next();
});

app.get("/search", (req, res) => {
  const term = req.query.q;
  res.send(`<h1>Results for ${term}</h1><ul id="results"></ul><script src="/client.js"></script>`);
});

app.get("/tag/:tag", (req, res) => {
  const tag = escapeHtml(req.params.tag);
  res.send(`<h1>Lamps tagged ${tag}</h1><ul id="results"></ul><script src="/client.js"></script>`);
});

app.post("/login", async (req, res, next) => {
  try {
    const answer = await fetch(`${API}/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ mail: String(req.body.mail), password: String(req.body.password) }),
    });
    if (!answer.ok) {
      res.status(401).json({ error: "unknown address or password" });
      return;
    }
    const { session } = await answer.json();
    res.cookie("session", session);
    res.json({ ok: true });
  } catch (error) {
    next(error);
  }
});

app.get("/continue", (req, res) => {
  const { next } = req.query;
  res.redirect(next || "/");
});

app.get("/go", (req, res) => {
  res.redirect(PAGES.get(req.query.page) || "/");
});

app.get("/stock/:number", (req, res) => {
  const number = Number(req.params.number);
  https
    .get(`${API}/lamps/${number}/stock`, { agent }, (answer) => {
      res.status(answer.statusCode).type("application/json");
      answer.pipe(res);
    })
    .on("error", () => res.status(502).json({ error: "the stock is not known right now" }));
});

app.use((error, _req, res, _next) => {
  console.error(error);
  res.status(500).json({ error: "something went wrong" });
});

if (require.main === module) {
  app.listen(Number(process.env.PORT || 3000));
}

module.exports = { app };
