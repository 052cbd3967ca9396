import express, { Request, Response } from 'express';
import escapeStringRegexp from 'escape-string-regexp';
import Fastify from 'fastify';
import Koa from 'koa';
import Router from '@koa/router';
import { escapeRegExp } from 'lodash';
import RE2 from 're2';
import { NextRequest, NextResponse } from 'next/server';
import { BadRequestException, Body, Controller, Post } from '@nestjs/common';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const HEADLINES = ['Harbour reopens', 'New timetable for ferries', 'Storm warning lifted'];
const CODE_PATTERNS = new Map<string, RegExp>([
  ['voucher', /^[A-Z]{4}-\d{4}$/],
  ['parcel', /^\d{12}$/],
]);

app.use(express.json());
koa.use(router.routes());

// unsafe: regex-dos - the optional blank makes the repetition ambiguous
app.post('/addresses', (req: Request, res: Response) => {
  const { street } = req.body as { street: string };
  if (!/^([a-zA-Z]+\s?)*$/.test(street)) {
    res.status(422).json({ field: 'street' });
    return;
  }
  res.sendStatus(201);
});

// safe: regex-dos - one blank between words, nothing to try twice
app.post('/addresses/short', (req: Request, res: Response) => {
  const { street } = req.body as { street: string };
  if (!/^[a-zA-Z]+(?: [a-zA-Z]+)*$/.test(street)) {
    res.status(422).json({ field: 'street' });
    return;
  }
  res.sendStatus(201);
});

// unsafe: regex-dos - pattern written by the client
router.get('/headlines', (ctx) => {
  const { match = '.*' } = ctx.query as { match?: string };
  const pattern = new RegExp(match, 'i');
  ctx.body = HEADLINES.filter((headline) => pattern.test(headline));
});

// safe: regex-dos - the client's text is escaped, so it is a plain word
router.get('/headlines/containing', (ctx) => {
  const { match = '' } = ctx.query as { match?: string };
  const pattern = new RegExp(escapeRegExp(match), 'i');
  ctx.body = HEADLINES.filter((headline) => pattern.test(headline));
});

// safe: regex-dos - RE2 matches in linear time
router.get('/headlines/matching', (ctx) => {
  const { match = '.*' } = ctx.query as { match?: string };
  const pattern = new RE2(match, 'i');
  ctx.body = HEADLINES.filter((headline) => pattern.test(headline));
});

// unsafe: regex-dos - length is checked only after the match
const MAIL = /^([a-z0-9]+[._-]?)+@example\.org$/;

export async function POST(request: NextRequest) {
  const { mail } = (await request.json()) as { mail: string };
  const matches = MAIL.test(mail);
  if (mail.length > 24) {
    return NextResponse.json({ error: 'too long' }, { status: 400 });
  }
  return NextResponse.json({ matches });
}

// safe: regex-dos - at most sixteen characters get to the pattern
const STAFF_MAIL = /^([a-z0-9]+[._-]?)+@a\.eu$/;

export async function PUT(request: NextRequest) {
  const { mail } = (await request.json()) as { mail: unknown };
  if (typeof mail !== 'string' || mail.length > 16) {
    return NextResponse.json({ error: 'too long' }, { status: 400 });
  }
  return NextResponse.json({ matches: STAFF_MAIL.test(mail) });
}

// unsafe: regex-dos - alternatives that overlap, put together in a service
class VersionService {
  private readonly part = '(\\d|[0-9]|x)';
  private readonly pattern = new RegExp('^v' + this.part + '+(\\.' + this.part + '+)*$');

  accepts(version: string): boolean {
    return this.pattern.exec(version) !== null;
  }
}

@Controller('versions')
export class VersionController {
  private readonly service = new VersionService();

  @Post('check')
  check(@Body('version') version: string) {
    if (!this.service.accepts(version)) {
      throw new BadRequestException();
    }
    return { accepted: true };
  }
}

// safe: regex-dos - the same language without overlapping alternatives
class ReleaseService {
  private readonly part = '[0-9x]';
  private readonly pattern = new RegExp('^v' + this.part + '+(\\.' + this.part + '+)*$');

  accepts(release: string): boolean {
    return this.pattern.exec(release) !== null;
  }
}

@Controller('releases')
export class ReleaseController {
  private readonly service = new ReleaseService();

  @Post('check')
  check(@Body('release') release: string) {
    if (!this.service.accepts(release)) {
      throw new BadRequestException();
    }
    return { accepted: true };
  }
}

// unsafe: regex-dos - a pattern of the client inside a larger one
fastify.get<{ Querystring: { prefix: string; text: string } }>('/mask', async (request) => {
  const { prefix, text } = request.query;
  const parts = ['\\b', prefix, '\\w*'];
  return { masked: text.replace(new RegExp(parts.join(''), 'g'), '***') };
});

// safe: regex-dos - prefix escaped before it becomes part of the pattern
fastify.get<{ Querystring: { prefix: string; text: string } }>('/hide', async (request) => {
  const { prefix, text } = request.query;
  const parts = ['\\b', escapeStringRegexp(prefix), '\\w*'];
  return { masked: text.replace(new RegExp(parts.join(''), 'g'), '***') };
});

// safe: regex-dos - pattern out of a table
app.post('/codes/check', (req: Request, res: Response) => {
  const pattern = CODE_PATTERNS.get(String(req.body.kind));
  if (!pattern) {
    res.sendStatus(400);
    return;
  }
  res.json({ valid: pattern.test(String(req.body.code)) });
});
