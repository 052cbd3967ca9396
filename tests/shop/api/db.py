"""Everything that is stored: lamps, carts and orders in SQLite."""

import os
import sqlite3

from flask import g

DATABASE = os.environ.get("LANTERN_DB", "lantern.db")


def connection() -> sqlite3.Connection:
    if "connection" not in g:
        g.connection = sqlite3.connect(DATABASE)
        g.connection.row_factory = sqlite3.Row
    return g.connection


def add_to_cart(customer, lamp, amount):
    with connection() as db:
        db.execute(
            "INSERT INTO carts (customer, lamp, amount) VALUES (?, ?, ?)"
            " ON CONFLICT (customer, lamp) DO UPDATE SET amount = amount + excluded.amount",
            (customer, lamp, amount),
        )


def cart_size(customer):
    row = connection().execute("SELECT total(amount) AS size FROM carts WHERE customer = ?", (customer,)).fetchone()
    return int(row["size"])


def order_from_cart(customer):
    with connection() as db:
        number = db.execute("INSERT INTO orders (customer, state) VALUES (?, 'new')", (customer,)).lastrowid
        db.execute(
            "INSERT INTO order_lines (order_number, lamp, amount)"
            " SELECT ?, lamp, amount FROM carts WHERE customer = ?",
            (number, customer),
        )
        db.execute("DELETE FROM carts WHERE customer = ?", (customer,))
    return number


def orders_of(customer, state):
    rows = connection().execute(f"SELECT number FROM orders WHERE customer = ? AND state = '{state}'", (customer,))
    return [row["number"] for row in rows]


def order_total(number):
    row = connection().execute(
        "SELECT sum(amount * price_cents) AS total FROM order_lines JOIN lamps ON lamp = lamps.number"
        " WHERE order_number = ?",
        (number,),
    ).fetchone()
    return row["total"] or 0


def owns_order(customer, number):
    row = connection().execute("SELECT 1 FROM orders WHERE customer = ? AND number = ?", (customer, number))
    return row.fetchone() is not None


def mark_paid(number):
    with connection() as db:
        db.execute("UPDATE orders SET state = 'paid' WHERE number = ?", (number,))


def replace_lamps(lamps):
    with connection() as db:
        db.execute("DELETE FROM lamps")
        db.executemany("INSERT INTO lamps (number, name, price_cents) VALUES (:number, :name, :price_cents)", lamps)


def rows_in(table):
    """Number of rows; `table` is one of the constants of the caller, names cannot be bound."""
    return connection().execute(f"SELECT count(*) FROM {table}").fetchone()[0]
