/** Bookings service: meeting rooms, their free times and the confirmations that go out by mail. */

import { createHash, randomUUID } from "node:crypto";
import { promises as fs } from "node:fs";
import path from "node:path";

import express, { NextFunction, Request, Response } from "express";
import helmet from "helmet";
import { Pool, PoolClient } from "pg";
import pino from "pino";
import { z } from "zod";

/** Everything the environment decides. */
interface Config {
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly mailUrl: string;
  readonly mailTimeoutMs: number;
  readonly plansDir: string;
  readonly cacheTtlMs: number;
}

const config: Config = {
  port: Number(process.env.PORT ?? 8080),
  databaseUrl: process.env.DATABASE_URL,
  mailUrl: process.env.MAIL_URL ?? "https://mail.example.com",
  mailTimeoutMs: Number(process.env.MAIL_TIMEOUT_MS ?? 3000),
  plansDir: path.resolve(process.env.PLANS_DIR ?? "plans"),
  cacheTtlMs: 20_000,
};

const logger = pino({ name: "bookings", level: process.env.LOG_LEVEL ?? "info" });
const pool = new Pool({ connectionString: config.databaseUrl, max: 10 });

type BookingState = "held" | "confirmed" | "cancelled";

interface Room {
  id: number;
  name: string;
  seats: number;
  building: string;
}

interface Booking {
  id: string;
  roomId: number;
  title: string;
  startsAt: Date;
  endsAt: Date;
  state: BookingState;
}

/** A failure the client may read about. */
class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "HttpError";
  }
}

const newBooking = z
  .object({
    roomId: z.number().int().positive(),
    title: z.string().trim().min(1).max(120),
    startsAt: z.coerce.date(),
    endsAt: z.coerce.date(),
    organizer: z.string().email(),
  })
  .refine((value) => value.startsAt < value.endsAt, { message: "a booking ends after it starts" });

const roomSearch = z.object({
  building: z.string().max(40).optional(),
  seats: z.coerce.number().int().min(1).max(500).default(1),
  page: z.coerce.number().int().min(1).default(1),
});

type NewBooking = z.infer<typeof newBooking>;
type RoomSearch = z.infer<typeof roomSearch>;

/** Keeps answers for a short while; the oldest entries leave first. */
class AnswerCache<T> {
  private readonly entries = new Map<string, { value: T; expires: number }>();

  constructor(
    private readonly ttlMs: number,
    private readonly limit = 500,
  ) {}

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (entry.expires < Date.now()) {
      this.entries.delete(key);
      return undefined;
    }
    return entry.value;
  }

  set(key: string, value: T): void {
    if (this.entries.size >= this.limit) {
      const oldest = this.entries.keys().next().value;
      if (oldest !== undefined) this.entries.delete(oldest);
    }
    this.entries.set(key, { value, expires: Date.now() + this.ttlMs });
  }
}

const PAGE_SIZE = 25;

/** Reads rooms; searches are cached because the start page repeats them. */
class RoomService {
  private readonly cache = new AnswerCache<Room[]>(config.cacheTtlMs);

  constructor(private readonly db: Pool) {}

  async search(query: RoomSearch): Promise<Room[]> {
    const key = createHash("md5").update(JSON.stringify(query)).digest("hex");
    const known = this.cache.get(key);
    if (known) return known;
    const { rows } = await this.db.query<Room>(
      `SELECT id, name, seats, building
         FROM rooms
        WHERE seats >= $1 AND ($2::text IS NULL OR building = $2)
        ORDER BY seats, name
        LIMIT $3 OFFSET $4`,
      [query.seats, query.building ?? null, PAGE_SIZE, (query.page - 1) * PAGE_SIZE],
    );
    this.cache.set(key, rows);
    return rows;
  }

  async byId(id: number): Promise<Room> {
    const { rows } = await this.db.query<Room>(
      "SELECT id, name, seats, building FROM rooms WHERE id = $1",
      [id],
    );
    if (rows.length === 0) throw new HttpError(404, "no such room");
    return rows[0];
  }
}

/** Sends confirmations through the mail service. */
class MailService {
  constructor(
    private readonly baseUrl: string,
    private readonly timeoutMs: number,
  ) {}

  async confirm(to: string, booking: Booking, room: Room): Promise<void> {
    const answer = await fetch(`${this.baseUrl}/v1/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        to,
        template: "booking-confirmed",
        values: { title: booking.title, room: room.name, startsAt: booking.startsAt },
      }),
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (!answer.ok) throw new Error(`mail service answered ${answer.status}`);
  }
}

const BOOKING_COLUMNS =
  'id, room_id AS "roomId", title, starts_at AS "startsAt", ends_at AS "endsAt", state';

/** Creates, lists and cancels bookings. */
class BookingService {
  constructor(
    private readonly db: Pool,
    private readonly rooms: RoomService,
    private readonly mail: MailService,
  ) {}

  async create(input: NewBooking): Promise<Booking> {
    const room = await this.rooms.byId(input.roomId);
    const booking = await this.inTransaction(async (client) => {
      await client.query("SELECT id FROM rooms WHERE id = $1 FOR UPDATE", [room.id]);
      const clash = await client.query(
        `SELECT 1 FROM bookings
          WHERE room_id = $1 AND state <> 'cancelled' AND starts_at < $3 AND ends_at > $2`,
        [room.id, input.startsAt, input.endsAt],
      );
      if (clash.rowCount) throw new HttpError(409, "the room is taken at that time");
      const { rows } = await client.query<Booking>(
        `INSERT INTO bookings (id, room_id, title, starts_at, ends_at, organizer, state)
         VALUES ($1, $2, $3, $4, $5, $6, 'confirmed')
         RETURNING ${BOOKING_COLUMNS}`,
        [randomUUID(), room.id, input.title, input.startsAt, input.endsAt, input.organizer],
      );
      return rows[0];
    });
    try {
      await this.mail.confirm(input.organizer, booking, room);
    } catch (error) {
      logger.warn({ err: error, booking: booking.id }, "confirmation was not sent");
    }
    return booking;
  }

  async ofRoom(roomId: number, day: Date): Promise<Booking[]> {
    const { rows } = await this.db.query<Booking>(
      `SELECT ${BOOKING_COLUMNS} FROM bookings
        WHERE room_id = $1 AND starts_at::date = $2::date AND state <> 'cancelled'
        ORDER BY starts_at`,
      [roomId, day],
    );
    return rows;
  }

  async cancel(id: string): Promise<void> {
    const result = await this.db.query(
      "UPDATE bookings SET state = 'cancelled' WHERE id = $1 AND state <> 'cancelled'",
      [id],
    );
    if (result.rowCount === 0) throw new HttpError(404, "no such booking");
  }

  private async inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.db.connect();
    try {
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK");
      throw error;
    } finally {
      client.release();
    }
  }
}

const rooms = new RoomService(pool);
const mail = new MailService(config.mailUrl, config.mailTimeoutMs);
const bookings = new BookingService(pool, rooms, mail);

type Handler = (req: Request, res: Response) => Promise<void>;

/** Hands a rejected promise to the error handler. */
const wrap = (handler: Handler) => (req: Request, res: Response, next: NextFunction) => {
  handler(req, res).catch(next);
};

const app = express();
app.use(helmet());
app.use(express.json({ limit: "50kb" }));
app.use(express.urlencoded({ extended: false, limit: "10kb" }));

app.get("/healthz", wrap(async (_req, res) => {
  await pool.query("SELECT 1");
  res.json({ status: "ok" });
}));

app.get("/rooms", wrap(async (req, res) => {
  res.json(await rooms.search(roomSearch.parse(req.query)));
}));

app.get("/rooms/:id/bookings", wrap(async (req, res) => {
  const id = z.coerce.number().int().positive().parse(req.params.id);
  const day = z.coerce.date().parse(req.query.day ?? new Date());
  res.json(await bookings.ofRoom(id, day));
}));

app.get("/plans/:building", wrap(async (req, res) => {
  const file = path.join(config.plansDir, `${req.params.building}.svg`);
  const plan = await fs.readFile(file).catch(() => {
    throw new HttpError(404, "no plan of this building");
  });
  res.type("image/svg+xml").send(plan);
}));

app.post("/bookings", wrap(async (req, res) => {
  const booking = await bookings.create(newBooking.parse(req.body));
  logger.info({ booking: booking.id, room: booking.roomId }, "booking created");
  res.status(201).location(`/bookings/${booking.id}`).json(booking);
}));

app.post("/bookings/:id/cancel", wrap(async (req, res) => {
  await bookings.cancel(req.params.id);
  logger.info(`booking ${req.params.id} cancelled: ${req.body.reason ?? "no reason"}`);
  if (typeof req.query.returnTo === "string") {
    res.redirect(303, req.query.returnTo);
    return;
  }
  res.sendStatus(204);
}));

app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => {
  if (error instanceof z.ZodError) {
    res.status(400).json({ error: "invalid request", issues: error.issues });
  } else if (error instanceof HttpError) {
    res.status(error.status).json({ error: error.message });
  } else {
    logger.error({ err: error, method: req.method }, "request failed");
    res.status(500).json({ error: "internal error" });
  }
});

const server = app.listen(config.port, () => logger.info({ port: config.port }, "listening"));

process.on("SIGTERM", () => {
  server.close(() => void pool.end());
});
