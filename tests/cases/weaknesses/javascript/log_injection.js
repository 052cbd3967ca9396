import fs from 'node:fs';
import util from 'node:util';
import express from 'express';
import cookieParser from 'cookie-parser';
import Fastify from 'fastify';
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';
import Router from '@koa/router';
import log4js from 'log4js';
import pino from 'pino';
import winston from 'winston';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const { combine, timestamp, printf } = winston.format;

const logger = winston.createLogger({
  format: combine(timestamp(), printf(({ timestamp: time, level, message }) => `${time} ${level} ${message}`)),
  transports: [new winston.transports.File({ filename: 'service.log' })],
});
const jsonLogger = pino({ level: 'info' });
const accessLogger = log4js.getLogger('access');
const CHANNELS = new Map([
  ['web', 'web shop'],
  ['app', 'mobile app'],
]);

app.use(express.json(), express.urlencoded({ extended: false }), cookieParser());
koa.use(bodyParser()).use(router.routes());

// unsafe: log-injection - user name of the form in a line of the log
app.post('/login/failed', (req, res) => {
  const { username } = req.body;
  console.warn('Sign-in failed for ' + username);
  res.sendStatus(401);
});

// safe: log-injection - control characters are replaced first
app.post('/login/locked', (req, res) => {
  const { username } = req.body;
  const printable = String(username).replace(/[^\x20-\x7e]/g, '?');
  console.warn('Sign-in refused for ' + printable);
  res.sendStatus(423);
});

// unsafe: log-injection - winston with a plain text format
app.get('/orders', (req, res) => {
  const { reference = 'none', page = 1 } = req.query;
  logger.info(`orders listed, reference ${reference}, page ${Number(page)}`);
  res.json([]);
});

// safe: log-injection - JSON.stringify writes line ends as \n in quotes
app.get('/invoices', (req, res) => {
  const { reference = 'none', page = 1 } = req.query;
  logger.info(`invoices listed, reference ${JSON.stringify(reference)}, page ${Number(page)}`);
  res.json([]);
});

// unsafe: log-injection - one replace, and no carriage return
class AuditTrail {
  constructor(file) {
    this.file = file;
  }

  record(actor, action) {
    const line = [new Date().toISOString(), actor.replace('\n', ' '), action].join('\t');
    fs.appendFileSync(this.file, line + '\n');
  }
}

router.post('/documents/:id/share', (ctx) => {
  new AuditTrail('/var/log/portal/audit.log').record(String(ctx.request.body.recipient), 'share');
  ctx.status = 204;
});

// safe: log-injection - the recipient is percent-encoded
class ShareTrail {
  constructor(file) {
    this.file = file;
  }

  record(actor, action) {
    const line = [new Date().toISOString(), encodeURIComponent(actor), action].join('\t');
    fs.appendFileSync(this.file, line + '\n');
  }
}

router.post('/folders/:id/share', (ctx) => {
  new ShareTrail('/var/log/portal/share.log').record(String(ctx.request.body.recipient), 'share');
  ctx.status = 204;
});

// unsafe: log-injection - util.format with %s, decoded path parameter
fastify.get('/files/:name', async (request, reply) => {
  const line = util.format('file %s asked for by %s', request.params.name, request.ip);
  process.stdout.write(`${line}\n`);
  return reply.code(404).send();
});

// safe: log-injection - %d makes a number of it
fastify.get('/pictures/:number', async (request, reply) => {
  const line = util.format('picture %d asked for by %s', Number.parseInt(request.params.number, 10), request.ip);
  process.stdout.write(`${line}\n`);
  return reply.code(404).send();
});

// unsafe: log-injection - log4js, value of a cookie that cookie-parser has decoded
app.get('/landing', (req, res) => {
  const { campaign } = req.cookies;
  if (campaign) {
    accessLogger.info('landing page reached through campaign %s', campaign);
  }
  res.sendStatus(204);
});

// safe: log-injection - pino writes one JSON object a line
app.get('/welcome', (req, res) => {
  const { campaign } = req.cookies;
  if (campaign) {
    jsonLogger.info({ campaign }, 'welcome page reached through campaign');
  }
  res.sendStatus(204);
});

// safe: log-injection - the word that is logged comes from the table
app.get('/channel', (req, res) => {
  const channel = CHANNELS.get(req.query.channel);
  if (!channel) {
    return res.sendStatus(400);
  }
  console.info(`visit through ${channel}`);
  return res.sendStatus(204);
});

// safe: log-injection - the ternary takes the constant
app.post('/feedback', (req, res) => {
  const verbosity = 2;
  const subject = verbosity + 3 > 6 ? req.body.subject : 'feedback';
  logger.info('received: ' + subject);
  res.sendStatus(202);
});
