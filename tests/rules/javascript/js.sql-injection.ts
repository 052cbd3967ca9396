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
