const express = require('express');
const cookieParser = require('cookie-parser');
const fastify = require('fastify')();
const fs = require('node:fs');
const funcster = require('funcster');
const Koa = require('koa');
const bodyParser = require('koa-bodyparser');
const Router = require('@koa/router');
const serialize = require('node-serialize');
const yaml = require('js-yaml');
const { all: javascriptTypes } = require('js-yaml-js-types');

const app = express();
const koa = new Koa();
const router = new Router();
const WITH_FUNCTIONS = yaml.DEFAULT_SCHEMA.extend(javascriptTypes);

app.use(cookieParser(), express.json(), express.text({ type: 'application/yaml' }));
koa.use(bodyParser()).use(router.routes());

// unsafe: deserialization - cookie in base64 given to node-serialize
app.get('/profile', (req, res) => {
  const cookie = req.cookies.profile;
  if (!cookie) {
    return res.json({ theme: 'light' });
  }
  const profile = serialize.unserialize(Buffer.from(cookie, 'base64').toString());
  return res.json({ theme: profile.theme === 'dark' ? 'dark' : 'light' });
});

// safe: deserialization - the same cookie read as JSON
app.get('/preferences', (req, res) => {
  const cookie = req.cookies.preferences;
  if (!cookie) {
    return res.json({ theme: 'light' });
  }
  const preferences = JSON.parse(Buffer.from(cookie, 'base64').toString());
  return res.json({ theme: preferences.theme === 'dark' ? 'dark' : 'light' });
});

// unsafe: deserialization - YAML schema that knows functions
app.post('/pipelines', (req, res) => {
  const pipeline = yaml.load(req.body, { schema: WITH_FUNCTIONS });
  res.status(201).json({ title: `${pipeline.title}`, steps: pipeline.steps.length });
});

// safe: deserialization - YAML schema of plain JSON types
app.post('/workflows', (req, res) => {
  const workflow = yaml.load(req.body, { schema: yaml.JSON_SCHEMA });
  res.status(201).json({ title: `${workflow.title}`, steps: workflow.steps.length });
});

// unsafe: deserialization - helper passes the body on
const revive = (text) => serialize.unserialize(text);

router.post('/carts/restore', (ctx) => {
  const { cart } = ctx.request.body;
  const { items = [] } = revive(cart);
  ctx.body = { count: items.length };
});

// safe: deserialization - helper gives back a constant cart
const emptyCart = (text) => serialize.unserialize(text.length > 0 ? '{"items":[]}' : '{}');

router.post('/carts/reset', (ctx) => {
  const { cart } = ctx.request.body;
  const { items = [] } = emptyCart(String(cart));
  ctx.body = { count: items.length };
});

// unsafe: deserialization - functions of the request made real by funcster
fastify.post('/jobs', async (request, reply) => {
  const { job } = request.body;
  const task = funcster.deepDeserialize(job);
  reply.code(202);
  return { name: task.name, steps: Object.keys(task).length };
});

// safe: deserialization - fields of the request are read one by one
fastify.post('/reminders', async (request, reply) => {
  const { job } = request.body;
  const task = { name: String(job.name), delay: Number.parseInt(job.delay, 10) };
  reply.code(202);
  return { name: task.name, steps: Object.keys(task).length };
});

// unsafe: deserialization - the tainted element is the one taken
app.post('/drafts/merge', (req, res) => {
  const versions = ['{"text":""}'];
  versions.push(String(req.body.draft));
  const latest = serialize.unserialize(versions[versions.length - 1]);
  res.json({ length: String(latest.text).length });
});

// safe: deserialization - the constant element is the one taken
app.post('/drafts/blank', (req, res) => {
  const versions = ['{"text":""}'];
  versions.push(String(req.body.draft));
  const first = serialize.unserialize(versions[0]);
  res.json({ length: String(first.text).length, versions: versions.length });
});

// safe: deserialization - functions are allowed in a file of this program, not in the request
app.get('/presets/:name', (req, res) => {
  const presets = yaml.load(fs.readFileSync('config/presets.yaml', 'utf8'), { schema: WITH_FUNCTIONS });
  const preset = presets.find(({ name }) => name === req.params.name);
  res.json({ known: preset !== undefined });
});

// safe: deserialization - the branch that takes the header never runs
app.get('/layout', (req, res) => {
  const columns = 12;
  const source = columns / 4 === 3 ? '{"left":8,"right":4}' : req.get('X-Layout');
  res.json(serialize.unserialize(source));
});
