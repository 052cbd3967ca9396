const crypto = require('node:crypto');
const express = require('express');
const session = require('express-session');
const { setTimeout: delay } = require('node:timers/promises');

const router = express.Router();
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

// unsafe: weak-random - a token to reset a password
router.post('/password/forgot', async (req, res) => {
  const user = await req.app.locals.users.byEmail(String(req.body.email));
  if (user) {
    const token = Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2);
    await req.app.locals.resets.create({ userId: user.id, token, expires: Date.now() + 9e5 });
    await req.app.locals.mail.send(user.email, `https://shop.example/reset/${token}`);
  }
  res.sendStatus(202);
});

// safe: weak-random - a token from the system's generator
router.post('/email/change', async (req, res) => {
  const user = await req.app.locals.users.byId(req.session.userId);
  if (user) {
    const token = crypto.randomBytes(32).toString('base64url');
    await req.app.locals.changes.create({ userId: user.id, token, expires: Date.now() + 9e5 });
    await req.app.locals.mail.send(user.email, `https://shop.example/confirm/${token}`);
  }
  res.sendStatus(202);
});

// unsafe: weak-random - the code of the second factor
function sendLoginCode(phone, sms) {
  const code = Math.floor(100000 + Math.random() * 900000);
  return sms.send(phone, `Your code: ${code}`).then(() => ({ code, issued: Date.now() }));
}

// safe: weak-random - the code of the second factor from randomInt
function sendPaymentCode(phone, sms) {
  const code = crypto.randomInt(100000, 1000000);
  return sms.send(phone, `Your code: ${code}`).then(() => ({ code, issued: Date.now() }));
}

// unsafe: weak-random - the ids of sessions
function sessions(store) {
  return session({
    store,
    secret: process.env.SESSION_SECRET,
    genid: () => Date.now().toString(16) + Math.random().toString(16).substring(2),
    resave: false,
    saveUninitialized: false,
    cookie: { secure: true, httpOnly: true, sameSite: 'lax' },
  });
}

// safe: weak-random - the ids of sessions are random UUIDs
function loginSessions(store) {
  return session({
    store,
    secret: process.env.SESSION_SECRET,
    genid: () => crypto.randomUUID(),
    resave: false,
    saveUninitialized: false,
    cookie: { secure: true, httpOnly: true, sameSite: 'lax' },
  });
}

// unsafe: weak-random - an API key, letter by letter
const pick = () => ALPHABET[Math.floor(Math.random() * ALPHABET.length)];

async function createApiKey(db, owner) {
  const key = Array.from({ length: 40 }, pick).join('');
  const digest = crypto.createHash('sha256').update(key).digest('hex');
  await db.collection('apiKeys').insertOne({ owner, digest, created: new Date() });
  return key;
}

// safe: weak-random - an API key from random bytes, 64 letters divide 256 evenly
const letter = (byte) => ALPHABET[byte & 63];

async function createDeviceKey(db, device) {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(40)), letter).join('');
  const digest = crypto.createHash('sha256').update(key).digest('hex');
  await db.collection('deviceKeys').insertOne({ device, digest, created: new Date() });
  return key;
}

// unsafe: weak-random - the bytes of an encryption key
function newDataKey() {
  const key = Buffer.alloc(32);
  for (let i = 0; i < key.length; i += 1) {
    key[i] = Math.floor(Math.random() * 256);
  }
  return crypto.createSecretKey(key);
}

// safe: weak-random - the buffer is filled by the system's generator
function newFileKey() {
  const key = Buffer.alloc(32);
  crypto.randomFillSync(key);
  return crypto.createSecretKey(key);
}

// safe: weak-random - jitter between two attempts
async function retry(task, attempts = 5) {
  for (let n = 0; n < attempts; n += 1) {
    try {
      return await task();
    } catch (err) {
      if (n === attempts - 1) throw err;
      await delay(2 ** n * 100 + Math.random() * 100);
    }
  }
}

// safe: weak-random - the order of teasers on a page
router.get('/teasers', (req, res) => {
  const items = [...req.app.locals.teasers];
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  res.json(items.slice(0, 3).map(({ id, title }) => ({ id, title })));
});

// safe: weak-random - one of a hundred requests is measured
const sampled = (handler, tracer) => async (req, res, next) => {
  const measure = Math.random() < 0.01;
  const span = measure ? tracer.start(req.path) : null;
  try {
    await handler(req, res, next);
  } finally {
    span?.end();
  }
};

module.exports = {
  router, sendLoginCode, sendPaymentCode, sessions, loginSessions, createApiKey, createDeviceKey,
  newDataKey, newFileKey, retry, sampled,
};
