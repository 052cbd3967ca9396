import express, { NextFunction, Request, Response } from 'express';
import session from 'express-session';
import cookieParser from 'cookie-parser';
import Fastify from 'fastify';
import fastifyCookie from '@fastify/cookie';
import fastifySession from '@fastify/session';
import Koa from 'koa';
import koaSession from 'koa-session';
import bodyParser from 'koa-bodyparser';
import Router from '@koa/router';
import { Pool } from 'pg';
import { z } from 'zod';
import { BadRequestException, Body, Controller, Post, Session } from '@nestjs/common';

declare module 'express-session' {
  interface SessionData {
    userId: string;
    role: string;
    tenant: string;
    locale: string;
  }
}

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const pool = new Pool();
const LOCALES = ['en-GB', 'de-DE', 'pt-PT'];
const PLANS = new Map<string, { seats: number; price: number }>([
  ['small', { seats: 5, price: 49 }],
  ['large', { seats: 50, price: 399 }],
]);

app.use(express.json(), cookieParser());
app.use(
  session({
    secret: process.env.SESSION_SECRET as string,
    resave: false,
    saveUninitialized: false,
    cookie: { secure: true, httpOnly: true, sameSite: 'lax' },
  }),
);
koa.keys = [process.env.SESSION_SECRET as string];
koa.use(bodyParser()).use(koaSession({ secure: true }, koa)).use(router.routes());
fastify.register(fastifyCookie);
fastify.register(fastifySession, { secret: process.env.SESSION_SECRET as string });

// unsafe: trust-boundary - the role is what the client says it is
app.post('/workspace/enter', (req: Request, res: Response) => {
  const { role = 'reader' } = req.body as { role?: string };
  req.session.role = role;
  res.sendStatus(204);
});

// safe: trust-boundary - the role is read from the database for the user of the session
app.post('/workspace/join', async (req: Request, res: Response) => {
  const { rows } = await pool.query('SELECT role FROM members WHERE user_id = $1', [req.session.userId]);
  if (rows.length === 0) {
    res.sendStatus(403);
    return;
  }
  req.session.role = rows[0].role;
  res.sendStatus(204);
});

// unsafe: trust-boundary - tenant header put into the session by a middleware
function rememberTenant(req: Request, _res: Response, next: NextFunction): void {
  const tenant = req.get('X-Tenant');
  if (tenant) {
    req.session.tenant = tenant.toLowerCase();
  }
  next();
}

app.use('/tenant', rememberTenant);

// safe: trust-boundary - membership of the tenant is checked before it is remembered
async function switchTenant(req: Request, res: Response): Promise<void> {
  const tenant = String(req.get('X-Tenant'));
  const { rowCount } = await pool.query('SELECT 1 FROM tenant_members WHERE tenant = $1 AND user_id = $2', [
    tenant,
    req.session.userId,
  ]);
  if (rowCount !== 1) {
    res.sendStatus(403);
    return;
  }
  req.session.tenant = tenant;
  res.sendStatus(204);
}

app.post('/tenant/switch', switchTenant);

// unsafe: trust-boundary - price and seats of the order as the client sends them
router.post('/checkout/plan', (ctx) => {
  const { plan, seats, price } = ctx.request.body as { plan: string; seats: number; price: number };
  ctx.session!.order = { plan, seats, price, chosenAt: Date.now() };
  ctx.status = 204;
});

// safe: trust-boundary - price and seats from the table, the client only names the plan
router.post('/checkout/choose', (ctx) => {
  const { plan } = ctx.request.body as { plan: string };
  const entry = PLANS.get(plan);
  if (!entry) {
    ctx.throw(400, 'unknown plan');
  }
  ctx.session!.order = { seats: entry.seats, price: entry.price, chosenAt: Date.now() };
  ctx.status = 204;
});

// unsafe: trust-boundary - user id from a cookie that is not signed
app.get('/resume', (req: Request, res: Response) => {
  const remembered = new Map<string, string>();
  remembered.set('locale', 'en-GB');
  remembered.set('user', req.cookies.remember);
  req.session.userId = remembered.get('user') ?? '';
  res.redirect('/home');
});

// safe: trust-boundary - only the constant of the map goes into the session
app.get('/resume/locale', (req: Request, res: Response) => {
  const remembered = new Map<string, string>();
  remembered.set('locale', 'en-GB');
  remembered.set('user', req.cookies.remember);
  req.session.locale = remembered.get('locale') ?? 'en-GB';
  res.redirect('/home');
});

// unsafe: trust-boundary - the answer 400 does not end the function
fastify.post<{ Body: { locale: string } }>('/locale', async (request, reply) => {
  const { locale } = request.body;
  if (!LOCALES.includes(locale)) {
    reply.code(400);
  }
  request.session.set('locale', locale);
  return { done: true };
});

// safe: trust-boundary - unknown values end the function
fastify.post<{ Body: { locale: string } }>('/language', async (request, reply) => {
  const { locale } = request.body;
  if (!LOCALES.includes(locale)) {
    return reply.code(400).send({ done: false });
  }
  request.session.set('locale', locale);
  return { done: true };
});

// safe: trust-boundary - the schema lets two words through and throws for all others
const densitySchema = z.object({ density: z.enum(['compact', 'comfortable']) });

@Controller('display')
export class DisplayController {
  @Post()
  choose(@Body() body: unknown, @Session() userSession: Record<string, unknown>) {
    const result = densitySchema.safeParse(body);
    if (!result.success) {
      throw new BadRequestException();
    }
    userSession.density = result.data.density;
    return { done: true };
  }
}
