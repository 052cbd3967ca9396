import vm from 'node:vm';
import http from 'node:http';
import express from 'express';
import Fastify from 'fastify';
import Koa from 'koa';
import Router from '@koa/router';
import bodyParser from 'koa-bodyparser';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();

const DISCOUNTS = new Map([
  ['students', 'price * 0.8'],
  ['staff', 'price * 0.5'],
]);

app.use(express.json());
koa.use(bodyParser()).use(router.routes());

// unsafe: code-injection - eval of a query value
app.get('/calculator', (req, res) => {
  const { expression = '0' } = req.query;
  try {
    res.json({ result: eval('(' + expression + ')') });
  } catch {
    res.status(422).json({ error: 'cannot be computed' });
  }
});

// safe: code-injection - the expression is taken as JSON, not as code
app.get('/calculator/sum', (req, res) => {
  const { numbers = '[]' } = req.query;
  try {
    const values = JSON.parse(numbers);
    res.json({ result: values.map(Number).reduce((sum, value) => sum + value, 0) });
  } catch {
    res.status(422).json({ error: 'cannot be computed' });
  }
});

// unsafe: code-injection - Function built by a helper from a body field
const compileFormula = (source) => new Function('row', `"use strict"; return ${source};`);

router.post('/sheets/column', (ctx) => {
  const { formula, rows } = ctx.request.body;
  const compute = compileFormula(formula);
  ctx.body = rows.map((row) => compute(row));
});

// safe: code-injection - the helper picks a function that is written here
const pickFormula = (name) => {
  switch (name) {
    case 'gross':
      return 'row.net * 1.19';
    case 'margin':
      return 'row.price - row.cost';
    default:
      return '0';
  }
};

router.post('/sheets/preset', (ctx) => {
  const { formula, rows } = ctx.request.body;
  const compute = new Function('row', `"use strict"; return ${pickFormula(formula)};`);
  ctx.body = rows.map((row) => compute(row));
});

// unsafe: code-injection - a vm context does not keep code in
fastify.post('/rules/preview', async (request) => {
  const { rule, order } = request.body;
  const sandbox = { order, result: null };
  vm.runInNewContext(`result = (${rule})`, sandbox, { timeout: 200 });
  return { result: sandbox.result };
});

// safe: code-injection - constant script, the client's values are only data in the context
fastify.post('/rules/total', async (request) => {
  const { price, quantity } = request.body;
  const sandbox = { price: Number(price), quantity: Number(quantity), result: null };
  vm.runInNewContext('result = price * quantity', sandbox, { timeout: 200 });
  return { result: sandbox.result };
});

// unsafe: code-injection - request body streamed into a Script, after a filter of one word
export const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const source = Buffer.concat(chunks).toString('utf8').replace('require', '');
  const script = new vm.Script(source, { filename: 'task.js' });
  const value = script.runInThisContext();
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ type: typeof value }));
});

// safe: code-injection - the constant element of the list is the one that runs
app.post('/tasks/probe', (req, res) => {
  const scripts = ['process.uptime()'];
  scripts.push(String(req.body.script));
  const [first] = scripts;
  const value = new vm.Script(first, { filename: 'probe.js' }).runInThisContext();
  res.json({ type: typeof value, waiting: scripts.length - 1 });
});

// unsafe: code-injection - text pasted between quotes in code
app.get('/badges/:label', (req, res) => {
  const drawing = new Function('width', "return { text: '" + req.params.label + "', width: width };");
  res.json(drawing(120));
});

// safe: code-injection - the factor is a finite number when it is pasted
app.get('/scale/:factor', (req, res) => {
  const factor = Number.parseFloat(req.params.factor);
  if (!Number.isFinite(factor)) {
    return res.sendStatus(400);
  }
  const scale = new Function('value', `return value * (${factor});`);
  return res.json([1, 10, 100].map((value) => scale(value)));
});

// safe: code-injection - formula from a table
app.get('/discounts/:group', (req, res) => {
  const formula = DISCOUNTS.get(req.params.group) ?? 'price';
  const price = Number(req.query.price);
  res.json({ price: vm.runInNewContext(formula, { price }) });
});
