import sqlite3

import pandas as pd
from flask import Flask, request
from psycopg import sql
from sqlalchemy import select, text

app = Flask(__name__)
COLUMNS = {"name": "name", "age": "age"}


def by_name(db: sqlite3.Connection):
    name = request.args.get("name")
    # ruleid: py.sql-injection
    return db.execute("SELECT * FROM users WHERE name = '%s'" % name)


def grown_statement(cursor):
    statement = "SELECT * FROM orders"
    if request.form["state"]:
        statement += " WHERE state = '" + request.form["state"] + "'"
    # ruleid: py.sql-injection
    cursor.execute(statement)


def joined_conditions(cursor):
    conditions = []
    for key, value in request.args.items():
        conditions.append(f"{key} = '{value}'")
    # ruleid: py.sql-injection
    cursor.execute("SELECT * FROM orders WHERE " + " AND ".join(conditions))


@app.get("/users/<name>")
def route_parameter(name):
    # ruleid: py.sql-injection
    return db.execute(f"SELECT * FROM users WHERE name = '{name}'").fetchall()


@app.post("/search")
def raw_text(session, q: str):
    # ruleid: py.sql-injection
    return session.execute(text("SELECT * FROM users WHERE name = '{}'".format(q)))


def filtered_by_text(session):
    # ruleid: py.sql-injection
    return session.query(User).filter(text("name = '" + request.args["name"] + "'")).all()


def django_view(request):
    # ruleid: py.sql-injection
    return User.objects.raw("SELECT * FROM users WHERE name = '" + request.GET["name"] + "'")


def django_extra(request):
    # ruleid: py.sql-injection
    return User.objects.all().extra(where=["name = '%s'" % request.GET["name"]])


async def aiohttp_view(request):
    body = await request.json()
    # ruleid: py.sql-injection
    return await request.app["pool"].fetch(f"SELECT * FROM users WHERE name = '{body['name']}'")


def frame():
    # ruleid: py.sql-injection
    return pd.read_sql(f"SELECT * FROM sales WHERE region = '{request.args['region']}'", engine)


def doubled_quotes(db):
    name = request.args["name"].replace("'", "''")
    # ruleid: py.sql-injection
    return int(db.execute(f"SELECT count(*) FROM users WHERE name = '{name}'").fetchone()[0])


def bound(db):
    name = request.args.get("name")
    # ok: py.sql-injection
    return db.execute("SELECT * FROM users WHERE name = ?", (name,))


def number(db):
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM users LIMIT {int(request.args['limit'])}")


def from_a_table(db):
    column = COLUMNS.get(request.args.get("sort"), "name")
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM users ORDER BY {column}")


def refused_unless_listed(db):
    column = request.args["sort"]
    if column not in COLUMNS:
        raise ValueError(column)
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM users ORDER BY {column}")


def expression_language(session):
    # ok: py.sql-injection
    return session.execute(select(User).where(User.name == request.args["name"]))


def expression_of_parts(session):
    wanted = select(User).where(User.name.like(f"%{request.args['name']}%")).order_by(User.name)
    # ok: py.sql-injection
    return session.scalars(wanted).all()


def what_the_database_said(db):
    user = User.objects.get(name=request.GET["name"])
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM archive_{user.region}")


def placeholders(db):
    names = request.args.getlist("name")
    marks = ",".join("?" for _ in range(len(names)))
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM users WHERE name IN ({marks})", names)


def identifier(cursor):
    # ok: py.sql-injection
    cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(request.args["table"])))


def bound_text(session):
    # ok: py.sql-injection
    return session.execute(text("SELECT * FROM users WHERE name = :name"), {"name": request.args["name"]})


@app.get("/items/<int:number>")
def converted(number):
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM items WHERE number = {number}")


@app.get("/pages")
def annotated(page: int = 0):
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM items LIMIT 20 OFFSET {page}")


def checked_elsewhere(db: sqlite3.Connection):
    year = request.args.get("year", "")
    shown = int(year) if year.isdigit() else None
    # ruleid: py.sql-injection
    db.execute("SELECT name FROM books WHERE year = " + year)
    return shown


def checked_here(db: sqlite3.Connection):
    year = request.args.get("year", "")
    wanted = year if year.isdigit() else "1900"
    # ok: py.sql-injection
    db.execute("SELECT name FROM books WHERE year = " + wanted)


def only_told(db: sqlite3.Connection):
    field = request.args.get("by", "name")
    if field not in COLUMNS:
        app.logger.warning("unknown column")
    # ruleid: py.sql-injection
    db.execute(f"SELECT name FROM books ORDER BY {field}")


def several_columns(db: sqlite3.Connection):
    fields = request.args.getlist("field")
    if not COLUMNS.keys() >= set(fields) or not set(fields) <= COLUMNS.keys():
        raise ValueError("unknown column")
    # ok: py.sql-injection
    db.execute("SELECT " + ", ".join(fields) + " FROM books")


def wanted_column():
    return request.args.get("column") or "name"


def through_a_function(db: sqlite3.Connection):
    # ruleid: py.sql-injection
    db.execute(f"SELECT name FROM books ORDER BY {wanted_column()}")


def known_column(name):
    if name not in COLUMNS:
        raise ValueError(name)
    return name


def through_a_check(db: sqlite3.Connection):
    # ok: py.sql-injection
    db.execute(f"SELECT name FROM books ORDER BY {known_column(request.args['by'])}")


def of_a_pair(db: sqlite3.Connection):
    column, name = COLUMNS.get(request.args["by"], "name"), request.args["name"]
    # ok: py.sql-injection
    db.execute(f"SELECT name FROM books WHERE {column} = ?", (name,))


def piece_of_the_query():
    raw = request.query_string.decode("utf-8")
    name = raw[raw.find("name=") + 5 :]
    # ruleid: py.sql-injection
    db.execute("SELECT * FROM guests WHERE name = '" + name + "'")


def texts_of_a_comprehension():
    given = request.args
    wanted = " AND ".join(f"{key} = '{value}'" for key, value in given.items())
    # ruleid: py.sql-injection
    db.execute("SELECT * FROM guests WHERE " + wanted)


def numbers_of_a_comprehension():
    rooms = ", ".join(f"{int(room)}" for room in request.args.getlist("room"))
    # ok: py.sql-injection
    db.execute(f"SELECT * FROM guests WHERE room IN ({rooms})")


def one_of_several_entries():
    values = {"a": "b"}
    values["name"] = request.cookies.get("name")
    values["other"] = "constant"
    # ruleid: py.sql-injection
    db.execute("SELECT * FROM guests WHERE name = '" + values["name"] + "'")


def through_a_helper(name):
    def rows(statement):
        return db.execute(statement).fetchall()

    # ruleid: py.sql-injection
    first = rows("SELECT * FROM guests WHERE name = '" + request.args["name"] + "'")
    # ok: py.sql-injection
    return first, rows("SELECT * FROM guests")


from pydantic import BaseModel
from quart import request as asked
from flask_restful import reqparse
from webargs.flaskparser import use_kwargs
from starlette.requests import Request
import strawberry
import web

parser = reqparse.RequestParser()


class Wanted(BaseModel):
    name: str
    amount: int
    limit: int = 10


@app.post("/wanted")
def wanted(body: Wanted, db):
    # ruleid: py.sql-injection
    return db.execute(f"SELECT * FROM goods WHERE name = '{body.name}'")


@app.post("/amounts")
def amounts(body: Wanted, db):
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM goods WHERE amount = {body.amount} LIMIT {body.limit}")


async def renamed(pool):
    form = await asked.form
    async with pool.acquire() as link:
        # ruleid: py.sql-injection
        return await link.fetchrow("SELECT * FROM goods WHERE name = '" + form["name"] + "'")


async def renamed_bound(pool):
    form = await asked.form
    async with pool.acquire() as link:
        # ok: py.sql-injection
        return await link.fetchrow("SELECT * FROM goods WHERE name = $1", form["name"])


async def typed(incoming: Request, db):
    body = await incoming.json()
    # ruleid: py.sql-injection
    await db.execute("DELETE FROM goods WHERE name = '%s'" % body["name"])


def parsed(db):
    given = parser.parse_args()
    # ruleid: py.sql-injection
    return db.execute("SELECT * FROM goods WHERE name = '" + given["name"] + "'")


@use_kwargs({"name": str})
def described(name, db):
    # ruleid: py.sql-injection
    return db.execute("SELECT * FROM goods WHERE name = '" + name + "'")


@strawberry.type
class Query:
    @strawberry.field
    def goods(self, info, name: str) -> list[str]:
        # ruleid: py.sql-injection
        return info.context.db.execute("SELECT * FROM goods WHERE name = '%s'" % name)

    @strawberry.field
    def goods_at(self, info, place: int) -> list[str]:
        # ok: py.sql-injection
        return info.context.db.execute("SELECT * FROM goods WHERE place = %d" % place)


class Goods:
    def on_get(self, req, resp, name):
        # ruleid: py.sql-injection
        resp.media = self.db.execute("SELECT * FROM goods WHERE name = '" + name + "'")

    def on_put(self, req, resp, goods_id):
        # ok: py.sql-injection
        resp.media = self.db.execute("SELECT * FROM goods WHERE id = " + goods_id)


class Page:
    def GET(self, name):
        # ruleid: py.sql-injection
        return self.db.execute("SELECT * FROM pages WHERE name = '" + name + "'")

    def POST(self):
        given = web.input(name="")
        # ruleid: py.sql-injection
        return self.db.execute("SELECT * FROM pages WHERE name = '" + given.name + "'")


def chalice_view(chalice_app, cursor):
    body = chalice_app.current_request.json_body
    # ruleid: py.sql-injection
    cursor.execute("SELECT * FROM goods WHERE name = '" + body["name"] + "'")


def taken(field):
    found = request.form.get(field)
    return found


def by_taken(db):
    # ruleid: py.sql-injection
    return db.execute("SELECT * FROM goods WHERE name = '" + taken("name") + "'")


def in_the_cloud(rds):
    # ruleid: py.sql-injection
    rds.execute_statement(database="shop", sql="SELECT * FROM goods WHERE name = '" + request.args["name"] + "'")


def by_order(db):
    order = Order(request.args["order"])
    # ok: py.sql-injection
    return db.execute("SELECT * FROM goods ORDER BY " + order.value)


@app.get("/notes")
def notes_that_begin_with(q: str, session):
    query = select(Note).where(Note.text.icontains(q, autoescape=True), Note.title.istartswith(q))
    # ok: py.sql-injection
    return session.scalars(query)
