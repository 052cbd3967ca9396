import express from 'express';
import Fastify from 'fastify';
import Koa from 'koa';
import Router from '@koa/router';
import session from 'koa-session';
import { NextResponse } from 'next/server';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const HOME = 'https://shop.example.org';

const PARTNERS = new Map([
  ['bank', 'https://bank.example.com/start'],
  ['post', 'https://post.example.com/track'],
]);

app.use(express.urlencoded({ extended: false }));
koa.keys = [process.env.SESSION_KEY];
koa.use(session({ secure: true }, koa)).use(router.routes());

// unsafe: open-redirect - where to go after signing in is up to the link
app.post('/session', (req, res) => {
  const { next = '/' } = req.query;
  res.redirect(303, next);
});

// safe: open-redirect - only addresses of this site, as a whole
app.post('/session/resume', (req, res) => {
  const { next = '/' } = req.query;
  const target = new URL(String(next), HOME);
  if (target.origin !== HOME) {
    return res.redirect(303, '/');
  }
  return res.redirect(303, target.href);
});

// unsafe: open-redirect - a second slash makes it another host
router.get('/language/:code', (ctx) => {
  const back = String(ctx.query.back ?? '/');
  if (!back.startsWith('/')) {
    ctx.throw(400, 'back must be a path');
  }
  ctx.session.language = ctx.params.code === 'de' ? 'de' : 'en';
  ctx.redirect(back);
});

// safe: open-redirect - the pattern allows no empty segment, no dot, no backslash
router.get('/currency/:code', (ctx) => {
  const back = String(ctx.query.back ?? '/start');
  if (!/^(\/[a-z0-9-]+)+$/.test(back)) {
    ctx.throw(400, 'back must be a path');
  }
  ctx.session.currency = ctx.params.code === 'usd' ? 'usd' : 'eur';
  ctx.redirect(back);
});

// unsafe: open-redirect - an absolute address overrides the base in new URL
export async function GET(request) {
  const { searchParams } = new URL(request.url);
  const destination = new URL(searchParams.get('returnTo') ?? '/', request.url);
  return NextResponse.redirect(destination);
}

// safe: open-redirect - the client's text is one query parameter of a fixed address
export async function POST(request) {
  const form = await request.formData();
  const destination = new URL('/search', HOME);
  destination.searchParams.set('q', String(form.get('q') ?? ''));
  return NextResponse.redirect(destination, 303);
}

// unsafe: open-redirect - a helper that only repairs the protocol
function withProtocol(address) {
  return /^https?:\/\//.test(address) ? address : `https://${address}`;
}

fastify.get('/out', async (request, reply) => {
  const { site } = request.query;
  return reply.redirect(withProtocol(site));
});

// safe: open-redirect - the helper gives back entries of the table
function partnerAddress(name) {
  return PARTNERS.get(name) ?? HOME;
}

fastify.get('/partner', async (request, reply) => {
  const { site } = request.query;
  return reply.redirect(partnerAddress(site));
});

// unsafe: open-redirect - host part of a Location header set by hand
app.get('/dashboard', (req, res) => {
  const parts = ['https:', '', req.query.tenant, 'dashboard'];
  res.statusCode = 302;
  res.setHeader('Location', parts.join('/'));
  res.end();
});

// safe: open-redirect - path taken apart, only a number of it is used
app.get('/legacy', (req, res) => {
  const [, orderNumber = '0'] = String(req.query.page).split('order=');
  res.redirect(301, `/orders/${Number.parseInt(orderNumber, 10) || 0}`);
});

// safe: open-redirect - anything but / is overwritten by a constant
app.post('/logout', (req, res) => {
  let target = req.body.target;
  res.clearCookie('sid');
  if (target !== '/') {
    target = '/goodbye';
  }
  res.redirect(303, target);
});

// unsafe: open-redirect - in the browser, host part from the address line
export function continueToShop() {
  const parameters = new URLSearchParams(window.location.search);
  const shop = parameters.get('shop');
  if (shop) {
    window.location.assign('https://' + shop + '/welcome');
  }
}

// safe: open-redirect - in the browser, host from a list written here
export function continueToStore() {
  const parameters = new URLSearchParams(window.location.search);
  const shop = ['north.example.org', 'south.example.org'].find((host) => host === parameters.get('shop'));
  if (shop) {
    window.location.assign('https://' + shop + '/welcome');
  }
}
