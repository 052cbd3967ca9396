import crypto, { createHash, createHmac, createSign, scrypt, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { promisify } from 'node:util';
import bcrypt from 'bcrypt';
import express from 'express';

const app = express();
const scryptAsync = promisify(scrypt);

// unsafe: weak-hash - MD5 over a password
export class UserService {
  constructor(db) {
    this.db = db;
  }

  async register({ email, password }) {
    const salt = crypto.randomBytes(16).toString('hex');
    const digest = createHash('md5').update(salt + password).digest('hex');
    await this.db.query('INSERT INTO users (email, salt, digest) VALUES ($1, $2, $3)', [email, salt, digest]);
  }
}

// safe: weak-hash - scrypt over a password
export class MemberService {
  constructor(db) {
    this.db = db;
  }

  async register({ email, password }) {
    const salt = crypto.randomBytes(16).toString('hex');
    const key = await scryptAsync(password, salt, 64, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });
    const digest = key.toString('hex');
    await this.db.query('INSERT INTO members (email, salt, digest) VALUES ($1, $2, $3)', [email, salt, digest]);
  }
}

// unsafe: weak-hash - SHA-1 below a digital signature
export function signReceipt(receipt, privateKey) {
  const signer = createSign('RSA-SHA1');
  signer.update(JSON.stringify(receipt));
  return signer.sign(privateKey, 'base64');
}

// safe: weak-hash - SHA-256 below a digital signature
export function signOrder(order, privateKey) {
  const signer = createSign('RSA-SHA256');
  signer.update(JSON.stringify(order));
  return signer.sign(privateKey, 'base64');
}

// unsafe: weak-hash - the algorithm taken from the table is sha1, and decides about an update
export async function verifyUpdate(file, published) {
  const algorithms = { legacy: 'sha1', current: 'sha256' };
  const hash = createHash(algorithms.legacy);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex') === published;
}

// safe: weak-hash - the algorithm taken from the table is sha256
export async function verifyPlugin(file, published) {
  const algorithms = { legacy: 'sha1', current: 'sha256' };
  const hash = createHash(algorithms.current);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex') === published;
}

// unsafe: weak-hash - a link is protected by an MD5 over secret and path
export function fileLink(id) {
  const expires = Math.floor(Date.now() / 1000) + 600;
  const target = `/download/${Number(id)}?expires=${expires}`;
  const { LINK_SECRET } = process.env;
  const sig = crypto.createHash('MD5').update(`${LINK_SECRET}|${target}`, 'utf8').digest('base64url');
  return `${target}&sig=${sig}`;
}

// safe: weak-hash - a link is protected by an HMAC with SHA-256
export function documentLink(id) {
  const expires = Math.floor(Date.now() / 1000) + 600;
  const target = `/document/${Number(id)}?expires=${expires}`;
  const { LINK_SECRET } = process.env;
  const sig = createHmac('sha256', LINK_SECRET).update(target, 'utf8').digest('base64url');
  return `${target}&sig=${sig}`;
}

// unsafe: weak-hash - Web Crypto with SHA-1 over a license that must not be forged
export const licenseMatches = async (license, expected) => {
  const bytes = new TextEncoder().encode(JSON.stringify(license));
  const digest = await crypto.webcrypto.subtle.digest('SHA-1', bytes);
  return timingSafeEqual(Buffer.from(digest), Buffer.from(expected, 'hex'));
};

// safe: weak-hash - Web Crypto with SHA-512
export const manifestMatches = async (manifest, expected) => {
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  const digest = await crypto.webcrypto.subtle.digest('SHA-512', bytes);
  return timingSafeEqual(Buffer.from(digest), Buffer.from(expected, 'hex'));
};

// safe: weak-hash - an ETag of a page the server has made, no protection hangs on it
app.get('/news.json', (req, res) => {
  const body = JSON.stringify(app.locals.news);
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  if (req.headers['if-none-match'] === etag) return res.status(304).end();
  res.set({ ETag: etag, 'Cache-Control': 'no-cache' }).type('json').send(body);
});

// safe: weak-hash - bcrypt for a password, md5 is only the name of a column of the old table
export async function migratePassword(db, user, password) {
  const hash = await bcrypt.hash(password, 12);
  await db('accounts').where({ id: user.id }).update({ hash, md5: null });
}
