import { pool } from "./pool";

const TABLE = "items";

export async function byName(name: string) {
  // ruleid: js.sql-string-building
  return pool.query(`SELECT * FROM items WHERE name = '${name}'`);
}

export async function like(term: string) {
  // ruleid: js.sql-string-building
  return pool.query(`SELECT * FROM items WHERE name LIKE '%${term}%'`);
}

export async function concatenated(name: string, shop: number) {
  // ruleid: js.sql-string-building
  const sql = "SELECT * FROM items WHERE name = '" + name + "' AND shop = 1";
  return pool.query(sql);
}

export function inserted(mail: string) {
  // ruleid: js.sql-string-building
  return `INSERT INTO guests (mail) VALUES ('${mail}')`;
}

export async function bound(name: string) {
  // ok: js.sql-string-building
  return pool.query("SELECT * FROM items WHERE name = $1", [name]);
}

export async function tableName(id: number) {
  // ok: js.sql-string-building
  return pool.query(`SELECT * FROM ${TABLE} WHERE id = $1`, [id]);
}

export async function constant() {
  // ok: js.sql-string-building
  return pool.query(`SELECT * FROM items WHERE state = '${STATES.OPEN}'`);
}

export async function tagged(name: string) {
  // ok: js.sql-string-building
  return sql`SELECT * FROM items WHERE name = '${name}'`;
}

export function sentence(name: string) {
  // ok: js.sql-string-building
  return `Select '${name}' from the list where it stands`;
}
