import express, { Request, Response } from 'express';
import Fastify from 'fastify';
import knexFactory, { Knex } from 'knex';
import mysql from 'mysql2/promise';
import { Pool } from 'pg';
import { QueryTypes, Sequelize } from 'sequelize';
import { Controller, Get, Injectable, Param, ParseIntPipe, Query } from '@nestjs/common';

export const app = express();
export const fastify = Fastify();
const pg = new Pool({ connectionString: process.env.DATABASE_URL });
const mysqlPool = mysql.createPool(process.env.MYSQL_URL ?? '');
const db: Knex = knexFactory({ client: 'pg', connection: process.env.DATABASE_URL });

const SORTABLE = ['created_at', 'total', 'status'];
const PERIOD_COLUMNS = new Map<string, string>([
  ['day', "date_trunc('day', paid_at)"],
  ['month', "date_trunc('month', paid_at)"],
]);

app.use(express.json());

// unsafe: sql-injection - template literal, client text inside LIKE
app.get('/customers', async (req: Request, res: Response) => {
  const name = String(req.query.name ?? '').trim();
  const { rows } = await pg.query(
    `SELECT id, name, city FROM customers WHERE name ILIKE '%${name}%' ORDER BY name LIMIT 20`,
  );
  res.json(rows);
});

// safe: sql-injection - the same search with a bound parameter
app.get('/customers/find', async (req: Request, res: Response) => {
  const name = String(req.query.name ?? '').trim();
  const { rows } = await pg.query(
    'SELECT id, name, city FROM customers WHERE name ILIKE $1 ORDER BY name LIMIT 20',
    [`%${name}%`],
  );
  res.json(rows);
});

// unsafe: sql-injection - the check sets a status but does not stop
app.get('/orders', async (req: Request, res: Response) => {
  const { sort = 'created_at' } = req.query as { sort?: string };
  if (!SORTABLE.includes(sort)) {
    res.status(400);
  }
  const orders = await db('orders').select('id', 'total', 'status').orderByRaw(`${sort} desc`).limit(50);
  res.json(orders);
});

// safe: sql-injection - allow-list with early return
app.get('/orders/sorted', async (req: Request, res: Response) => {
  const { sort = 'created_at' } = req.query as { sort?: string };
  if (!SORTABLE.includes(sort)) {
    res.status(400).json({ error: 'unknown sort column' });
    return;
  }
  const orders = await db('orders').select('id', 'total', 'status').orderByRaw(`${sort} desc`).limit(50);
  res.json(orders);
});

// unsafe: sql-injection - the request value is the one taken out of the map
fastify.get<{ Querystring: { city: string } }>('/stores', async (request) => {
  const filters = new Map<string, string>();
  filters.set('country', 'DE');
  filters.set('city', request.query.city);
  const sql = ['SELECT id, label', 'FROM stores', "WHERE city = '" + filters.get('city') + "'"].join(' ');
  const [rows] = await mysqlPool.query(sql);
  return rows;
});

// safe: sql-injection - the constant is the one taken out of the map
fastify.get<{ Querystring: { city: string } }>('/stores/national', async (request) => {
  const filters = new Map<string, string>();
  filters.set('country', 'DE');
  filters.set('city', request.query.city);
  const sql = ['SELECT id, label', 'FROM stores', "WHERE country = '" + filters.get('country') + "'"].join(' ');
  const [rows] = await mysqlPool.query(sql);
  return rows;
});

// unsafe: sql-injection - the helper pastes the value
@Controller('invoices')
export class InvoiceController {
  constructor(private readonly sequelize: Sequelize) {}

  private condition(column: string, value: string): string {
    return `${column} = '${value}'`;
  }

  @Get('by-number/:number')
  async find(@Param('number') invoiceNumber: string) {
    const where = this.condition('invoice_number', invoiceNumber);
    return this.sequelize.query('SELECT id, total FROM invoices WHERE ' + where, { type: QueryTypes.SELECT });
  }
}

// safe: sql-injection - replacements, and an id turned into a number by the pipe
@Controller('receipts')
export class ReceiptController {
  constructor(private readonly sequelize: Sequelize) {}

  @Get('by-number/:number')
  async find(@Param('number') receiptNumber: string) {
    return this.sequelize.query('SELECT id, total FROM receipts WHERE receipt_number = :receiptNumber', {
      replacements: { receiptNumber },
      type: QueryTypes.SELECT,
    });
  }

  @Get(':id/lines')
  async lines(@Param('id', ParseIntPipe) id: number) {
    return this.sequelize.query(`SELECT position, amount FROM receipt_lines WHERE receipt_id = ${id}`, {
      type: QueryTypes.SELECT,
    });
  }
}

// unsafe: sql-injection - the condition is false, so the request value is used
app.get('/reports/columns', async (req: Request, res: Response) => {
  const quarter = 41;
  const column = 7 * 18 + quarter > 200 ? 'net_total' : String(req.query.column);
  const [rows] = await mysqlPool.query('SELECT region, SUM(' + column + ') AS amount FROM sales GROUP BY region');
  res.json(rows);
});

// safe: sql-injection - the condition is always true, so the constant is used
app.get('/reports/totals', async (req: Request, res: Response) => {
  const quarter = 106;
  const column = 7 * 18 + quarter > 200 ? 'net_total' : String(req.query.column);
  const [rows] = await mysqlPool.query('SELECT region, SUM(' + column + ') AS amount FROM sales GROUP BY region');
  res.json(rows);
});

// unsafe: sql-injection - doubling of quotes in a place without quotes
@Injectable()
export class ShipmentRepository {
  private clauses: string[] = [];

  since(days: string): this {
    this.clauses.push(`shipped_at > now() - ${days.replace(/'/g, "''")} * interval '1 day'`);
    return this;
  }

  async list() {
    const { rows } = await pg.query('SELECT id, carrier FROM shipments WHERE ' + this.clauses.join(' AND '));
    return rows;
  }
}

@Controller('shipments')
export class ShipmentController {
  @Get()
  list(@Query('days') days: string) {
    return new ShipmentRepository().since(days).list();
  }
}

// safe: sql-injection - the expression comes from a table of constants
app.get('/payments/histogram', async (req: Request, res: Response) => {
  const bucket = PERIOD_COLUMNS.get(String(req.query.period));
  if (bucket === undefined) {
    res.sendStatus(404);
    return;
  }
  const { rows } = await pg.query(`SELECT ${bucket} AS bucket, count(*) FROM payments GROUP BY 1 ORDER BY 1`);
  res.json(rows);
});

// safe: sql-injection - the driver's own escape function makes the literal
app.post('/archive/search', async (req: Request, res: Response) => {
  const title = mysql.escape(String(req.body.title));
  const [rows] = await mysqlPool.query('SELECT id, title, year FROM archive WHERE title = ' + title + ' LIMIT 10');
  res.json(rows);
});
