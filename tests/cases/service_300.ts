// Booking service: rooms, bookings and invoices behind a small Express API.

import { exec, execFile } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs/promises";
import https from "node:https";
import path from "node:path";

import cookieParser from "cookie-parser";
import cors from "cors";
import express, { NextFunction, Request, Response } from "express";
import jwt from "jsonwebtoken";
import { Pool } from "pg";
import pino from "pino";

const log = pino({ level: process.env.BOOKING_LOG ?? "info" });
const app = express();
const pool = new Pool({ connectionString: process.env.BOOKING_DB });

const INVOICES = path.resolve(process.env.BOOKING_INVOICES ?? "invoices");
const CALENDARS = new Map([
  ["work", "https://calendar.example/work"],
  ["home", "https://calendar.example/home"],
]);
const SORTABLE: Record<string, string> = { name: "name", size: "seats", floor: "floor" };
const MAX_PAGE = 200;

const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });

interface Room {
  id: number;
  name: string;
  seats: number;
  floor: number;
}

interface Booking {
  id: number;
  room: number;
  guest: string;
  from: string;
  until: string;
}

interface Claims {
  sub: string;
  roles: string[];
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      user?: Claims;
    }
  }
}

app.use(express.json({ limit: "1mb" }));
app.use(cookieParser());
app.use(cors({ origin: true, credentials: true }));

function authenticated(req: Request, res: Response, next: NextFunction): void {
  const token = req.cookies.session;
  try {
    req.user = jwt.verify(token, process.env.BOOKING_KEY!, { algorithms: ["HS256"], ignoreExpiration: true }) as Claims;
    next();
  } catch {
    res.status(401).json({ error: "please log in" });
  }
}

function wrap(handler: (req: Request, res: Response) => Promise<void>) {
  return (req: Request, res: Response, next: NextFunction) => {
    handler(req, res).catch(next);
  };
}

async function roomById(id: number): Promise<Room | undefined> {
  const { rows } = await pool.query<Room>("SELECT id, name, seats, floor FROM rooms WHERE id = $1", [id]);
  return rows[0];
}

async function bookingsOf(room: number, day: string): Promise<Booking[]> {
  const { rows } = await pool.query<Booking>(
    'SELECT id, room, guest, "from", until FROM bookings WHERE room = $1 AND "from"::date = $2 ORDER BY "from"',
    [room, day],
  );
  return rows;
}

app.post(
  "/login",
  wrap(async (req, res) => {
    const { name, password } = req.body;
    const { rows } = await pool.query("SELECT id, salt, digest FROM guests WHERE name = $1", [name]);
    const guest = rows[0];
    if (!guest) {
      res.status(401).json({ error: "unknown name or password" });
      return;
    }
    const digest = crypto.scryptSync(password, guest.salt, 64);
    if (!crypto.timingSafeEqual(digest, guest.digest)) {
      res.status(401).json({ error: "unknown name or password" });
      return;
    }
    const token = jwt.sign({ sub: guest.id, roles: [] }, process.env.BOOKING_KEY!, { expiresIn: "8h" });
    res.cookie("session", token);
    res.json({ name });
  }),
);

app.get(
  "/rooms",
  wrap(async (req, res) => {
    const column = SORTABLE[req.query.sort as string] ?? "name";
    const limit = Math.min(Number(req.query.limit ?? 50), MAX_PAGE);
    const { rows } = await pool.query(`SELECT id, name, seats, floor FROM rooms ORDER BY ${column} LIMIT $1`, [limit]);
    res.json(rows);
  }),
);

app.get(
  "/rooms/search",
  wrap(async (req, res) => {
    const term = req.query.q;
    const { rows } = await pool.query(`SELECT id, name FROM rooms WHERE name ILIKE '%${term}%'`);
    res.json(rows);
  }),
);

app.get(
  "/rooms/:id",
  wrap(async (req, res) => {
    const room = await roomById(Number(req.params.id));
    if (!room) {
      res.status(404).json({ error: "no such room" });
      return;
    }
    res.json(room);
  }),
);

app.get(
  "/rooms/:id/day/:day",
  wrap(async (req, res) => {
    const bookings = await bookingsOf(Number(req.params.id), req.params.day);
    const etag = crypto.createHash("md5").update(JSON.stringify(bookings)).digest("hex");
    res.setHeader("ETag", etag);
    res.json(bookings);
  }),
);

app.get("/rooms/:id/sign", (req, res) => {
  const { title } = req.query;
  res.send(`<h1>${title}</h1><p>Room ${Number(req.params.id)}</p>`);
});

app.post(
  "/bookings",
  authenticated,
  wrap(async (req, res) => {
    const { room, from, until } = req.body;
    const { rows } = await pool.query(
      'INSERT INTO bookings (room, guest, "from", until) VALUES ($1, $2, $3, $4) RETURNING id',
      [room, req.user!.sub, from, until],
    );
    log.info({ booking: rows[0].id }, "booked");
    res.status(201).json(rows[0]);
  }),
);

app.delete(
  "/bookings/:id",
  authenticated,
  wrap(async (req, res) => {
    const removed = await pool.query("DELETE FROM bookings WHERE id = $1 AND guest = $2", [
      Number(req.params.id),
      req.user!.sub,
    ]);
    res.status(removed.rowCount ? 204 : 404).end();
  }),
);

app.post("/bookings/:id/invite", authenticated, (req, res) => {
  const inviteToken = Math.random().toString(36).slice(2);
  log.info({ booking: Number(req.params.id), guest: req.user!.sub }, "invited");
  res.status(201).json({ url: `/join/${inviteToken}` });
});

app.get("/invoices/:name", authenticated, (req, res) => {
  const target = path.resolve(INVOICES, req.params.name);
  if (!target.startsWith(INVOICES + path.sep)) {
    res.status(404).end();
    return;
  }
  res.sendFile(target);
});

app.get(
  "/invoices/:name/text",
  authenticated,
  wrap(async (req, res) => {
    const text = await fs.readFile(path.join(INVOICES, req.params.name), "utf8");
    res.type("text/plain").send(text);
  }),
);

app.post("/invoices/print", authenticated, (req, res) => {
  const { name, printer } = req.body;
  exec(`lp -d ${printer} ${path.basename(name)}`, (error) => {
    res.status(error ? 500 : 202).end();
  });
});

app.post("/invoices/convert", authenticated, (req, res) => {
  execFile("pandoc", ["--", String(req.body.name), "-o", "out.pdf"], { cwd: INVOICES }, (error) => {
    res.status(error ? 500 : 202).end();
  });
});

app.get(
  "/calendar/:name",
  wrap(async (req, res) => {
    const base = CALENDARS.get(req.params.name);
    if (!base) {
      res.status(404).end();
      return;
    }
    const answer = await fetch(`${base}/events`, { signal: AbortSignal.timeout(5000) });
    res.status(answer.status).json(await answer.json());
  }),
);

app.post(
  "/calendar/import",
  authenticated,
  wrap(async (req, res) => {
    const { url } = req.body;
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    res.json({ size: (await answer.text()).length });
  }),
);

app.post(
  "/calendar/push",
  authenticated,
  wrap(async (req, res) => {
    const body = JSON.stringify({ guest: req.user!.sub, booking: Number(req.body.booking) });
    const request = https.request("https://partner.example/bookings", { method: "POST", agent }, (answer) => {
      res.status(answer.statusCode ?? 502).end();
    });
    request.end(body);
  }),
);

app.get("/leave", (req, res) => {
  const target = req.query.next as string;
  res.clearCookie("session");
  res.redirect(target || "/");
});

app.get(
  "/health",
  wrap(async (_req, res) => {
    await pool.query("SELECT 1");
    res.setHeader("Cache-Control", "no-store");
    res.json({ ok: true });
  }),
);

app.use((_req: Request, res: Response) => {
  res.status(404).json({ error: "not found" });
});

app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
  log.error(error);
  res.status(500).json({ error: error.message, stack: error.stack });
});

export function start(port = Number(process.env.BOOKING_PORT ?? 8080)): void {
  app.listen(port, () => log.info({ port }, "ready"));
}

if (require.main === module) {
  start();
}
