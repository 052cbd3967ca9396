import express, { Request, Response } from "express";
import { pool } from "./pool";

const COLUMNS = new Set(["name", "price"]);
const ORDERS: Record<string, string> = { cheap: "price", new: "created" };

export async function byName(req: Request, res: Response) {
  const name = req.query.name as string;
  // ruleid: js.sql-injection
  res.json(await pool.query(`SELECT * FROM items WHERE name = '${name}'`));
}

export async function byShop(req: Request, res: Response) {
  const { shop } = req.params;
  let sql = "SELECT * FROM items";
  if (shop) {
    sql += " WHERE shop = '" + shop + "'";
  }
  // ruleid: js.sql-injection
  const [rows] = await pool.execute(sql);
  res.json(rows);
}

export async function raw(req: Request, res: Response) {
  // ruleid: js.sql-injection
  res.json(await knex.raw("SELECT * FROM items WHERE id = " + req.body.id));
}

export async function bound(req: Request, res: Response) {
  const name = req.query.name as string;
  // ok: js.sql-injection
  res.json(await pool.query("SELECT * FROM items WHERE name = $1", [name]));
}

export async function asNumber(req: Request, res: Response) {
  // ok: js.sql-injection
  res.json(await pool.query(`SELECT * FROM items LIMIT ${Number(req.query.limit)}`));
}

export async function listed(req: Request, res: Response) {
  const column = req.query.sort as string;
  if (!COLUMNS.has(column)) {
    return res.status(400).end();
  }
  // ok: js.sql-injection
  res.json(await pool.query(`SELECT * FROM items ORDER BY ${column}`));
}

export async function fromTable(req: Request, res: Response) {
  // ok: js.sql-injection
  res.json(await pool.query(`SELECT * FROM items ORDER BY ${ORDERS[req.query.order as string]}`));
}

export async function bindObject(req: Request, res: Response) {
  // ok: js.sql-injection
  res.json(await pool.query({ text: "SELECT * FROM items WHERE name = $1", values: [req.query.name] }));
}

export async function sheet(req: Request, res: Response) {
  const { sheet = "first", page } = req.query as { sheet?: string; page?: string };
  // ruleid: js.sql-injection
  res.json(await pool.query("SELECT sheet FROM sheets WHERE sheet = '" + sheet + "'"));
}

function rowsOf(column: string) {
  // ruleid: js.sql-injection
  return pool.query(`SELECT ${column} FROM items`);
}

export function showRows(req: Request, res: Response) {
  rowsOf(String(req.query.column)).then((rows) => res.json(rows));
}

export async function warned(req: Request, res: Response) {
  const column = String(req.query.column);
  if (!COLUMNS.has(column)) {
    res.status(400);
  }
  // ruleid: js.sql-injection
  res.json(await pool.query(`SELECT ${column} FROM items`));
}

function orderOf(name: string): string {
  switch (name) {
    case "cheap":
      return "price";
    default:
      return "created";
  }
}

function known(name: string): string {
  if (!COLUMNS.has(name)) {
    throw new Error("column");
  }
  return name;
}

const limitOf = (text: unknown) => Math.min(100, Number(text) || 10);

export async function sorted(req: Request, res: Response) {
  // ok: js.sql-injection
  res.json(await pool.query(`SELECT name FROM items ORDER BY ${orderOf(String(req.query.order))}`));
  // ok: js.sql-injection
  res.json(await pool.query(`SELECT ${known(String(req.query.column))} FROM items`));
  // ok: js.sql-injection
  res.json(await pool.query(`SELECT name FROM items LIMIT ${limitOf(req.query.limit)}`));
}

async function byOwner(owner: string) {
  // ruleid: js.sql-injection
  return pool.query("SELECT * FROM boats WHERE owner = '" + owner + "'");
}

app.get("/boats", async (req, res) => {
  const owner = req.query.owner as string;
  res.json(await byOwner(owner));
});

async function byHarbour(harbour: string) {
  // ok: js.sql-injection
  return pool.query(`SELECT * FROM boats WHERE harbour = '${harbour}'`);
}

app.get("/harbours", async (req, res) => {
  const harbour = req.query.harbour as string;
  if (!HARBOURS.has(harbour)) return res.status(404).end();
  res.json(await byHarbour(harbour));
});

app.get("/later", async (req, res) => {
  res.json(await writtenLater(req.query.kind));
});

async function writtenLater(kind) {
  // ruleid: js.sql-injection
  return pool.query(`SELECT * FROM boats WHERE kind = '${kind}'`);
}

class Conditions {
  private parts: string[] = [];

  above(weight: string) {
    this.parts.push(`weight > ${weight}`);
    return this;
  }

  run() {
    // ruleid: js.sql-injection
    return pool.query("SELECT * FROM boats WHERE " + this.parts.join(" AND "));
  }
}

app.get("/heavy", async (req, res) => {
  res.json(await new Conditions().above(req.query.weight).run());
});

app.delete("/boats", async (req, res) => {
  const numbers = req.body.ids.map((id) => parseInt(id, 10)).join(",");
  // ok: js.sql-injection
  await pool.query(`DELETE FROM boats WHERE id IN (${numbers})`);
});

export async function rename(formData: FormData) {
  "use server";
  const name = formData.get("name");
  // ruleid: js.sql-injection
  await sql.unsafe(`UPDATE boats SET name = '${name}'`);
}

// Parameters by other decorators, and columns by name.
import { QueryParam, JsonController } from "routing-controllers";

@JsonController("/parts")
export class PartsController {
  find(@QueryParam("name") name: string) {
    // ruleid: js.sql-injection
    return pool.query("SELECT * FROM parts WHERE name = '" + name + "'");
  }

  byNumber(@QueryParam("number") number: number) {
    // ok: js.sql-injection
    return pool.query("SELECT * FROM parts WHERE number = " + number);
  }

  filtered(@param.query.string("filter") filter: string) {
    // ruleid: js.sql-injection
    return pool.query("SELECT * FROM parts WHERE " + filter);
  }

  bound(@param.query.string("name") name: string) {
    // ok: js.sql-injection
    return pool.query("SELECT * FROM parts WHERE name = $1", [name]);
  }

  message(@Payload() note: { name: string }) {
    // ruleid: js.sql-injection
    return pool.query(`INSERT INTO notes VALUES ('${note.name}')`);
  }

  sorted(@QueryParam("sort") sort: string) {
    // ruleid: js.sql-injection
    return this.parts.createQueryBuilder("p").orderBy(sort).getMany();
  }

  sortedByKnown(@QueryParam("sort") sort: string) {
    const column = sort === "date" ? "p.created" : "p.name";
    // ok: js.sql-injection
    return this.parts.createQueryBuilder("p").orderBy(column).getMany();
  }
}

form.on("field", (name, value) => {
  // ok: js.sql-injection
  db.query("UPDATE fields SET value = ?", [value]);
});

const busboy = require("busboy");
busboy({ headers }).on("field", (name, value) => {
  // ruleid: js.sql-injection
  db.query(`UPDATE fields SET value = '${value}'`);
});

export const consume = async (event) => {
  for (const record of event.Records) {
    const note = JSON.parse(record.body);
    // ruleid: js.sql-injection
    await db.query("UPDATE notes SET text = '" + note.text + "'");
  }
};

export class LettersController {
  async index({ request }) {
    // ruleid: js.sql-injection
    return db.rawQuery("select * from letters where name = '" + request.input("name") + "'");
  }

  async show({ request }) {
    // ok: js.sql-injection
    return db.rawQuery("select * from letters where name = ?", [request.input("name")]);
  }
}

app.get("/column/:name", async (req, res) => {
  // ruleid: js.sql-injection
  res.json(await query(`SELECT ${req.params.name} FROM parts`));
  // ruleid: js.sql-injection
  res.json(await runQuery("DELETE FROM parts WHERE name = '" + req.params.name + "'"));
  // ok: js.sql-injection
  res.json(await query("SELECT name FROM parts WHERE name = $1", [req.params.name]));
  // ok: js.sql-injection
  res.json(await query(req.params.name));
});

export async function sorted(req: Request, res: Response) {
  // ruleid: js.sql-injection
  res.json(await sql`SELECT * FROM goods ORDER BY ${sql.raw(String(req.query.by))}`.execute(db));
}

export async function chosen(req: Request, res: Response) {
  const names = Object.keys(req.body).filter((name) => COLUMNS.includes(name));
  // ok: js.sql-injection
  res.json(await pool.query(`SELECT ${names.join(", ")} FROM goods`));
}

export async function byId(req: Request, res: Response) {
  const id = z.string().uuid().parse(req.params.id);
  // ok: js.sql-injection
  res.json(await pool.query(`SELECT * FROM goods WHERE id = '${id}' LIMIT ${~~req.query.limit}`));
}

app.get("/hono", (c) => {
  // ok: js.sql-injection
  return c.json({ by: c.req.query("by") });
});

function amount(text: string) {
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error("no number");
  return value;
}

app.get("/amount", (req, res) => {
  // ok: js.sql-injection
  db.query("SELECT * FROM goods WHERE amount > " + amount(req.query.amount), (error, rows) => res.json(rows));
});

app.get("/ordered", (req, res) => {
  let direction = req.query.direction;
  if (direction !== "asc" && direction !== "desc") direction = "asc";
  // ok: js.sql-injection
  db.query(`SELECT * FROM goods ORDER BY id ${direction}`, (error, rows) => res.json(rows));
});

app.param("good", (req, res, next, good) => {
  // ruleid: js.sql-injection
  db.query(`SELECT * FROM goods WHERE id = ${good}`, (error, rows) => next());
});

app.get("/named", (req, res) => {
  const by = req.query.by;
  if (by !== "" && by !== "none") {
    // ruleid: js.sql-injection
    db.query(`SELECT * FROM goods ORDER BY ${by}`, (error, rows) => res.json(rows));
  }
});

const COLUMN_OF = { name: "g.name", price: "g.price" } as const;
const columnOf = (key: string) => (key in COLUMN_OF ? COLUMN_OF[key as keyof typeof COLUMN_OF] : "g.id");

app.get("/columns", (req, res) => {
  // ok: js.sql-injection
  db.query(`SELECT * FROM goods g ORDER BY ${columnOf(String(req.query.by))}`, (error, rows) => res.json(rows));
});

class Goods {
  constructor(private readonly connection: Connection) {}

  find: RequestHandler = async (req, res) => {
    // ruleid: js.sql-injection
    res.json(await this.connection.query("SELECT * FROM goods WHERE name = '" + req.query.name + "'"));
  };

  static one = async function (req: Request, res: Response) {
    // ok: js.sql-injection
    res.json(await connection.query("SELECT * FROM goods WHERE name = ?", [req.query.name]));
  };
}
