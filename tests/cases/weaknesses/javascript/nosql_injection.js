'use strict';

const express = require('express');
const Koa = require('koa');
const Router = require('@koa/router');
const { koaBody } = require('koa-body');
const fastify = require('fastify')();
const mongoose = require('mongoose');
const mongoSanitize = require('express-mongo-sanitize');
const { MongoClient, ObjectId } = require('mongodb');

const app = express();
const koa = new Koa();
const router = new Router();
const db = new MongoClient(process.env.MONGO_URL).db('helpdesk');

const Invite = mongoose.model('Invite', new mongoose.Schema({ code: String, team: String, usedAt: Date }));
const Ticket = mongoose.model('Ticket', new mongoose.Schema({ title: String, state: String, owner: String }));

app.use(express.json());
koa.use(koaBody()).use(router.routes());

// unsafe: nosql-injection - the body field may be an object such as {"$ne": null}
app.post('/invites/redeem', async (req, res) => {
  const invite = await Invite.findOne({ code: req.body.code, usedAt: null });
  if (!invite) {
    return res.sendStatus(404);
  }
  invite.usedAt = new Date();
  await invite.save();
  return res.json({ team: invite.team });
});

// safe: nosql-injection - the body field becomes a string
app.post('/invites/accept', async (req, res) => {
  const invite = await Invite.findOne({ code: String(req.body.code), usedAt: null });
  if (!invite) {
    return res.sendStatus(404);
  }
  invite.usedAt = new Date();
  await invite.save();
  return res.json({ team: invite.team });
});

// unsafe: nosql-injection - JavaScript text for $where put together
app.get('/tickets/mine', async (req, res) => {
  const { owner = '' } = req.query;
  const tickets = await db
    .collection('tickets')
    .find({ $where: "this.owner == '" + owner + "' && this.state != 'closed'" })
    .toArray();
  res.json(tickets);
});

// safe: nosql-injection - constant $where, the value is compared in code
app.get('/tickets/stale', async (req, res) => {
  const { owner = '' } = req.query;
  const tickets = await db
    .collection('tickets')
    .find({ $where: 'this.updatedAt - this.createdAt > 86400000' })
    .toArray();
  res.json(tickets.filter((ticket) => ticket.owner === owner));
});

// unsafe: nosql-injection - the whole filter is written by the client
fastify.get('/assets', async (request) => {
  const criteria = JSON.parse(request.query.filter || '{}');
  const cursor = db.collection('assets').find({ archived: false, ...criteria });
  return cursor.limit(100).toArray();
});

// safe: nosql-injection - only two fields of the client's filter are used, each under $eq
fastify.get('/assets/by-site', async (request) => {
  const { site, kind } = JSON.parse(request.query.filter || '{}');
  const cursor = db.collection('assets').find({ archived: false, site: { $eq: site }, kind: { $eq: kind } });
  return cursor.limit(100).toArray();
});

// unsafe: nosql-injection - wrong variable checked
router.post('/devices/warranty', async (ctx) => {
  const { serial, batch } = ctx.request.body;
  if (typeof serial !== 'string') {
    ctx.throw(400, 'serial must be text');
  }
  const device = await db.collection('devices').findOne({ serial, batch });
  ctx.body = { covered: device !== null };
});

// safe: nosql-injection - both values checked before the query
router.post('/devices/recall', async (ctx) => {
  const { serial, batch } = ctx.request.body;
  if (typeof serial !== 'string' || typeof batch !== 'string') {
    ctx.throw(400, 'serial and batch must be text');
  }
  const device = await db.collection('devices').findOne({ serial, batch });
  ctx.body = { recalled: device !== null };
});

// unsafe: nosql-injection - aggregation stage built by a helper that passes the value through
const matchStage = (field, value) => ({ $match: { [field]: value } });

app.post('/tickets/statistics', async (req, res) => {
  const pipeline = [matchStage('owner', req.body.owner)];
  pipeline.push({ $group: { _id: '$state', count: { $sum: 1 } } });
  const rows = await Ticket.aggregate(pipeline);
  res.json(rows);
});

// safe: nosql-injection - the helper returns the value as one of three known words
function knownState(value) {
  switch (value) {
    case 'open':
      return 'open';
    case 'waiting':
      return 'waiting';
    default:
      return 'closed';
  }
}

app.post('/tickets/count', async (req, res) => {
  const rows = await Ticket.aggregate([
    { $match: { state: knownState(req.body.state) } },
    { $group: { _id: '$owner', count: { $sum: 1 } } },
  ]);
  res.json(rows);
});

// safe: nosql-injection - keys with $ are removed by the library
app.post('/articles/search', async (req, res) => {
  const criteria = mongoSanitize.sanitize({ ...req.body });
  const articles = await db.collection('articles').find({ title: criteria.title, published: true }).toArray();
  res.json(articles);
});

// safe: nosql-injection - the id is converted
app.get('/articles/:id', async (req, res) => {
  if (!ObjectId.isValid(req.params.id)) {
    return res.sendStatus(404);
  }
  const article = await db.collection('articles').findOne({ _id: new ObjectId(req.params.id), published: true });
  return article ? res.json(article) : res.sendStatus(404);
});
