const settings = {};
const rows = [];

function change(req, res) {
  const { section, name, value } = req.body;
  // ruleid: js.prototype-pollution
  settings[section][name] = value;
  res.end();
}

function byPath(req, res) {
  // ruleid: js.prototype-pollution
  settings[req.params.section][req.params.name] = req.body.value;
  res.end();
}

function byVariable(req, res) {
  const key = req.query.key;
  // ruleid: js.prototype-pollution
  settings[key]["colour"] = "red";
  res.end();
}

function listed(req, res) {
  const { section, name, value } = req.body;
  if (!["theme", "mail"].includes(section)) {
    return res.status(400).end();
  }
  // ok: js.prototype-pollution
  settings[section][name] = value;
  return res.end();
}

function numbered(req, res) {
  const index = Number(req.params.index);
  // ok: js.prototype-pollution
  rows[index]["name"] = req.body.name;
  res.end();
}

function constant(req, res) {
  // ok: js.prototype-pollution
  settings["theme"]["colour"] = req.body.colour;
  res.end();
}

import set from "lodash/set";
import { setProperty } from "dot-prop";

app.put("/setting", (req, res) => {
  // ruleid: js.prototype-pollution
  set(settings, req.body.path, req.body.value);
  // ruleid: js.prototype-pollution
  setProperty(settings, req.query.path, true);
  // ok: js.prototype-pollution
  set(settings, "theme.color", req.body.color);
  res.end();
});

app.put("/walk", (req, res) => {
  let node = settings;
  for (const part of String(req.body.path).split(".")) {
    // ruleid: js.prototype-pollution
    node = node[part] ??= {};
  }
  res.end();
});

const dp = require("dot-prop");

function setting(req, res) {
  // ruleid: js.prototype-pollution
  dp.set(settings, req.body.path, req.body.value);
  // ok: js.prototype-pollution
  dp.set(settings, "shop.name", req.body.value);
}
