import { readFileSync } from 'node:fs';
import https from 'node:https';
import tls from 'node:tls';
import axios from 'axios';
import express from 'express';
import fetch from 'node-fetch';
import nodemailer from 'nodemailer';
import pg from 'pg';

const app = express();

// unsafe: tls-verification - the agent takes any certificate
export async function loadRates() {
  const httpsAgent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  const { data } = await axios.get('https://rates.example.com/latest', { httpsAgent, timeout: 5000 });
  return data.rates;
}

// safe: tls-verification - the agent knows the company's own authority
export async function loadQuotes() {
  const ca = readFileSync('/etc/ssl/company/ca.pem');
  const httpsAgent = new https.Agent({ keepAlive: true, rejectUnauthorized: true, ca });
  const { data } = await axios.get('https://quotes.internal.example/latest', { httpsAgent, timeout: 5000 });
  return data.quotes;
}

// unsafe: tls-verification - checks are off for the whole process
export async function syncCatalog() {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  const reply = await fetch('https://catalog.example.com/items.json');
  if (!reply.ok) throw new Error(`catalog: ${reply.status}`);
  return reply.json();
}

// safe: tls-verification - an inherited switch is removed
export async function syncPrices() {
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  const reply = await fetch('https://prices.example.com/items.json');
  if (!reply.ok) throw new Error(`prices: ${reply.status}`);
  return reply.json();
}

// unsafe: tls-verification - the name of the host is not compared
export function connectBroker(onLine) {
  const socket = tls.connect({
    host: 'broker.example.com',
    port: 8883,
    servername: 'broker.example.com',
    checkServerIdentity: () => undefined,
  });
  socket.setEncoding('utf8').on('data', onLine);
  return socket;
}

// safe: tls-verification - the usual comparison, then a pinned fingerprint besides
export function connectGateway(onLine) {
  const socket = tls.connect({
    host: 'gateway.example.com',
    port: 8883,
    servername: 'gateway.example.com',
    checkServerIdentity(host, cert) {
      const problem = tls.checkServerIdentity(host, cert);
      if (problem) return problem;
      if (cert.fingerprint256 === process.env.GATEWAY_FINGERPRINT) return undefined;
      return new Error('unexpected certificate');
    },
  });
  socket.setEncoding('utf8').on('data', onLine);
  return socket;
}

// unsafe: tls-verification - the server still speaks TLS 1.0
export function createShopServer(handler) {
  const options = {
    key: readFileSync('/etc/shop/tls.key'),
    cert: readFileSync('/etc/shop/tls.crt'),
    minVersion: 'TLSv1',
  };
  return https.createServer(options, handler);
}

// safe: tls-verification - nothing below TLS 1.2
export function createDeskServer(handler) {
  const options = {
    key: readFileSync('/etc/desk/tls.key'),
    cert: readFileSync('/etc/desk/tls.crt'),
    minVersion: 'TLSv1.2',
  };
  return https.createServer(options, handler);
}

// unsafe: tls-verification - the database could be anyone
export function reportsPool() {
  const { REPORTS_PASSWORD: password } = process.env;
  const ssl = { rejectUnauthorized: false };
  return new pg.Pool({ host: 'db.example.com', database: 'reports', user: 'reports', password, ssl });
}

// safe: tls-verification - the database shows a certificate of a known authority
export function ordersPool() {
  const { ORDERS_PASSWORD: password } = process.env;
  const ssl = { ca: readFileSync('/etc/postgres/ca.pem', 'utf8') };
  return new pg.Pool({ host: 'db.example.com', database: 'orders', user: 'orders', password, ssl });
}

// safe: tls-verification - an option of the same name decides about logins here
function requireLogin({ rejectUnauthorized = true } = {}) {
  return (req, res, next) => {
    if (!req.user && rejectUnauthorized) return res.sendStatus(401);
    return next();
  };
}

app.get('/opening-hours', requireLogin({ rejectUnauthorized: false }), (req, res) => {
  res.json({ hours: '9-18', greeting: req.user ? 'welcome back' : 'welcome' });
});

// safe: tls-verification - the mail server must offer TLS, with the usual checks
export function createMailer() {
  const { SMTP_USER: user, SMTP_PASSWORD: pass } = process.env;
  return nodemailer.createTransport({
    host: 'smtp.example.com',
    port: 587,
    requireTLS: true,
    tls: { minVersion: 'TLSv1.2' },
    auth: { user, pass },
  });
}
