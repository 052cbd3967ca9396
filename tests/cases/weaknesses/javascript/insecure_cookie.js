import cookieSession from 'cookie-session';
import express from 'express';
import session from 'express-session';
import Router from '@koa/router';

import { authenticate, issueToken, openSession } from './accounts.js';

const app = express();
const koa = new Router();

// unsafe: insecure-cookie - the session id without any attribute
app.post('/login', async (req, res) => {
  const user = await authenticate(req.body.email, req.body.password);
  if (!user) return res.status(401).json({ error: 'wrong credentials' });
  const sid = await openSession(user);
  res.cookie('sid', sid);
  return res.redirect('/home');
});

// safe: insecure-cookie - the session id with the three attributes
app.post('/signin', async (req, res) => {
  const user = await authenticate(req.body.email, req.body.password);
  if (!user) return res.status(401).json({ error: 'wrong credentials' });
  const sid = await openSession(user);
  res.cookie('sid', sid, { httpOnly: true, secure: true, sameSite: 'lax' });
  return res.redirect('/home');
});

// unsafe: insecure-cookie - express-session, over plain HTTP and open to scripts
export function shopSessions(store) {
  return session({
    store,
    name: 'shop.sid',
    secret: process.env.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { secure: false, httpOnly: false, sameSite: 'lax', maxAge: 3_600_000 },
  });
}

// safe: insecure-cookie - express-session with its attributes
export function deskSessions(store) {
  return session({
    store,
    name: 'desk.sid',
    secret: process.env.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { secure: true, httpOnly: true, sameSite: 'lax', maxAge: 3_600_000 },
  });
}

// unsafe: insecure-cookie - Koa, scripts may read the token
koa.post('/token', async (ctx) => {
  const token = await issueToken(ctx.state.user);
  ctx.cookies.set('access_token', token, { httpOnly: false, secure: true, sameSite: 'strict' });
  ctx.status = 204;
});

// safe: insecure-cookie - Koa, for the server only
koa.post('/renewal', async (ctx) => {
  const token = await issueToken(ctx.state.user);
  ctx.cookies.set('access_token', token, { httpOnly: true, secure: true, sameSite: 'strict' });
  ctx.status = 204;
});

// unsafe: insecure-cookie - one attribute of the options is taken back before use
app.post('/auth/refresh', async (req, res) => {
  const options = { httpOnly: true, secure: true, sameSite: 'strict', path: '/auth' };
  options.secure = false;
  const token = await issueToken(req.user);
  res.cookie('refreshToken', token, options).json({ ok: true });
});

// safe: insecure-cookie - the options are spread, with an age added
app.post('/auth/extend', async (req, res) => {
  const base = { httpOnly: true, secure: true, sameSite: 'strict', path: '/auth' };
  const options = { ...base, maxAge: 14 * 86_400_000 };
  const token = await issueToken(req.user);
  res.cookie('refreshToken', token, options).json({ ok: true });
});

// unsafe: insecure-cookie - the header is written by hand, Secure and SameSite are missing
export function startSession(response, id) {
  const parts = [`session=${encodeURIComponent(id)}`, 'Path=/', 'HttpOnly'];
  response.setHeader('Set-Cookie', parts.join('; '));
}

// safe: insecure-cookie - the header is written by hand, with all attributes
export function startVisit(response, id) {
  const parts = [`session=${encodeURIComponent(id)}`, 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'];
  response.setHeader('Set-Cookie', parts.join('; '));
}

// unsafe: insecure-cookie - cookie-session with the login in it, over plain HTTP
export const installLogin = (server) => {
  const keys = [process.env.COOKIE_KEY];
  server.use(cookieSession({ name: 'login', keys, secure: false, sameSite: 'lax', maxAge: 86_400_000 }));
};

// safe: insecure-cookie - cookie-session over HTTPS only
export const installStaffLogin = (server) => {
  const keys = [process.env.COOKIE_KEY];
  server.use(cookieSession({ name: 'staff', keys, secure: true, httpOnly: true, sameSite: 'strict' }));
};

// safe: insecure-cookie - the language is not sensitive and is read by a script
app.get('/language/:code', (req, res) => {
  const language = ['de', 'en', 'fr'].includes(req.params.code) ? req.params.code : 'en';
  res.cookie('language', language, { maxAge: 365 * 86_400_000 });
  res.redirect('/');
});
