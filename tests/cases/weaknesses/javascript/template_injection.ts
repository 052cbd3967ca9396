import express, { Request, Response } from 'express';
import ejs from 'ejs';
import Fastify from 'fastify';
import Handlebars from 'handlebars';
import nunjucks from 'nunjucks';
import pug from 'pug';
import Koa from 'koa';
import Router from '@koa/router';
import bodyParser from 'koa-bodyparser';
import nodemailer from 'nodemailer';
import { Body, Controller, Post } from '@nestjs/common';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const views = new nunjucks.Environment(new nunjucks.FileSystemLoader('views'), { autoescape: true });
const transport = nodemailer.createTransport({ host: 'localhost' });

const LETTERS = new Map<string, string>([
  ['welcome', 'Welcome to the club, {{ name }}!'],
  ['goodbye', 'We are sorry to see you go, {{ name }}.'],
]);

app.use(express.json());
koa.use(bodyParser()).use(router.routes());

// unsafe: template-injection - EJS source from the body
app.post('/mailings/preview', (req: Request, res: Response) => {
  const { body, recipient } = req.body as { body: string; recipient: string };
  const text = ejs.render(body, { recipient });
  res.json({ text });
});

// safe: template-injection - constant EJS source, the body is a value
app.post('/mailings/quote', (req: Request, res: Response) => {
  const { body, recipient } = req.body as { body: string; recipient: string };
  const text = ejs.render('Dear <%= recipient %>,\n\n<%= body %>\n', { recipient, body });
  res.json({ text });
});

// unsafe: template-injection - the name is pasted into the source before compiling
router.get('/certificates/:course', (ctx) => {
  const holder = String(ctx.query.holder);
  const source = ['h1 Certificate', 'p This is to certify that ' + holder, 'p passed #{course}.'].join('\n');
  const template = pug.compile(source);
  ctx.type = 'html';
  ctx.body = template({ course: ctx.params.course });
});

// safe: template-injection - the same certificate with locals
router.get('/diplomas/:course', (ctx) => {
  const holder = String(ctx.query.holder);
  const source = ['h1 Diploma', 'p This is to certify that #{holder}', 'p passed #{course}.'].join('\n');
  const template = pug.compile(source);
  ctx.type = 'html';
  ctx.body = template({ course: ctx.params.course, holder });
});

// unsafe: template-injection - a helper hands the query value to renderString
const signature = (greeting: string): string => `${greeting}\n-- \n{{ company }}`;

fastify.get<{ Querystring: { greeting?: string } }>('/signature', async (request) => {
  const { greeting = 'Kind regards' } = request.query;
  return { signature: nunjucks.renderString(signature(greeting), { company: 'Example Ltd.' }) };
});

// safe: template-injection - the helper answers with one of its own constants
function closing(style: string | undefined): string {
  switch (style) {
    case 'formal':
      return 'Yours sincerely';
    case 'short':
      return 'Best';
    default:
      return 'Kind regards';
  }
}

fastify.get<{ Querystring: { style?: string } }>('/closing', async (request) => {
  const source = `${closing(request.query.style)}\n-- \n{{ company }}`;
  return { signature: nunjucks.renderString(source, { company: 'Example Ltd.' }) };
});

// unsafe: template-injection - Handlebars subject line compiled out of a DTO
interface CampaignDto {
  subject: string;
}

@Controller('campaigns')
export class CampaignController {
  @Post('test')
  async sendTest(@Body() campaign: CampaignDto) {
    const subject = Handlebars.compile(campaign.subject);
    await transport.sendMail({ to: 'editor@example.org', subject: subject({ date: new Date() }), text: 'Test' });
    return { sent: true };
  }
}

// safe: template-injection - the compiled element of the list is the constant one
interface NoticeDto {
  subject: string;
}

@Controller('notices')
export class NoticeController {
  @Post('test')
  async sendTest(@Body() notice: NoticeDto) {
    const sources = ['Notice of {{ date }}', notice.subject];
    const subject = Handlebars.compile(sources[0]);
    await transport.sendMail({ to: 'editor@example.org', subject: subject({ date: new Date() }), text: 'Test' });
    return { sent: true, given: sources.length };
  }
}

// unsafe: template-injection - the look-up falls back to the client's own text
app.get('/letters/draft', (req: Request, res: Response) => {
  const kind = String(req.query.kind);
  const source = LETTERS.get(kind) ?? kind;
  res.json({ letter: views.renderString(source, { name: 'Jo' }) });
});

// safe: template-injection - only sources of the table are rendered
app.get('/letters/:kind', (req: Request, res: Response) => {
  const source = LETTERS.get(req.params.kind);
  if (source === undefined) {
    res.sendStatus(404);
    return;
  }
  res.json({ letter: views.renderString(source, { name: String(req.query.name) }) });
});

// safe: template-injection - a view chosen by the server, client text as a local
app.get('/search', (req: Request, res: Response) => {
  const terms = String(req.query.q ?? '').split(/\s+/, 10);
  res.type('html').send(views.render('search.njk', { terms, count: terms.length }));
});
