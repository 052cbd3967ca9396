import crypto from 'node:crypto';
import fs from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import querystring from 'node:querystring';
import express from 'express';
import Fastify from 'fastify';
import Koa from 'koa';
import Router from '@koa/router';
import multer from 'multer';
import { validate as isUuid } from 'uuid';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 1_000_000 } });

const REPORTS = path.resolve('/srv/reports');
const MANUALS = { en: 'manual-en.txt', de: 'manual-de.txt', pt: 'manual-pt.txt' };

koa.use(router.routes());

// unsafe: path-traversal - join does not keep below the folder
app.get('/reports', async (req, res) => {
  const { file } = req.query;
  const text = await readFile(path.join(REPORTS, String(file)), 'utf8');
  res.json({ lines: text.split('\n').length });
});

// safe: path-traversal - resolved, then compared with the folder
app.get('/reports/lines', async (req, res) => {
  const target = path.resolve(REPORTS, String(req.query.file));
  if (!target.startsWith(REPORTS + path.sep)) {
    return res.sendStatus(404);
  }
  const text = await readFile(target, 'utf8');
  return res.json({ lines: text.split('\n').length });
});

// unsafe: path-traversal - prefix compared before the path is resolved
router.get('/notes', async (ctx) => {
  const requested = `/srv/notes/${ctx.query.name}`;
  if (!requested.startsWith('/srv/notes/')) {
    ctx.throw(403);
  }
  ctx.type = 'text/plain';
  ctx.body = fs.createReadStream(path.normalize(requested));
});

// safe: path-traversal - path.relative tells whether the resolved path leaves the folder
router.get('/memos', async (ctx) => {
  const requested = path.resolve('/srv/memos', String(ctx.query.name));
  const relative = path.relative('/srv/memos', requested);
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) {
    ctx.throw(403);
  }
  ctx.type = 'text/plain';
  ctx.body = fs.createReadStream(requested);
});

// unsafe: path-traversal - one replace is no filter
const cleanName = (name) => name.replace('../', '');

fastify.get('/exports/:name', async (request) => {
  const target = `/srv/exports/${cleanName(request.params.name)}`;
  const [content, { mtime }] = await Promise.all([readFile(target, 'utf8'), stat(target)]);
  return { content, changed: mtime.toISOString() };
});

// safe: path-traversal - basename leaves no folder part
const baseName = (name) => path.basename(name, '.csv');

fastify.get('/drafts/:name', async (request) => {
  const target = `/srv/drafts/${baseName(request.params.name)}.csv`;
  const [content, { mtime }] = await Promise.all([readFile(target, 'utf8'), stat(target)]);
  return { content, changed: mtime.toISOString() };
});

// unsafe: path-traversal - name field of a form decides where the upload goes
app.post('/avatars', upload.single('avatar'), async (req, res) => {
  const { file, body } = req;
  const folder = path.join('/srv/avatars', body.album);
  await writeFile(folder + '/' + crypto.randomUUID() + '.png', file.buffer);
  res.status(201).end();
});

// safe: path-traversal - album must be a UUID
app.post('/covers', upload.single('cover'), async (req, res) => {
  const { file, body } = req;
  if (!isUuid(body.album)) {
    return res.status(400).json({ error: 'album' });
  }
  const folder = path.join('/srv/covers', body.album);
  await writeFile(folder + '/' + crypto.randomUUID() + '.png', file.buffer);
  return res.status(201).end();
});

// unsafe: path-traversal - percent-encoded dots pass the check and are decoded after it
export const server = http.createServer(async (request, response) => {
  const [pathname] = request.url.split('?');
  if (pathname.includes('..')) {
    response.writeHead(400).end();
    return;
  }
  try {
    response.end(await readFile('/srv/public' + querystring.unescape(pathname)));
  } catch {
    response.writeHead(404).end();
  }
});

// safe: path-traversal - sendFile with a root refuses to leave it
app.get('/downloads/:name', (req, res, next) => {
  res.sendFile(req.params.name, { root: '/srv/downloads', dotfiles: 'deny' }, (error) => {
    if (error) {
      next(error);
    }
  });
});

// safe: path-traversal - file name from a table
app.get('/manual', async (req, res) => {
  const language = String(req.query.lang);
  const name = Object.hasOwn(MANUALS, language) ? MANUALS[language] : MANUALS.en;
  res.type('text/plain').send(await readFile(path.join('/srv/manuals', name), 'utf8'));
});

// safe: path-traversal - the variable is overwritten before it is used
app.get('/logo', (req, res) => {
  let theme = req.query.theme;
  const known = theme === 'dark' || theme === 'light';
  theme = known ? 'themed.svg' : 'plain.svg';
  res.type('image/svg+xml');
  fs.createReadStream(path.join('/srv/logos', theme)).pipe(res);
});
