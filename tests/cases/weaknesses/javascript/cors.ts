import { NestFactory } from '@nestjs/core';
import koaCors from '@koa/cors';
import cors from 'cors';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import Koa from 'koa';

import { AppModule } from './app.module';

const app = express();
const counters = { preflight: 0 };
const partners = new Set(['https://desk.example.com', 'https://shop.example.com']);

// unsafe: cors - any origin, with cookies
export function openApi(server: Express): void {
  server.use(
    '/api',
    cors({ origin: true, credentials: true, methods: ['GET', 'POST'] }),
  );
}

// safe: cors - two named origins, with cookies
export function partnerApi(server: Express): void {
  server.use(
    '/api',
    cors({
      origin: ['https://desk.example.com', 'https://shop.example.com'],
      credentials: true,
      methods: ['GET', 'POST'],
    }),
  );
}

// unsafe: cors - the request's origin is sent back
export function withOrigin(req: Request, res: Response, next: NextFunction): void {
  const { origin } = req.headers;
  if (origin) {
    res.header('Access-Control-Allow-Origin', origin);
    res.header('Access-Control-Allow-Credentials', 'true');
    res.vary('Origin');
  }
  next();
}

// safe: cors - the request's origin is sent back if it is in the set
export function withPartner(req: Request, res: Response, next: NextFunction): void {
  const { origin } = req.headers;
  if (origin && partners.has(origin)) {
    res.header('Access-Control-Allow-Origin', origin);
    res.header('Access-Control-Allow-Credentials', 'true');
    res.vary('Origin');
  }
  next();
}

// unsafe: cors - the function lets every origin pass
const accountCors: cors.CorsOptions = {
  credentials: true,
  origin(origin, callback) {
    counters.preflight += origin ? 1 : 0;
    callback(null, true);
  },
};

app.use('/account', cors(accountCors));

// safe: cors - the function compares with the set
const orderCors: cors.CorsOptions = {
  credentials: true,
  origin(origin, callback) {
    counters.preflight += origin ? 1 : 0;
    callback(null, origin !== undefined && partners.has(origin));
  },
};

app.use('/orders', cors(orderCors));

// unsafe: cors - the application of Nest, any origin with cookies
export async function bootstrap(port: number): Promise<void> {
  const nest = await NestFactory.create(AppModule);
  nest.enableCors({ origin: (_origin, done) => done(null, true), credentials: true });
  await nest.listen(port, '127.0.0.1');
}

// safe: cors - the application of Nest, an expression with both ends fixed
export async function bootstrapDesk(port: number): Promise<void> {
  const nest = await NestFactory.create(AppModule);
  nest.enableCors({ origin: /^https:\/\/[a-z0-9-]+\.desk\.example\.com$/, credentials: true });
  await nest.listen(port, '127.0.0.1');
}

// unsafe: cors - Koa, the function hands back what it was given
export function createKoa(): Koa {
  const koa = new Koa();
  koa.use(koaCors({ origin: (ctx) => ctx.get('Origin'), credentials: true }));
  return koa;
}

// safe: cors - Koa, the function hands back a constant
export function createKoaDesk(): Koa {
  const koa = new Koa();
  koa.use(koaCors({ origin: () => 'https://desk.example.com', credentials: true }));
  return koa;
}

// unsafe: cors - the name of the site may stand anywhere in the origin
export function siteApi(server: Express): Express {
  const ours = /acme\.example/;
  return server.use(cors({ origin: ours, credentials: true }));
}

// safe: cors - public data for any origin, without cookies
export function publicApi(server: Express): Express {
  const stations = [{ id: 1, name: 'Centre' }];
  server.get('/public/stations', cors({ origin: '*', credentials: false }), (_req, res) => {
    res.json(stations);
  });
  return server;
}
