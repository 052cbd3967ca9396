import inspector from 'node:inspector';
import net from 'node:net';
import repl from 'node:repl';
import { NestFactory } from '@nestjs/core';
import express, { type Express } from 'express';
import Fastify from 'fastify';
import { defineConfig } from 'vite';

import { AdminModule } from './admin.module';
import type { Queue } from './queue';

// unsafe: bind-all - the admin pages on all interfaces
export function startAdmin(queue: Queue): void {
  const admin = express();
  admin.post('/queue/flush', (_req, res) => {
    queue.clear();
    res.sendStatus(204);
  });
  admin.listen(4000, '0.0.0.0', () => console.log('admin pages on port 4000'));
}

// safe: bind-all - the admin pages on the machine itself
export function startConsole(queue: Queue): void {
  const pages = express();
  pages.post('/queue/flush', (_req, res) => {
    queue.clear();
    res.sendStatus(204);
  });
  pages.listen(4000, '127.0.0.1', () => console.log('console on port 4000'));
}

// unsafe: bind-all - the development server of Vite
export const shopConfig = defineConfig({
  root: 'shop',
  server: { host: '0.0.0.0', port: 5173, strictPort: true },
  build: { outDir: '../dist/shop' },
});

// safe: bind-all - the development server of Vite
export const deskConfig = defineConfig({
  root: 'desk',
  server: { host: 'localhost', port: 5173, strictPort: true },
  build: { outDir: '../dist/desk' },
});

// unsafe: bind-all - the debugger of Node
export function attachDebugger(): void {
  if (!inspector.url()) {
    inspector.open(9229, '0.0.0.0');
  }
}

// safe: bind-all - the debugger of Node
export function attachInspector(): void {
  if (!inspector.url()) {
    inspector.open(9229, '127.0.0.1');
  }
}

// unsafe: bind-all - a prompt for maintenance on IPv6's "any" address
export function openPrompt(context: Record<string, unknown>): net.Server {
  const server = net.createServer((socket) => {
    const prompt = repl.start({ prompt: 'shop> ', input: socket, output: socket });
    Object.assign(prompt.context, context);
    prompt.on('exit', () => socket.end());
  });
  return server.listen({ host: '::', port: 5001 });
}

// safe: bind-all - a prompt for maintenance on a Unix socket
export function openShell(context: Record<string, unknown>): net.Server {
  const server = net.createServer((socket) => {
    const prompt = repl.start({ prompt: 'shop> ', input: socket, output: socket });
    Object.assign(prompt.context, context);
    prompt.on('exit', () => socket.end());
  });
  return server.listen({ path: '/run/shop/shell.sock' });
}

// unsafe: bind-all - the management interface, all interfaces unless told otherwise
export async function startManagement(restart: () => Promise<void>): Promise<void> {
  const host = process.env.MANAGEMENT_HOST ?? '0.0.0.0';
  const app = Fastify({ logger: true });
  app.post('/restart', async () => {
    await restart();
    return { ok: true };
  });
  await app.listen({ host, port: 9000 });
}

// safe: bind-all - the management interface, loopback unless told otherwise
export async function startSupervisor(restart: () => Promise<void>): Promise<void> {
  const host = process.env.SUPERVISOR_HOST ?? '127.0.0.1';
  const app = Fastify({ logger: true });
  app.post('/restart', async () => {
    await restart();
    return { ok: true };
  });
  await app.listen({ host, port: 9000 });
}

// unsafe: bind-all - the admin module of Nest
export async function bootstrapAdmin(): Promise<void> {
  const [host, port] = ['0.0.0.0', 3100] as const;
  const app = await NestFactory.create(AdminModule, { bufferLogs: true });
  app.setGlobalPrefix('admin');
  await app.listen(port, host);
}

// safe: bind-all - the admin module of Nest, the constant decides for the second address
export async function bootstrapBackoffice(): Promise<void> {
  const replicas = 2;
  const host = replicas * 10 > 40 ? '0.0.0.0' : '127.0.0.1';
  const app = await NestFactory.create(AdminModule, { bufferLogs: true });
  app.setGlobalPrefix('backoffice');
  await app.listen(3100, host);
}

// safe: bind-all - the address is looked for in order to refuse it
export function startProfiler(app: Express, host: string): void {
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new RangeError(`the profiler must not listen on ${host || '0.0.0.0'}`);
  }
  app.listen(6060, host);
}

// safe: bind-all - a rule of a firewall, nothing is bound
export function openToTheWorld(rules: { id: string; cidr: string }[]): string[] {
  const anywhere = new Set(['0.0.0.0/0', '::/0', '0.0.0.0']);
  return rules.filter(({ cidr }) => anywhere.has(cidr)).map(({ id }) => id);
}
