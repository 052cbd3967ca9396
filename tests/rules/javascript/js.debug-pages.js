const errorhandler = require("errorhandler");
const express = require("express");

const app = express();

// ruleid: js.debug-pages
app.use(errorhandler());
// ruleid: js.debug-pages
app.set("env", "development");
// ruleid: js.debug-pages
module.exports = { productionBrowserSourceMaps: true };

if (process.env.NODE_ENV === "development") {
  // ok: js.debug-pages
  app.use(errorhandler());
}
// ok: js.debug-pages
app.set("env", process.env.NODE_ENV);
// ok: js.debug-pages
module.exports = { productionBrowserSourceMaps: false };
// ok: js.debug-pages
app.use((error, req, res, next) => res.status(500).end());

function graph() {
  // ruleid: js.debug-pages
  return { schema, includeStacktraceInErrorResponses: true };
}

function start() {
  // ruleid: js.debug-pages
  process.env.NODE_ENV = "development";
  if (process.env.NODE_ENV === "test") {
    // ok: js.debug-pages
    process.env.NODE_ENV = "development";
  }
  // ok: js.debug-pages
  process.env.NODE_ENV = "production";
}
