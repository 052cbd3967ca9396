import http from 'node:http';
import express, { Request, Response } from 'express';
import axios from 'axios';
import Fastify from 'fastify';
import got from 'got';
import Koa from 'koa';
import Router from '@koa/router';
import { NextRequest, NextResponse } from 'next/server';
import { HttpService } from '@nestjs/axios';
import { Body, Controller, Post } from '@nestjs/common';
import { firstValueFrom } from 'rxjs';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const catalogue = axios.create({ baseURL: 'https://catalogue.example.org/v1/', timeout: 2000 });

const FEED_HOSTS = new Set(['feeds.example.org', 'news.example.com']);
const REGIONS = new Map<string, string>([
  ['eu', 'https://eu.status.example.org/health'],
  ['us', 'https://us.status.example.org/health'],
]);

app.use(express.json());
koa.use(router.routes());

// unsafe: ssrf - the client names the address
app.get('/link-title', async (req: Request, res: Response) => {
  const page = await axios.get<string>(String(req.query.url), { responseType: 'text', timeout: 3000 });
  const [, title = ''] = page.data.match(/<title>([^<]{0,200})/) ?? [];
  res.json({ title });
});

// safe: ssrf - protocol and host are checked, redirects are not followed
app.get('/feed-title', async (req: Request, res: Response) => {
  const url = new URL(String(req.query.url));
  if (url.protocol !== 'https:' || !FEED_HOSTS.has(url.host)) {
    res.status(400).json({ error: 'host is not known' });
    return;
  }
  const page = await axios.get<string>(url.href, { responseType: 'text', timeout: 3000, maxRedirects: 0 });
  const [, title = ''] = page.data.match(/<title>([^<]{0,200})/) ?? [];
  res.json({ title });
});

// unsafe: ssrf - the prefix has no end, so https://api.partner.example.attacker.tld passes
export async function POST(request: NextRequest) {
  const { callback } = (await request.json()) as { callback: string };
  if (!callback.startsWith('https://api.partner.example')) {
    return NextResponse.json({ error: 'callback' }, { status: 400 });
  }
  const answer = await fetch(callback, { method: 'POST', body: JSON.stringify({ state: 'done' }) });
  return NextResponse.json({ delivered: answer.ok });
}

// safe: ssrf - the origin is compared as a whole
export async function PUT(request: NextRequest) {
  const { callback } = (await request.json()) as { callback: string };
  const target = new URL(callback);
  if (target.origin !== 'https://api.partner.example') {
    return NextResponse.json({ error: 'callback' }, { status: 400 });
  }
  const answer = await fetch(target, { method: 'POST', body: JSON.stringify({ state: 'done' }), redirect: 'error' });
  return NextResponse.json({ delivered: answer.ok });
}

// unsafe: ssrf - the host is a part of the address built here
class ProbeClient {
  constructor(private readonly host: string, private readonly port = 8080) {}

  private address(): string {
    return `http://${this.host}:${this.port}/healthz`;
  }

  async check(): Promise<number> {
    const { statusCode } = await got(this.address(), { throwHttpErrors: false, retry: { limit: 0 } });
    return statusCode;
  }
}

router.get('/probe', async (ctx) => {
  const probe = new ProbeClient(String(ctx.query.host));
  ctx.body = { status: await probe.check() };
});

// safe: ssrf - fixed host, the client's text is a query parameter
class GeocodeClient {
  constructor(private readonly place: string) {}

  private parameters(): URLSearchParams {
    return new URLSearchParams({ q: this.place, format: 'json' });
  }

  async first(): Promise<unknown> {
    const hits = await got('https://geo.example.org/search', { searchParams: this.parameters() }).json<unknown[]>();
    return hits[0];
  }
}

router.get('/geocode', async (ctx) => {
  const geocode = new GeocodeClient(String(ctx.query.place));
  ctx.body = { place: await geocode.first() };
});

// unsafe: ssrf - an absolute address given as path replaces the base URL
fastify.get<{ Querystring: { item: string } }>('/items', async (request) => {
  const { data } = await catalogue.get(request.query.item);
  return data;
});

// safe: ssrf - the path holds a number only
fastify.get<{ Params: { id: string } }>('/items/:id', async (request) => {
  const id = Number.parseInt(request.params.id, 10);
  const { data } = await catalogue.get(`items/${id}`);
  return data;
});

// unsafe: ssrf - host and port of an http.request taken from a header
app.get('/mirror', (req: Request, res: Response) => {
  const [hostname, port = '80'] = String(req.headers['x-mirror']).split(':');
  const outgoing = http.request({ hostname, port, path: '/manifest.json', method: 'HEAD' }, (answer) => {
    res.json({ size: Number(answer.headers['content-length'] ?? 0) });
  });
  outgoing.on('error', () => res.sendStatus(502));
  outgoing.end();
});

// safe: ssrf - the address comes out of a table
app.get('/regions/:region', async (req: Request, res: Response) => {
  const address = REGIONS.get(req.params.region);
  if (address === undefined) {
    res.sendStatus(404);
    return;
  }
  const answer = await fetch(address, { signal: AbortSignal.timeout(2000) });
  res.json({ up: answer.ok });
});

// safe: ssrf - of the joined text only the constant part is used
app.get('/avatar', async (req: Request, res: Response) => {
  const joined = ['https://avatars.example.org/default.json', String(req.query.user)].join(' ');
  const [address] = joined.split(' ');
  const { data } = await axios.get<{ width: number }>(address, { timeout: 2000 });
  res.json({ width: data.width });
});

// safe: ssrf - the condition of constants never lets the given address through
@Controller('webhooks')
export class WebhookController {
  constructor(private readonly client: HttpService) {}

  @Post('try')
  async tryOut(@Body('address') address: string) {
    const attempts = 3;
    const target = attempts * 5 > 20 ? address : 'https://hooks.example.org/try';
    const answer = await firstValueFrom(this.client.get(target));
    return { status: answer.status };
  }
}
