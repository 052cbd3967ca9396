import fs from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import AdmZip from 'adm-zip';
import express from 'express';
import Koa from 'koa';
import Router from '@koa/router';
import multer from 'multer';
import * as tar from 'tar';
import tarStream from 'tar-stream';
import unzipper from 'unzipper';

export const app = express();
export const koa = new Koa();
const router = new Router();
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 5_000_000 } });
const THEMES = '/srv/portal/themes';

koa.use(router.routes());

// unsafe: archive-extraction - adm-zip, entry names joined with the folder
app.post('/themes', upload.single('theme'), async (req, res) => {
  const zip = new AdmZip(req.file.buffer);
  for (const entry of zip.getEntries()) {
    if (entry.isDirectory) continue;
    const target = path.join(THEMES, entry.entryName);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, entry.getData());
  }
  res.sendStatus(201);
});

// safe: archive-extraction - every target is resolved and must lie below the folder
app.post('/themes/upload', upload.single('theme'), async (req, res) => {
  const zip = new AdmZip(req.file.buffer);
  for (const entry of zip.getEntries()) {
    if (entry.isDirectory) continue;
    const target = path.resolve(THEMES, entry.entryName);
    if (!target.startsWith(THEMES + path.sep)) {
      return res.status(400).json({ error: 'entry outside of the theme' });
    }
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, entry.getData());
  }
  return res.sendStatus(201);
});

// unsafe: archive-extraction - unzipper's parser leaves the path to the caller
router.put('/albums/photos', async (ctx) => {
  let count = 0;
  const entries = ctx.req.pipe(unzipper.Parse({ forceStream: true }));
  for await (const entry of entries) {
    if (entry.type === 'File') {
      entry.pipe(fs.createWriteStream(`/srv/albums/${entry.path}`));
      count += 1;
    } else {
      entry.autodrain();
    }
  }
  ctx.body = { count };
});

// safe: archive-extraction - unzipper's Extract passes over entries outside of the folder
router.put('/albums/videos', async (ctx) => {
  await pipeline(ctx.req, unzipper.Extract({ path: '/srv/videos' }));
  ctx.body = { done: true };
});

// unsafe: archive-extraction - preservePaths keeps absolute paths and ..
export const receiver = http.createServer(async (request, response) => {
  try {
    await pipeline(request, tar.x({ cwd: '/srv/backups/incoming', preservePaths: true }));
    response.writeHead(201).end();
  } catch {
    response.writeHead(400).end();
  }
});

// safe: archive-extraction - tar strips such paths when it is not told otherwise
export const collector = http.createServer(async (request, response) => {
  try {
    await pipeline(request, tar.x({ cwd: '/srv/backups/incoming', strict: true }));
    response.writeHead(201).end();
  } catch {
    response.writeHead(400).end();
  }
});

// unsafe: archive-extraction - prefix of a path that has not been resolved
class PluginInstaller {
  constructor(root) {
    this.root = root;
    this.unpack = tarStream.extract();
    this.unpack.on('entry', (header, stream, next) => this.write(header, stream, next));
  }

  write({ name, type }, stream, next) {
    const target = this.root + '/' + name;
    if (type !== 'file' || !target.startsWith(this.root)) {
      stream.resume();
      stream.on('end', next);
      return;
    }
    stream.pipe(fs.createWriteStream(target)).on('finish', next);
  }
}

app.post('/plugins', (req, res) => {
  req.pipe(new PluginInstaller('/srv/plugins').unpack).on('finish', () => res.sendStatus(201));
});

// safe: archive-extraction - only the last part of the name is used
class IconInstaller {
  constructor(root) {
    this.root = root;
    this.unpack = tarStream.extract();
    this.unpack.on('entry', (header, stream, next) => this.write(header, stream, next));
  }

  write({ name, type }, stream, next) {
    const target = this.root + '/icon-' + path.basename(name);
    if (type !== 'file') {
      stream.resume();
      stream.on('end', next);
      return;
    }
    stream.pipe(fs.createWriteStream(target)).on('finish', next);
  }
}

app.post('/icons', (req, res) => {
  req.pipe(new IconInstaller('/srv/icons').unpack).on('finish', () => res.sendStatus(201));
});

// unsafe: archive-extraction - names with .. are counted but written all the same
app.post('/translations', upload.single('bundle'), async (req, res) => {
  const directory = await unzipper.Open.buffer(req.file.buffer);
  let suspicious = 0;
  for (const file of directory.files.filter(({ type }) => type === 'File')) {
    if (file.path.split(/[\\/]/).includes('..')) {
      suspicious += 1;
    }
    await writeFile(path.join('/srv/locales', file.path), await file.buffer());
  }
  res.json({ suspicious });
});

// safe: archive-extraction - names with .. are passed over
app.post('/glossaries', upload.single('bundle'), async (req, res) => {
  const directory = await unzipper.Open.buffer(req.file.buffer);
  let suspicious = 0;
  for (const file of directory.files.filter(({ type }) => type === 'File')) {
    if (file.path.split(/[\\/]/).includes('..')) {
      suspicious += 1;
      continue;
    }
    await writeFile(path.join('/srv/glossaries', file.path), await file.buffer());
  }
  res.json({ suspicious });
});

// safe: archive-extraction - the entry is read, its name is chosen here
app.post('/presets', upload.single('archive'), async (req, res) => {
  const zip = new AdmZip(req.file.buffer);
  const [first] = zip.getEntries();
  const name = first.entryName.endsWith('.json') ? 'preset.json' : 'preset.txt';
  await writeFile(path.join('/srv/presets', name), first.getData());
  res.sendStatus(201);
});
