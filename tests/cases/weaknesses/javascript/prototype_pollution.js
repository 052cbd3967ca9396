const express = require('express');
const fastify = require('fastify')();
const Koa = require('koa');
const bodyParser = require('koa-bodyparser');
const Router = require('@koa/router');

const app = express();
const koa = new Koa();
const router = new Router();
const defaults = { theme: { dark: false, accent: 'blue' }, limits: { rows: 50 } };
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

app.use(express.json());
koa.use(bodyParser()).use(router.routes());

// unsafe: prototype-pollution - recursive merge that takes every key
function mergeSettings(target, source) {
  for (const key of Object.keys(source)) {
    if (isObject(source[key])) {
      if (!isObject(target[key])) {
        target[key] = {};
      }
      mergeSettings(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

app.post('/settings', (req, res) => {
  res.json(mergeSettings(structuredClone(defaults), req.body));
});

// safe: prototype-pollution - the merge leaves out the keys that lead to a prototype
function mergePreferences(target, source) {
  for (const key of Object.keys(source)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      continue;
    }
    if (isObject(source[key])) {
      if (!isObject(target[key])) {
        target[key] = {};
      }
      mergePreferences(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

app.post('/preferences', (req, res) => {
  res.json(mergePreferences(structuredClone(defaults), req.body));
});

// unsafe: prototype-pollution - dotted path of the client walked step by step
function setPath(root, dotted, value) {
  const keys = dotted.split('.');
  const last = keys.pop();
  let node = root;
  for (const key of keys) {
    node[key] = node[key] ?? {};
    node = node[key];
  }
  node[last] = value;
}

router.put('/widgets', (ctx) => {
  const { path, value } = ctx.request.body;
  const widget = { layout: { columns: 2 } };
  setPath(widget, path, value);
  ctx.body = widget;
});

// safe: prototype-pollution - only own properties are walked, and only known names set
function setOwnPath(root, dotted, value) {
  const keys = dotted.split('.');
  const last = keys.pop();
  let node = root;
  for (const key of keys) {
    if (!Object.hasOwn(node, key) || !isObject(node[key])) {
      throw new RangeError('unknown setting');
    }
    node = node[key];
  }
  if (!Object.hasOwn(node, last)) {
    throw new RangeError('unknown setting');
  }
  node[last] = value;
}

router.put('/panels', (ctx) => {
  const { path, value } = ctx.request.body;
  const panel = { layout: { columns: 2 } };
  setOwnPath(panel, path, value);
  ctx.body = panel;
});

// unsafe: prototype-pollution - two keys of the client in a row
const counters = {};

fastify.post('/counters', async (request) => {
  const { group, name, amount } = request.body;
  counters[group] = counters[group] || {};
  counters[group][name] = amount;
  return { groups: Object.keys(counters).length };
});

// safe: prototype-pollution - maps have no prototype keys
const tallies = new Map();

fastify.post('/tallies', async (request) => {
  const { group, name, amount } = request.body;
  const tally = tallies.get(group) ?? new Map();
  tallies.set(group, tally.set(name, amount));
  return { groups: tallies.size };
});

// unsafe: prototype-pollution - only one of the keys is refused
app.patch('/dashboards', (req, res) => {
  const dashboard = { title: 'Sales', filters: {} };
  for (const { section, field, value } of req.body.changes) {
    if (section.concat(field).includes('__proto__')) {
      return res.sendStatus(400);
    }
    const [outer, inner] = section.split('/');
    dashboard[outer][inner][field] = value;
  }
  return res.json(dashboard);
});

// safe: prototype-pollution - section and field must be in the lists
app.patch('/reports', (req, res) => {
  const report = { header: { title: '', author: '' }, footer: { title: '', author: '' } };
  for (const { section, field, value } of req.body.changes) {
    if (!['header', 'footer'].includes(section) || !['title', 'author'].includes(field)) {
      return res.sendStatus(400);
    }
    report[section][field] = value;
  }
  return res.json(report);
});

// safe: prototype-pollution - objects without a prototype on both levels
app.post('/labels', (req, res) => {
  const labels = Object.create(null);
  for (const [language, key, text] of req.body.entries) {
    labels[language] ??= Object.create(null);
    labels[language][key] = text;
  }
  res.json(labels);
});

// unsafe: prototype-pollution - list of keys folded into nested objects
const assignDeep = (root, keys, value) => {
  const parent = keys.slice(0, -1).reduce((node, key) => (node[key] ??= {}), root);
  parent[keys.at(-1)] = value;
  return root;
};

app.post('/filters', (req, res) => {
  const { keys, value } = req.body;
  res.json(assignDeep({}, keys, value));
});

// safe: prototype-pollution - the list of keys is looked up, the client only names it
const COLUMN_KEYS = new Map([
  ['width', ['columns', 'first', 'width']],
  ['order', ['columns', 'first', 'order']],
]);
const assignColumn = (root, name, value) => {
  const keys = COLUMN_KEYS.get(name) ?? ['columns', 'other'];
  const parent = keys.slice(0, -1).reduce((node, key) => (node[key] ??= {}), root);
  parent[keys.at(-1)] = value;
  return root;
};

app.post('/columns', (req, res) => {
  const { name, value } = req.body;
  res.json(assignColumn({}, name, value));
});
