import { readFile } from 'node:fs/promises';
import { createHmac } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { JwtModule } from '@nestjs/jwt';
import axios from 'axios';
import session from 'express-session';
import type { Express } from 'express';
import jwt from 'jsonwebtoken';
import { Pool } from 'pg';
import request from 'supertest';
import { describe, expect, it } from 'vitest';

import { app } from './app';

// unsafe: hardcoded-secret - the password of the database
export function ordersPool(): Pool {
  return new Pool({
    host: 'db.internal.example',
    database: 'orders',
    user: 'orders_rw',
    password: 'Zr8!pLw3#qTv9s',
    max: 10,
  });
}

// safe: hardcoded-secret - the password comes from the environment
export function stockPool(): Pool {
  return new Pool({
    host: 'db.internal.example',
    database: 'stock',
    user: 'stock_rw',
    password: process.env.STOCK_DB_PASSWORD,
    max: 10,
  });
}

// unsafe: hardcoded-secret - the secret that signs the session cookies
export function useSessions(server: Express): void {
  server.use(
    session({
      secret: 'b7Qe2nX9vTz41LrKpW06',
      resave: false,
      saveUninitialized: false,
      cookie: { secure: true, httpOnly: true, sameSite: 'lax' },
    }),
  );
}

// safe: hardcoded-secret - the placeholder ends the start of the program
export function useLogins(server: Express): void {
  const secret = process.env.SESSION_SECRET ?? 'CHANGE_ME';
  if (secret === 'CHANGE_ME') {
    throw new Error('SESSION_SECRET must be set');
  }
  const cookie = { secure: true, httpOnly: true, sameSite: 'lax' } as const;
  server.use(session({ secret, resave: false, saveUninitialized: false, cookie }));
}

// unsafe: hardcoded-secret - a key in the code that works if the variable is missing
const signingKey = process.env.JWT_KEY || 'mV4tYq0sD8xKj2Lw7RbZc5Np1GhFu3Ea';

export const issueToken = (userId: number): string =>
  jwt.sign({ sub: String(userId) }, signingKey, { algorithm: 'HS256', expiresIn: '15m' });

// safe: hardcoded-secret - without the variable there is no token
const ticketKey = process.env.TICKET_KEY;

export const issueTicket = (userId: number): string => {
  if (!ticketKey) throw new Error('TICKET_KEY is missing');
  return jwt.sign({ sub: String(userId) }, ticketKey, { algorithm: 'HS256', expiresIn: '15m' });
};

// unsafe: hardcoded-secret - the signing key of a Nest module
@Module({
  imports: [
    JwtModule.register({
      secret: 'orchard-Granite-72-velvet-Kestrel',
      signOptions: { expiresIn: '10m' },
    }),
  ],
  exports: [JwtModule],
})
export class AuthModule {}

// safe: hardcoded-secret - the signing key of a Nest module from the configuration
@Module({
  imports: [
    JwtModule.registerAsync({
      imports: [ConfigModule],
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        secret: config.getOrThrow<string>('AUTH_SECRET'),
        signOptions: { expiresIn: '10m' },
      }),
    }),
  ],
  exports: [JwtModule],
})
export class IdentityModule {}

// unsafe: hardcoded-secret - user and password for another system
export async function fetchInvoices(month: string): Promise<unknown[]> {
  const { data } = await axios.get('https://erp.example.com/api/invoices', {
    params: { month },
    auth: { username: 'svc-billing', password: 'Nw5$kXe81tGq' },
    timeout: 10_000,
  });
  return data.items;
}

// safe: hardcoded-secret - the literal is the name of the secret in the store
export async function fetchPayments(month: string): Promise<unknown[]> {
  const client = new SecretsManagerClient({});
  const secretId = 'prod/erp/billing-password';
  const { SecretString: password = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  const { data } = await axios.get('https://erp.example.com/api/payments', {
    params: { month },
    auth: { username: 'svc-billing', password },
    timeout: 10_000,
  });
  return data.items;
}

// unsafe: hardcoded-secret - a private field holds the key of the signature
export class WebhookSigner {
  private readonly secret = 'u2Jp6cVx-9Yh4-Rk7q-Lm1Tz8Wb3Df5';

  sign(payload: object): string {
    return createHmac('sha256', this.secret).update(JSON.stringify(payload)).digest('hex');
  }
}

// safe: hardcoded-secret - the key is read from a mounted file
export class EventSigner {
  private readonly secretFile = '/run/secrets/webhook_key';

  async sign(payload: object): Promise<string> {
    const key = await readFile(this.secretFile);
    return createHmac('sha256', key).update(JSON.stringify(payload)).digest('hex');
  }
}

// safe: hardcoded-secret - labels, names of fields, an address
export const loginTexts = {
  password: 'Password',
  passwordField: 'current-password',
  passwordHint: 'At least 12 characters, one of them a digit',
  tokenUrl: 'https://login.example.com/oauth2/token',
  forgotPassword: 'Forgot your password?',
};

// safe: hardcoded-secret - values made up for a test
describe('POST /login', () => {
  it('refuses a wrong password', async () => {
    const credentials = { email: 'alice@example.com', password: 'not-the-password' };
    const reply = await request(app).post('/login').send(credentials);
    expect(reply.status).toBe(401);
  });
});
