import { exec, execFile, execSync, spawn } from 'node:child_process';
import { isIPv4 } from 'node:net';
import { promisify } from 'node:util';
import express, { Request, Response } from 'express';
import { execa } from 'execa';
import Fastify from 'fastify';
import Koa from 'koa';
import Router from '@koa/router';
import { quote } from 'shell-quote';
import { Controller, Get, ParseEnumPipe, Query } from '@nestjs/common';

export const app = express();
export const fastify = Fastify();
export const koa = new Koa();
const router = new Router();
const execAsync = promisify(exec);
const execFileAsync = promisify(execFile);

const UNITS = new Map<string, string>([
  ['web', 'nginx.service'],
  ['queue', 'rabbitmq-server.service'],
]);

app.use(express.json());
koa.use(router.routes());

// unsafe: command-injection - host name in a shell line
app.get('/tools/ping', (req: Request, res: Response) => {
  const { host } = req.query as { host: string };
  exec(`ping -c 2 ${host}`, (error, stdout) => {
    if (error) {
      res.status(502).json({ reachable: false });
      return;
    }
    res.json({ reachable: true, output: stdout.split('\n') });
  });
});

// safe: command-injection - only a dotted IPv4 address gets into the shell line
app.get('/tools/ping4', (req: Request, res: Response) => {
  const host = String(req.query.host);
  if (!isIPv4(host)) {
    res.status(400).json({ error: 'IPv4 address expected' });
    return;
  }
  exec(`ping -c 2 ${host}`, (error, stdout) => {
    res.json({ reachable: error === null, output: stdout.split('\n') });
  });
});

// unsafe: command-injection - sh -c with an argument list is still a shell line
router.get('/words/count', async (ctx) => {
  const word = String(ctx.query.word ?? 'the');
  const parts = ['grep', '-c', '-w', word, '/usr/share/dict/words'];
  const child = spawn('sh', ['-c', parts.join(' ')]);
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
  }
  ctx.body = { count: Number.parseInt(output, 10) };
});

// safe: command-injection - no shell, the word is one argument of -e
router.get('/words/matches', async (ctx) => {
  const word = String(ctx.query.word ?? 'the');
  const parts = ['-c', '-w', '-F', '-e', word, '/usr/share/dict/words'];
  const child = spawn('grep', parts);
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
  }
  ctx.body = { count: Number.parseInt(output, 10) };
});

// safe: command-injection - the library quotes the word for the shell
app.get('/words/lookup', async (req: Request, res: Response) => {
  const word = quote([String(req.query.word)]);
  const { stdout } = await execAsync(`grep -c -F -e ${word} /usr/share/dict/words || true`);
  res.json({ count: Number.parseInt(stdout, 10) });
});

// unsafe: command-injection - a filter that takes away only the first semicolon
class ThumbnailJob {
  private readonly size: string;

  constructor(size: string) {
    this.size = size.replace(';', '').trim();
  }

  run(source: string): Buffer {
    return execSync('convert ' + source + ' -resize ' + this.size + ' png:-');
  }
}

app.post('/logo/thumbnail', (req: Request, res: Response) => {
  const image = new ThumbnailJob(String(req.body.size)).run('/srv/assets/logo.svg');
  res.type('image/png').send(image);
});

// safe: command-injection - the size becomes an integer within bounds
class BannerJob {
  private readonly width: number;

  constructor(width: string) {
    const parsed = Number.parseInt(width, 10);
    this.width = Number.isNaN(parsed) ? 640 : Math.min(Math.max(parsed, 16), 2048);
  }

  run(source: string): Buffer {
    return execSync('convert ' + source + ' -resize ' + this.width + ' png:-');
  }
}

app.post('/banner/thumbnail', (req: Request, res: Response) => {
  const image = new BannerJob(String(req.body.width)).run('/srv/assets/banner.svg');
  res.type('image/png').send(image);
});

// unsafe: command-injection - a header decoded from base64 and run with shell: true
fastify.post('/hooks/deploy', async (request) => {
  const branch = Buffer.from(String(request.headers['x-branch']), 'base64').toString('utf8');
  const { exitCode } = await execa(`git -C /srv/site pull origin ${branch}`, { shell: true, reject: false });
  return { exitCode };
});

// safe: command-injection - the branch is overwritten by a constant before the shell runs
fastify.post('/hooks/release', async (request) => {
  let branch = Buffer.from(String(request.headers['x-branch']), 'base64').toString('utf8');
  const requested = branch.length;
  branch = 'main';
  const { exitCode } = await execa(`git -C /srv/site pull origin ${branch}`, { shell: true, reject: false });
  return { exitCode, requested };
});

// unsafe: command-injection - a query value typed as enum but never checked at run time
enum Zone {
  Berlin = 'Europe/Berlin',
  Lisbon = 'Europe/Lisbon',
}

@Controller('clock')
export class ClockController {
  @Get()
  async now(@Query('zone') zone: Zone) {
    const { stdout } = await execAsync(`TZ=${zone} date --iso-8601=seconds`);
    return { now: stdout.trim() };
  }
}

// safe: command-injection - the pipe accepts only members of the enum
enum Town {
  Madrid = 'Europe/Madrid',
  Vienna = 'Europe/Vienna',
}

@Controller('town-clock')
export class TownClockController {
  @Get()
  async now(@Query('town', new ParseEnumPipe(Town)) town: Town) {
    const { stdout } = await execAsync(`TZ=${town} date --iso-8601=seconds`);
    return { now: stdout.trim() };
  }
}

// safe: command-injection - the unit name is looked up in a table
app.get('/services/:name/state', async (req: Request, res: Response) => {
  const unit = UNITS.get(req.params.name);
  if (!unit) {
    res.sendStatus(404);
    return;
  }
  const { stdout } = await execFileAsync('/bin/sh', ['-c', `systemctl is-active ${unit} || true`]);
  res.json({ state: stdout.trim() });
});
