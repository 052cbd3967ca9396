import { createHmac, timingSafeEqual } from 'node:crypto';
import cookieParser from 'cookie-parser';
import csurf from 'csurf';
import express from 'express';
import { jwtVerify } from 'jose';
import CSRF from 'koa-csrf';
import lusca from 'lusca';

import { requireLogin, sessions } from './sessions.js';

const cookie = { httpOnly: true, secure: true, sameSite: 'lax' };

// unsafe: csrf - the methods that change something are left out
export function accountRoutes() {
  const router = express.Router();
  router.use(cookieParser(), sessions, csurf({ cookie, ignoreMethods: ['GET', 'HEAD', 'OPTIONS', 'POST'] }));
  router.post('/email', requireLogin, async (req, res) => {
    await req.user.update({ email: String(req.body.email) });
    res.redirect('/account');
  });
  return router;
}

// safe: csrf - only the methods that change nothing are left out
export function profileRoutes() {
  const router = express.Router();
  router.use(cookieParser(), sessions, csurf({ cookie, ignoreMethods: ['GET', 'HEAD', 'OPTIONS'] }));
  router.post('/email', requireLogin, async (req, res) => {
    await req.user.update({ email: String(req.body.email) });
    res.redirect('/profile');
  });
  return router;
}

// unsafe: csrf - the pages of the logged-in user are exempt
export function protectShop(app) {
  const check = csurf({ cookie });
  app.use(cookieParser(), sessions);
  app.use((req, res, next) => (req.path.startsWith('/account/') ? next() : check(req, res, next)));
  app.post('/account/close', requireLogin, async (req, res) => {
    await req.user.close();
    res.redirect('/');
  });
}

// safe: csrf - no page of the logged-in user is exempt
export function protectDesk(app) {
  const check = csurf({ cookie });
  app.use(cookieParser(), sessions);
  app.use((req, res, next) => check(req, res, next));
  app.post('/account/close', requireLogin, async (req, res) => {
    await req.user.close();
    res.redirect('/');
  });
}

// unsafe: csrf - the token is taken from a cookie, which the browser sends by itself
export const tokenFromCookie = () =>
  csurf({
    cookie,
    value: (req) => req.cookies['XSRF-TOKEN'],
  });

// safe: csrf - the token is taken from a header, which only the site's own script can set
export const tokenFromHeader = () =>
  csurf({
    cookie,
    value: (req) => req.headers['x-xsrf-token'],
  });

// unsafe: csrf - lusca with this part switched off
export function hardenPortal(app) {
  app.use(sessions);
  app.use(lusca({ csrf: false, xframe: 'SAMEORIGIN', hsts: { maxAge: 31536000 } }));
  app.post('/portal/address', requireLogin, (req, res, next) => {
    req.user.update({ street: String(req.body.street) }).then(() => res.redirect('/portal'), next);
  });
}

// safe: csrf - lusca with this part switched on
export function hardenIntranet(app) {
  app.use(sessions);
  app.use(lusca({ csrf: true, xframe: 'SAMEORIGIN', hsts: { maxAge: 31536000 } }));
  app.post('/intranet/address', requireLogin, (req, res, next) => {
    req.user.update({ street: String(req.body.street) }).then(() => res.redirect('/intranet'), next);
  });
}

// unsafe: csrf - SvelteKit does not compare the origin of forms
export const shopConfig = {
  kit: {
    alias: { $components: 'src/components' },
    csrf: { checkOrigin: false },
  },
};

// safe: csrf - SvelteKit compares the origin of forms
export const deskConfig = {
  kit: {
    alias: { $components: 'src/components' },
    csrf: { checkOrigin: true },
  },
};

// unsafe: csrf - Koa, POST needs no token
export function koaForms(koa, router) {
  koa.use(new CSRF({ excludedMethods: ['GET', 'HEAD', 'OPTIONS', 'POST'], disableQuery: true }));
  router.post('/subscriptions', async (ctx) => {
    await ctx.state.user.subscribe(Number(ctx.request.body.plan));
    ctx.redirect('/subscriptions');
  });
  koa.use(router.routes());
}

// safe: csrf - Koa, only the methods that change nothing need no token
export function koaOrders(koa, router) {
  koa.use(new CSRF({ excludedMethods: ['GET', 'HEAD', 'OPTIONS'], disableQuery: true }));
  router.post('/orders', async (ctx) => {
    await ctx.state.user.order(Number(ctx.request.body.article));
    ctx.redirect('/orders');
  });
  koa.use(router.routes());
}

// safe: csrf - a call from another server, with a signature and no cookie, before the check
export function paymentRoutes(app, ledger) {
  app.post('/webhooks/payment', express.raw({ type: '*/*' }), async (req, res) => {
    const expected = createHmac('sha256', process.env.WEBHOOK_SECRET).update(req.body).digest();
    const given = Buffer.from(req.get('x-signature') ?? '', 'hex');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return res.sendStatus(403);
    await ledger.book(JSON.parse(req.body.toString('utf8')));
    return res.sendStatus(204);
  });
  app.use(cookieParser(), sessions, csurf({ cookie }));
}

// safe: csrf - the login is a token in a header, there are no cookies
export function meterApi(keys) {
  const router = express.Router();
  router.post('/readings', express.json(), async (req, res) => {
    const [scheme, token] = (req.get('authorization') ?? '').split(' ');
    if (scheme !== 'Bearer' || !token) return res.sendStatus(401);
    const verified = await jwtVerify(token, keys, { audience: 'meter' }).catch(() => null);
    if (!verified) return res.sendStatus(401);
    await req.app.locals.readings.add(verified.payload.sub, Number(req.body.value));
    return res.sendStatus(201);
  });
  return router;
}
