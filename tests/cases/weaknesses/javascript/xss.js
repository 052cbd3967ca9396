import http from 'node:http';
import express from 'express';
import escapeHtml from 'escape-html';
import DOMPurify from 'dompurify';
import Fastify from 'fastify';
import Koa from 'koa';
import Router from '@koa/router';
import _ from 'lodash';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();

const MESSAGES = new Map([
  ['saved', 'Your changes have been <b>saved</b>.'],
  ['removed', 'The entry has been <b>removed</b>.'],
]);

koa.use(router.routes());

// unsafe: xss - query text in an HTML answer
app.get('/search', (req, res) => {
  const { q = '' } = req.query;
  res.send(`<h1>Results for ${q}</h1><p>Nothing was found.</p>`);
});

// safe: xss - the same answer with the text escaped
app.get('/find', (req, res) => {
  const { q = '' } = req.query;
  res.send(`<h1>Results for ${escapeHtml(String(q))}</h1><p>Nothing was found.</p>`);
});

// unsafe: xss - parts joined by a helper and written by node's http
const page = (parts) => ['<!doctype html>', '<title>Greeting</title>', ...parts].join('\n');

export const greeter = http.createServer((request, response) => {
  const parameters = new URLSearchParams(request.url.split('?')[1]);
  const name = parameters.get('name') ?? 'stranger';
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(page(['<p>Hello,', name, '</p>']));
});

// safe: xss - written as plain text that may not be sniffed
export const echo = http.createServer((request, response) => {
  const parameters = new URLSearchParams(request.url.split('?')[1]);
  const name = parameters.get('name') ?? 'stranger';
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' });
  response.end(['Hello,', name].join(' '));
});

// unsafe: xss - only the first angle bracket is replaced
router.get('/tags/:tag', (ctx) => {
  const tag = ctx.params.tag.replace('<', '&lt;').replace('>', '&gt;');
  ctx.type = 'html';
  ctx.body = '<ul><li>' + tag + '</li></ul>';
});

// safe: xss - every special character is replaced by lodash
router.get('/labels/:label', (ctx) => {
  const label = _.escape(ctx.params.label);
  ctx.type = 'html';
  ctx.body = '<ul><li>' + label + '</li></ul>';
});

// unsafe: xss - fragment of the address into innerHTML
export function showTab() {
  const [, tab = 'overview'] = decodeURIComponent(window.location.hash).split('#');
  const heading = document.querySelector('#tab-title');
  heading.innerHTML = `Section <em>${tab}</em>`;
}

// safe: xss - fragment of the address as text
export function showChapter() {
  const [, chapter = 'overview'] = decodeURIComponent(window.location.hash).split('#');
  const emphasis = document.createElement('em');
  emphasis.textContent = chapter;
  document.querySelector('#chapter-title').replaceChildren('Section ', emphasis);
}

// unsafe: xss - parameter of the address inserted as HTML
export function showPromotion(container) {
  const { searchParams } = new URL(window.location.href);
  for (const promotion of searchParams.getAll('promo')) {
    container.insertAdjacentHTML('beforeend', promotion);
  }
}

// safe: xss - the HTML passes DOMPurify first
export function showNotice(container) {
  const { searchParams } = new URL(window.location.href);
  for (const notice of searchParams.getAll('notice')) {
    container.insertAdjacentHTML('beforeend', DOMPurify.sanitize(notice));
  }
}

// safe: xss - the message is looked up, the page number is a number
fastify.get('/saved', async (request, reply) => {
  const message = MESSAGES.get(request.query.message) ?? '';
  const number = Number.parseInt(request.query.page, 10) || 1;
  return reply.type('text/html').send(`<p>${message}</p><a href="?page=${number + 1}">next</a>`);
});
