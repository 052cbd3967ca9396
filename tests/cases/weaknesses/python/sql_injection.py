import logging
import os
import re
import sqlite3
from contextlib import closing

import psycopg
from aiohttp import web
from django.db import connection
from django.http import JsonResponse
from fastapi import FastAPI
from flask import Flask, jsonify, request
from psycopg import sql
from sqlalchemy import create_engine, text

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
logger = logging.getLogger(__name__)
engine = create_engine(os.environ["DATABASE_URL"])
LIBRARY_DB = os.environ.get("LIBRARY_DB", "library.db")
PG_DSN = os.environ.get("PG_DSN", "")
SORT_COLUMNS = {"name": "p.name", "price": "p.net_price", "added": "p.created_at"}


# unsafe: sql-injection - query string into an f-string
@app.get("/books")
def list_books():
    title = request.args.get("title", "")
    with closing(sqlite3.connect(LIBRARY_DB)) as db:
        rows = db.execute(
            f"SELECT id, title, year FROM books WHERE title LIKE '%{title}%' ORDER BY year"
        ).fetchall()
    return jsonify([{"id": r[0], "title": r[1], "year": r[2]} for r in rows])


# safe: sql-injection - the same search with a bound parameter
@app.get("/authors")
def list_authors():
    surname = request.args.get("surname", "")
    with closing(sqlite3.connect(LIBRARY_DB)) as db:
        rows = db.execute(
            "SELECT id, surname, born FROM authors WHERE surname LIKE ? ORDER BY born",
            (f"%{surname}%",),
        ).fetchall()
    return jsonify([{"id": r[0], "surname": r[1], "born": r[2]} for r in rows])


# unsafe: sql-injection - typed parameter ends up behind ORDER BY
@api.get("/products")
def products(category: int, sort: str = "p.name"):
    stmt = "SELECT p.id, p.name, p.net_price FROM products p WHERE p.category_id = :cat ORDER BY " + sort
    with engine.connect() as conn:
        result = conn.execute(text(stmt), {"cat": category})
        return [dict(row) for row in result.mappings()]


# safe: sql-injection - the sort column comes out of a constant table
@api.get("/products/sorted")
def products_sorted(category: int, sort: str = "name"):
    column = SORT_COLUMNS.get(sort, "p.name")
    stmt = "SELECT p.id, p.name, p.net_price FROM products p WHERE p.category_id = :cat ORDER BY " + column
    with engine.connect() as conn:
        result = conn.execute(text(stmt), {"cat": category})
        return [dict(row) for row in result.mappings()]


# unsafe: sql-injection - the element left at index 0 is the client's
def orders_of_customer(request):
    criteria = ["open", request.GET.get("customer", ""), "2024-01-01"]
    criteria.pop(0)
    customer = criteria[0]
    with connection.cursor() as cur:
        cur.execute("SELECT number, total FROM orders WHERE customer_no = '%s'" % customer)
        found = cur.fetchall()
    return JsonResponse({"orders": [{"number": n, "total": str(t)} for n, t in found]})


# safe: sql-injection - the element left at index 1 is a constant
def orders_since(request):
    criteria = ["open", request.GET.get("customer", ""), "2024-01-01"]
    criteria.pop(0)
    since = criteria[1]
    with connection.cursor() as cur:
        cur.execute("SELECT number, total FROM orders WHERE placed_on >= '%s'" % since)
        found = cur.fetchall()
    return JsonResponse({"orders": [{"number": n, "total": str(t)} for n, t in found]})


# unsafe: sql-injection - the check only logs
@routes.post("/invoices/search")
async def search_invoices(request: web.Request) -> web.Response:
    body = await request.json()
    currency = str(body.get("currency", "EUR"))
    if not re.fullmatch(r"[A-Z]{3}", currency):
        logger.warning("unexpected currency in invoice search")
    async with await psycopg.AsyncConnection.connect(PG_DSN) as conn:
        cur = await conn.execute(f"SELECT number FROM invoices WHERE currency = '{currency}'")
        numbers = [row[0] async for row in cur]
    return web.json_response({"numbers": numbers})


# safe: sql-injection - the check ends the request
@routes.post("/payments/search")
async def search_payments(request: web.Request) -> web.Response:
    body = await request.json()
    currency = str(body.get("currency", "EUR"))
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise web.HTTPBadRequest(text="currency")
    async with await psycopg.AsyncConnection.connect(PG_DSN) as conn:
        cur = await conn.execute(f"SELECT number FROM payments WHERE currency = '{currency}'")
        numbers = [row[0] async for row in cur]
    return web.json_response({"numbers": numbers})


# unsafe: sql-injection - cookie value through a builder's attribute and join
class TicketQuery:
    def __init__(self):
        self.parts = []

    def where(self, column, value):
        self.parts.append(column + " = '" + value + "'")
        return self

    def render(self):
        return "SELECT id, subject FROM tickets WHERE " + " AND ".join(self.parts)


@app.route("/tickets")
def tickets():
    query = TicketQuery().where("status", "open").where("queue", request.cookies.get("queue", "general"))
    with closing(sqlite3.connect(LIBRARY_DB)) as db:
        return jsonify(db.execute(query.render()).fetchall())


# safe: sql-injection - the builder keeps the values apart and binds them
class MemberQuery:
    def __init__(self):
        self.parts = []
        self.values = []

    def where(self, column, value):
        self.parts.append(column + " = ?")
        self.values.append(value)
        return self

    def render(self):
        return "SELECT id, name FROM members WHERE " + " AND ".join(self.parts)


@app.route("/members")
def members():
    query = MemberQuery().where("status", "active").where("branch", request.cookies.get("branch", "main"))
    with closing(sqlite3.connect(LIBRARY_DB)) as db:
        return jsonify(db.execute(query.render(), query.values).fetchall())


# safe: sql-injection - identifier and value composed by psycopg's sql module, column checked
@app.post("/staff/lookup")
def staff_lookup():
    form = request.form
    column = form.get("by", "badge")
    if column not in ("badge", "email"):
        return jsonify(error="unknown column"), 400
    stmt = sql.SQL("SELECT id, full_name FROM staff WHERE {} = {}").format(
        sql.Identifier(column), sql.Literal(form.get("value", ""))
    )
    with psycopg.connect(PG_DSN) as conn:
        return jsonify(conn.execute(stmt).fetchall())


# unsafe: sql-injection - the clean value is made, the raw one is used
@app.get("/desks")
def desks():
    floor = request.args.get("floor", "0")
    level = int(floor) if floor.isdigit() else 0
    with closing(sqlite3.connect(LIBRARY_DB)) as db:
        rows = db.execute("SELECT id, name FROM desks WHERE floor = " + floor).fetchall()
    return jsonify(level=level, desks=rows)


# safe: sql-injection - the condition of constants always picks the constant
@app.get("/rooms")
def rooms():
    num = 86
    order = "name" if 7 * 42 - num > 200 else request.args.get("order", "")
    with closing(sqlite3.connect(LIBRARY_DB)) as db:
        rows = db.execute("SELECT id, name FROM rooms ORDER BY " + order).fetchall()
    return jsonify(rows)
