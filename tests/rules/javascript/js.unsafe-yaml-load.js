const yaml = require("js-yaml");
const { DEFAULT_FULL_SCHEMA } = require("js-yaml");
const unsafe = require("js-yaml-js-types").all;

function full(text) {
  // ruleid: js.unsafe-yaml-load
  return yaml.load(text, { schema: yaml.DEFAULT_FULL_SCHEMA });
}

function named(text) {
  // ruleid: js.unsafe-yaml-load
  return yaml.loadAll(text, { schema: DEFAULT_FULL_SCHEMA });
}

function extended(text) {
  // ruleid: js.unsafe-yaml-load
  return yaml.load(text, { schema: unsafe });
}

function standard(text) {
  // ok: js.unsafe-yaml-load
  return yaml.load(text);
}

function json(text) {
  // ok: js.unsafe-yaml-load
  return yaml.load(text, { schema: yaml.JSON_SCHEMA });
}

function other(text) {
  // ok: js.unsafe-yaml-load
  return toml.load(text, { schema: DEFAULT_FULL_SCHEMA });
}

const open = yaml.DEFAULT_SCHEMA.extend(unsafe);
// ruleid: js.unsafe-yaml-load
const document = yaml.load(text, { schema: open });

const plain = yaml.JSON_SCHEMA;
// ok: js.unsafe-yaml-load
const data = yaml.load(text, { schema: plain });
