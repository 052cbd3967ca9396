const fs = require('node:fs');
const express = require('express');
const fastify = require('fastify')();
const Koa = require('koa');
const Router = require('@koa/router');
const libxmljs = require('libxmljs2');
const xpath = require('xpath');
const { DOMParser } = require('@xmldom/xmldom');
const { validate: isUuid } = require('uuid');

const app = express();
const koa = new Koa();
const router = new Router();
const staff = new DOMParser().parseFromString(fs.readFileSync('data/staff.xml', 'utf8'), 'text/xml');
const catalogue = libxmljs.parseXml(fs.readFileSync('data/catalogue.xml', 'utf8'));

const SECTIONS = new Map([
  ['fiction', '/catalogue/section[@code="F"]/book'],
  ['travel', '/catalogue/section[@code="T"]/book'],
]);

app.use(express.json());
koa.use(router.routes());

// unsafe: xpath-injection - quotes around the value do not hold it
app.get('/staff', (req, res) => {
  const { name = '' } = req.query;
  const nodes = xpath.select(`//employee[name='${name}']/office/text()`, staff);
  res.json(nodes.map((node) => node.nodeValue));
});

// safe: xpath-injection - the value is an XPath variable
app.get('/staff/office', (req, res) => {
  const { name = '' } = req.query;
  const expression = xpath.parse('//employee[name=$name]/office/text()');
  const nodes = expression.select({ node: staff, variables: { name: String(name) } });
  res.json(nodes.map((node) => node.nodeValue));
});

// unsafe: xpath-injection - libxmljs, condition put together in a loop
app.post('/books/search', (req, res) => {
  const conditions = [];
  for (const [field, value] of Object.entries(req.body)) {
    if (field === 'title' || field === 'author') {
      conditions.push(field + '="' + value + '"');
    }
  }
  const books = catalogue.find('//book[' + conditions.join(' and ') + ']');
  res.json(books.map((book) => book.attr('isbn').value()));
});

// safe: xpath-injection - constant expression, the comparison is made in code
app.post('/books/filter', (req, res) => {
  const wanted = new Map();
  for (const [field, value] of Object.entries(req.body)) {
    if (field === 'title' || field === 'author') {
      wanted.set(field, value);
    }
  }
  const books = catalogue.find('//book').filter((book) => {
    const texts = { title: book.get('title').text(), author: book.get('author').text() };
    return [...wanted].every(([field, value]) => texts[field] === value);
  });
  res.json(books.map((book) => book.attr('isbn').value()));
});

// unsafe: xpath-injection - the result of the check is thrown away
router.get('/books/:id', (ctx) => {
  const { id } = ctx.params;
  isUuid(id);
  const book = catalogue.get(`//book[@id='${id}']`);
  ctx.body = book ? { title: book.get('title').text() } : null;
});

// safe: xpath-injection - anything but a UUID ends the request
router.get('/editions/:id', (ctx) => {
  const { id } = ctx.params;
  if (!isUuid(id)) {
    ctx.throw(404);
  }
  const edition = catalogue.get(`//edition[@id='${id}']`);
  ctx.body = edition ? { title: edition.get('title').text() } : null;
});

// unsafe: xpath-injection - removing one quote is no escaping
class StaffDirectory {
  constructor(document) {
    this.document = document;
  }

  byExtension(extension) {
    const cleaned = extension.replace("'", '');
    return xpath.select1("//employee[@extension='" + cleaned + "']/name", this.document);
  }
}

fastify.get('/extensions', async (request) => {
  const match = new StaffDirectory(staff).byExtension(String(request.query.extension));
  return { name: match ? match.textContent : null };
});

// safe: xpath-injection - position as an integer
class ShiftPlan {
  constructor(document) {
    this.document = document;
  }

  byPosition(position) {
    const index = Number.parseInt(position, 10);
    return xpath.select1('//employee[' + index + ']/shift', this.document);
  }
}

fastify.get('/shifts', async (request) => {
  const match = new ShiftPlan(staff).byPosition(request.query.position);
  return { shift: match ? match.textContent : null };
});

// unsafe: xpath-injection - the letter is A, which takes the header
app.get('/floors', (req, res) => {
  const letters = 'ABC';
  let floor;
  switch (letters.charAt(0)) {
    case 'A':
      floor = req.get('X-Floor');
      break;
    default:
      floor = 'ground';
  }
  res.json(xpath.select('//employee[@floor="' + floor + '"]/name/text()', staff).map((node) => node.nodeValue));
});

// safe: xpath-injection - the letter is B, which takes the constant
app.get('/floors/ground', (req, res) => {
  const letters = 'ABC';
  let floor;
  switch (letters.charAt(1)) {
    case 'A':
      floor = req.get('X-Floor');
      break;
    default:
      floor = 'ground';
  }
  res.json(xpath.select('//employee[@floor="' + floor + '"]/name/text()', staff).map((node) => node.nodeValue));
});

// safe: xpath-injection - expression out of a table
app.get('/sections/:section', (req, res) => {
  const expression = SECTIONS.get(req.params.section);
  if (!expression) {
    return res.sendStatus(404);
  }
  return res.json(catalogue.find(expression).map((book) => book.attr('isbn').value()));
});

// unsafe: xpath-injection - the cookie is the element taken from the object
app.get('/desk', (req, res) => {
  const cookie = decodeURIComponent((req.headers.cookie || '').replace('desk=', ''));
  const selectors = { fallback: 'reception', desk: cookie };
  const evaluated = xpath.evaluate(
    `string(//employee[desk="${selectors.desk}"]/name)`,
    staff,
    null,
    xpath.XPathResult.STRING_TYPE,
    null,
  );
  res.json({ name: evaluated.stringValue });
});

// safe: xpath-injection - the constant is the element taken from the object
app.get('/desk/default', (req, res) => {
  const cookie = decodeURIComponent((req.headers.cookie || '').replace('desk=', ''));
  const selectors = { fallback: 'reception', desk: cookie };
  const evaluated = xpath.evaluate(
    `string(//employee[desk="${selectors.fallback}"]/name)`,
    staff,
    null,
    xpath.XPathResult.STRING_TYPE,
    null,
  );
  res.json({ name: evaluated.stringValue });
});
