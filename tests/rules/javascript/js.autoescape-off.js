const nunjucks = require("nunjucks");
const Handlebars = require("handlebars");

// ruleid: js.autoescape-off
nunjucks.configure("views", { autoescape: false, express: app });
// ruleid: js.autoescape-off
const page = Handlebars.compile(source, { noEscape: true });

Handlebars.registerHelper("raw", (text) => {
  // ruleid: js.autoescape-off
  return new Handlebars.SafeString(text);
});

// ok: js.autoescape-off
nunjucks.configure("views", { autoescape: true, express: app });
// ok: js.autoescape-off
const escaped = Handlebars.compile(source);

Handlebars.registerHelper("line", () => {
  // ok: js.autoescape-off
  return new Handlebars.SafeString("<br>");
});

Handlebars.registerHelper("bold", (text) => {
  // ok: js.autoescape-off
  return new Handlebars.SafeString(`<b>${Handlebars.escapeExpression(text)}</b>`);
});
