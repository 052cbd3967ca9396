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
