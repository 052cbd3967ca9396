import express, { Request, Response } from 'express';
import Fastify from 'fastify';
import Koa from 'koa';
import Router from '@koa/router';
import bodyParser from 'koa-bodyparser';
import knexFactory from 'knex';
import { pick } from 'lodash';
import mongoose, { Schema } from 'mongoose';
import { PrismaClient } from '@prisma/client';
import { DataTypes, Model, Sequelize } from 'sequelize';
import { Column, Entity, PrimaryGeneratedColumn, Repository } from 'typeorm';
import { IsString, MaxLength } from 'class-validator';
import { Body, Controller, Param, ParseIntPipe, Patch, Post, Req, UsePipes, ValidationPipe } from '@nestjs/common';
import { z } from 'zod';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const prisma = new PrismaClient();
const db = knexFactory({ client: 'pg', connection: process.env.DATABASE_URL });
const sequelize = new Sequelize(process.env.DATABASE_URL as string);

type AuthorRequest = Request & { user: { id: number } };

declare module 'fastify' {
  interface FastifyRequest {
    user: { id: number };
  }
}

class Account extends Model {}
Account.init(
  { email: DataTypes.STRING, nickname: DataTypes.STRING, isAdmin: DataTypes.BOOLEAN, credit: DataTypes.INTEGER },
  { sequelize, modelName: 'account' },
);

const Member = mongoose.model(
  'Member',
  new Schema({ name: String, about: String, role: { type: String, default: 'reader' }, verified: Boolean }),
);

@Entity()
class Article {
  @PrimaryGeneratedColumn() id!: number;
  @Column() title!: string;
  @Column() text!: string;
  @Column({ default: false }) approved!: boolean;
  @Column() authorId!: number;
}

app.use(express.json());
koa.use(bodyParser()).use(router.routes());

// unsafe: mass-assignment - the body decides about isAdmin and credit too
app.post('/accounts', async (req: Request, res: Response) => {
  const account = await Account.create(req.body);
  res.status(201).json({ id: account.get('id') });
});

// safe: mass-assignment - only the named fields are taken
app.post('/accounts/register', async (req: Request, res: Response) => {
  const account = await Account.create(req.body, { fields: ['email', 'nickname'] });
  res.status(201).json({ id: account.get('id') });
});

// unsafe: mass-assignment - own fields are set, then spread over by the body
router.post('/members', async (ctx) => {
  const input = ctx.request.body as Record<string, unknown>;
  const member = new Member({ role: 'reader', verified: false, ...input });
  await member.save();
  ctx.status = 201;
});

// safe: mass-assignment - two fields taken out of the body by destructuring
router.post('/members/new', async (ctx) => {
  const { name, about } = ctx.request.body as Record<string, unknown>;
  const member = new Member({ role: 'reader', verified: false, name: String(name), about: String(about) });
  await member.save();
  ctx.status = 201;
});

// unsafe: mass-assignment - interface types are gone at run time
interface ArticleChanges {
  title?: string;
  text?: string;
}

@Controller('articles')
export class ArticleController {
  constructor(private readonly articles: Repository<Article>) {}

  @Patch(':id')
  async change(@Req() request: AuthorRequest, @Param('id', ParseIntPipe) id: number, @Body() changes: ArticleChanges) {
    const article = await this.articles.findOneByOrFail({ id, authorId: request.user.id });
    Object.assign(article, changes);
    await this.articles.save(article);
    return { id };
  }
}

// safe: mass-assignment - DTO class, unknown properties are removed by the pipe
class StoryDto {
  @IsString() @MaxLength(200) title!: string;
  @IsString() text!: string;
}

@Controller('stories')
export class StoryController {
  constructor(private readonly articles: Repository<Article>) {}

  @Post()
  @UsePipes(new ValidationPipe({ whitelist: true, transform: true }))
  async add(@Req() request: AuthorRequest, @Body() story: StoryDto) {
    const article = this.articles.create({ approved: false, authorId: request.user.id });
    Object.assign(article, story);
    await this.articles.save(article);
    return { id: article.id };
  }
}

// unsafe: mass-assignment - the schema checks two fields and passes all
const profileInput = z.object({ displayName: z.string(), bio: z.string().max(500) }).passthrough();

fastify.patch('/profile', async (request, reply) => {
  const data = profileInput.parse(request.body);
  await prisma.profile.update({ where: { userId: request.user.id }, data });
  return reply.code(204).send();
});

// safe: mass-assignment - the strict schema refuses other fields
const profileForm = z.object({ displayName: z.string(), bio: z.string().max(500) }).strict();

fastify.put('/profile', async (request, reply) => {
  const data = profileForm.parse(request.body);
  await prisma.profile.update({ where: { userId: request.user.id }, data });
  return reply.code(204).send();
});

// unsafe: mass-assignment - one forbidden field is removed, the others are not
app.patch('/settings', async (req: Request, res: Response) => {
  const changes = { ...req.body };
  delete changes.id;
  await db('users').where({ id: res.locals.userId }).update(changes);
  res.sendStatus(204);
});

// safe: mass-assignment - allowed fields are picked
app.patch('/preferences', async (req: Request, res: Response) => {
  const changes = pick(req.body, ['theme', 'language', 'newsletter']);
  await db('users').where({ id: res.locals.userId }).update(changes);
  res.sendStatus(204);
});

// safe: mass-assignment - the changes are one of two constant objects
app.post('/newsletter', async (req: Request, res: Response) => {
  const choices = new Map<string, object>([
    ['on', { newsletter: true, newsletterSince: new Date() }],
    ['off', { newsletter: false, newsletterSince: null }],
  ]);
  const changes = choices.get(String(req.body.choice));
  if (!changes) {
    res.sendStatus(400);
    return;
  }
  await db('users').where({ id: res.locals.userId }).update(changes);
  res.sendStatus(204);
});
