const ejs = require("ejs");
const pug = require("pug");
const Handlebars = require("handlebars");

function greeting(req, res) {
  // ruleid: js.template-injection
  res.send(ejs.render(`Hello ${req.query.name}`));
}

function preview(req, res) {
  const { template } = req.body;
  // ruleid: js.template-injection
  res.send(pug.compile(template)({ user: "preview" }));
}

function mail(req, res) {
  // ruleid: js.template-injection
  res.send(Handlebars.compile(req.body.mail)({}));
}

function variable(req, res) {
  // ok: js.template-injection
  res.send(ejs.render("Hello <%= name %>", { name: req.query.name }));
}

function file(req, res) {
  // ok: js.template-injection
  res.render("hello", { name: req.query.name });
}

function compiled(req, res) {
  // ok: js.template-injection
  res.send(Handlebars.compile("Hello {{name}}")({ name: req.query.name }));
}

const LETTERS = new Map([["welcome", "Hello {{ name }}"]]);
const letters = new Map([["bye", "Bye {{ name }}"]]);

function letter(req, res, views) {
  // ruleid: js.template-injection
  res.send(views.renderString(LETTERS.get(req.query.kind) ?? req.query.kind, {}));
  // ok: js.template-injection
  res.send(views.renderString(letters.get(req.query.kind) ?? "Hello", {}));
  // ok: js.template-injection
  res.send(views.renderString("Hello {{ name }}", { name: req.query.name }));
  // ok: js.template-injection
  res.send(views.renderString(String(req.query.text).replace(/[{}]/g, ""), {}));
}

const underscore = require("underscore");

app.get("/greeting", (req, res) => {
  // ruleid: js.template-injection
  const greeting = _.template("Hello " + req.query.name);
  // ok: js.template-injection
  const other = _.template("Hello <%- name %>");
  res.end(greeting() + other({ name: "you" }));
});
