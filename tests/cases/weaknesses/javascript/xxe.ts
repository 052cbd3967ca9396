import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import express, { Request, Response } from 'express';
import Fastify from 'fastify';
import Koa from 'koa';
import Router from '@koa/router';
import multer from 'multer';
import rawBody from 'raw-body';
import { XMLParser } from 'fast-xml-parser';
import * as libxmljs from 'libxmljs2';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { parseStringPromise } from 'xml2js';
import { Controller, Post, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const upload = multer({ storage: multer.memoryStorage() });

xmlRegisterFsInputProviders();
app.use(express.text({ type: ['application/xml', 'text/xml'] }));
koa.use(router.routes());
fastify.addContentTypeParser('application/xml', { parseAs: 'string' }, (_request, body, done) => done(null, body));

// unsafe: xxe - entities of the request are replaced
app.post('/orders/import', (req: Request, res: Response) => {
  const document = libxmljs.parseXml(req.body, { noent: true });
  const items = document.find('//item').map((item) => item.toString());
  res.status(201).json({ items });
});

// safe: xxe - the same parser leaves entities alone
app.post('/orders/read', (req: Request, res: Response) => {
  const document = libxmljs.parseXml(req.body, { noent: false, nonet: true });
  const items = document.find('//item').map((item) => item.toString());
  res.status(201).json({ items });
});

// unsafe: xxe - options built in a class, nonet alone does not keep files out
class InvoiceReader {
  private readonly options = { noblanks: true, nonet: true, noent: true };

  total(source: Buffer): string {
    const document = libxmljs.parseXmlString(source.toString('utf8'), this.options);
    return document.get('//total')?.toString() ?? '0';
  }
}

app.post('/invoices/upload', upload.single('invoice'), (req: Request, res: Response) => {
  const total = new InvoiceReader().total(req.file!.buffer);
  res.json({ total });
});

// safe: xxe - the class parses with options that name no entities
class ReceiptReader {
  private readonly options = { noblanks: true, nonet: true };

  total(source: Buffer): string {
    const document = libxmljs.parseXmlString(source.toString('utf8'), this.options);
    return document.get('//total')?.toString() ?? '0';
  }
}

app.post('/receipts/upload', upload.single('receipt'), (req: Request, res: Response) => {
  const total = new ReceiptReader().total(req.file!.buffer);
  res.json({ total });
});

// unsafe: xxe - libxml2 in WebAssembly, files are registered as input above
router.post('/feeds', async (ctx) => {
  const xml = await rawBody(ctx.req, { encoding: 'utf8', limit: '1mb' });
  const document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NOENT | ParseOption.XML_PARSE_NOBLANKS });
  try {
    ctx.body = { title: document.get('/feed/title')?.content };
  } finally {
    document.dispose();
  }
});

// safe: xxe - external entities switched off by their own option
router.post('/podcasts', async (ctx) => {
  const xml = await rawBody(ctx.req, { encoding: 'utf8', limit: '1mb' });
  const document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NOENT | ParseOption.XML_PARSE_NO_XXE });
  try {
    ctx.body = { title: document.get('/feed/title')?.content };
  } finally {
    document.dispose();
  }
});

// unsafe: xxe - the request stream goes into xmllint, which expands entities
export const formatter = http.createServer((request, response) => {
  const xmllint = spawn('xmllint', ['--noent', '--format', '-']);
  request.pipe(xmllint.stdin);
  response.writeHead(200, { 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' });
  xmllint.stdout.pipe(response);
});

// safe: xxe - xmllint without expansion
export const indenter = http.createServer((request, response) => {
  const xmllint = spawn('xmllint', ['--nonet', '--format', '-']);
  request.pipe(xmllint.stdin);
  response.writeHead(200, { 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' });
  xmllint.stdout.pipe(response);
});

// unsafe: xxe - the flag is computed, and it is true here
@Controller('drawings')
export class DrawingController {
  @Post()
  @UseInterceptors(FileInterceptor('drawing'))
  size(@UploadedFile() file: Express.Multer.File) {
    const version = 3;
    const expand = version * 4 > 10;
    const root = libxmljs.parseXml(file.buffer.toString(), { noent: expand, huge: false }).root();
    return { title: root?.get('//title')?.toString() };
  }
}

// safe: xxe - the flag is computed, and it is false here
@Controller('sketches')
export class SketchController {
  @Post()
  @UseInterceptors(FileInterceptor('sketch'))
  size(@UploadedFile() file: Express.Multer.File) {
    const version = 2;
    const expand = version * 4 > 10;
    const root = libxmljs.parseXml(file.buffer.toString(), { noent: expand, huge: false }).root();
    return { title: root?.get('//title')?.toString() };
  }
}

// safe: xxe - xml2js does not resolve external entities
fastify.post<{ Body: string }>('/subscriptions', async (request) => {
  const { opml } = await parseStringPromise(request.body, { explicitArray: false, strict: true });
  return { title: opml?.head?.title };
});

// safe: xxe - fast-xml-parser with entities switched off
fastify.post<{ Body: string }>('/tracks', async (request) => {
  const parser = new XMLParser({ ignoreAttributes: false, processEntities: false });
  const { gpx } = parser.parse(request.body);
  return { name: gpx?.trk?.name };
});

// safe: xxe - entities are replaced, but in a file of this program
app.post('/manual', (_req: Request, res: Response) => {
  const document = libxmljs.parseXml(readFileSync('docs/manual.xml', 'utf8'), { noent: true, dtdload: true });
  res.json({ chapters: document.find('//chapter').length });
});
