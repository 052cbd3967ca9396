import sqlite3

from flask import Flask, request
from sqlalchemy import select, text

app = Flask(__name__)
COLUMNS = {"name": "name", "age": "age"}


def by_name(db: sqlite3.Connection):
    name = request.args.get("name")
    # ruleid: py.sql-injection
    return db.execute("SELECT * FROM users WHERE name = '%s'" % name)


def grown_statement(cursor):
    sql = "SELECT * FROM orders"
    if request.form["state"]:
        sql += " WHERE state = '" + request.form["state"] + "'"
    # ruleid: py.sql-injection
    cursor.execute(sql)


@app.get("/users/<name>")
def route_parameter(name):
    # ruleid: py.sql-injection
    return db.execute(f"SELECT * FROM users WHERE name = '{name}'").fetchall()


@app.post("/search")
def raw_text(session, q: str):
    # ruleid: py.sql-injection
    return session.execute(text("SELECT * FROM users WHERE name = '{}'".format(q)))


def django_view(request):
    # ruleid: py.sql-injection
    return User.objects.raw("SELECT * FROM users WHERE name = '" + request.GET["name"] + "'")


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


@app.get("/items/<int:number>")
def converted(number):
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM items WHERE number = {number}")


@app.get("/pages")
def annotated(page: int = 0):
    # ok: py.sql-injection
    return db.execute(f"SELECT * FROM items LIMIT 20 OFFSET {page}")
