import { ApolloServer } from '@apollo/server';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import createDebug from 'debug';
import errorhandler from 'errorhandler';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import pino from 'pino';

import { catalogRouter, orderRouter } from './routes';
import { resolvers, typeDefs } from './schema';

// unsafe: debug-mode - the error pages of development in the public server
export function createShop(): Express {
  const app = express();
  app.use('/orders', orderRouter);
  app.use(errorhandler());
  return app;
}

// safe: debug-mode - the error pages of development only there
export function createDesk(): Express {
  const app = express();
  app.use('/orders', orderRouter);
  if (process.env.NODE_ENV === 'development') {
    app.use(errorhandler());
  }
  return app;
}

// unsafe: debug-mode - Express answers errors with stack traces
export function createCatalog(): Express {
  const app = express();
  app.set('env', 'development');
  app.set('trust proxy', 1);
  app.use('/catalog', catalogRouter);
  return app;
}

// safe: debug-mode - Express keeps stack traces to itself
export function createArchive(): Express {
  const app = express();
  app.set('env', 'production');
  app.set('trust proxy', 1);
  app.use('/catalog', catalogRouter);
  return app;
}

// unsafe: debug-mode - the GraphQL module of Nest
@Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true,
      debug: true,
      playground: false,
    }),
  ],
})
export class ShopModule {}

// safe: debug-mode - the GraphQL module of Nest
@Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true,
      debug: false,
      playground: false,
    }),
  ],
})
export class DeskModule {}

// unsafe: debug-mode - Apollo sends stack traces to the client
export function orderGraph(): ApolloServer {
  const options = { includeStacktraceInErrorResponses: true, introspection: false };
  return new ApolloServer({ typeDefs, resolvers, ...options });
}

// safe: debug-mode - Apollo keeps stack traces on the server
export function stockGraph(): ApolloServer {
  const options = { includeStacktraceInErrorResponses: false, introspection: false };
  return new ApolloServer({ typeDefs, resolvers, ...options });
}

// unsafe: debug-mode - the environment is set to development before Express reads it
export async function startPublicSite(): Promise<void> {
  process.env.NODE_ENV = 'development';
  const app = express();
  app.disable('x-powered-by');
  app.use('/catalog', catalogRouter);
  app.listen(Number(process.env.PORT), '127.0.0.1');
}

// safe: debug-mode - without a value, production is taken
export async function startPartnerSite(): Promise<void> {
  process.env.NODE_ENV ??= 'production';
  const app = express();
  app.disable('x-powered-by');
  app.use('/catalog', catalogRouter);
  app.listen(Number(process.env.PORT), '127.0.0.1');
}

// safe: debug-mode - the package called debug writes a log on the server
const debug = createDebug('shop:orders');

export function traceOrders(req: Request, _res: Response, next: NextFunction): void {
  debug('%s %s', req.method, req.baseUrl);
  next();
}

// safe: debug-mode - a log level
export function createLogger(verbose: boolean) {
  const level = verbose ? 'debug' : 'info';
  const logger = pino({ level, redact: ['req.headers.authorization', 'req.headers.cookie'] });
  logger.debug({ level }, 'logging configured');
  return logger;
}

// safe: debug-mode - the client gets a number, the stack stays in the log
export function handleError(logger: pino.Logger) {
  return (err: Error, _req: Request, res: Response, _next: NextFunction) => {
    const incident = crypto.randomUUID();
    logger.error({ incident, stack: err.stack }, 'request failed');
    res.status(500).json({ error: 'internal error', incident });
  };
}
