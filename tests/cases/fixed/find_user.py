import sqlite3
from types import SimpleNamespace

request = SimpleNamespace(args={"name": "Ada", "part": "d"})
db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE users (name TEXT, age INTEGER)")
db.execute("INSERT INTO users VALUES ('Ada', 36), ('Bob', 40)")


def by_name():
    name = request.args["name"]
    return db.execute(f"SELECT age FROM users WHERE name = '{name}'").fetchall()


def by_part():
    query = "SELECT name FROM users WHERE name LIKE '%" + request.args["part"] + "%'"
    return db.execute(query).fetchall()


assert by_name() == [(36,)]
assert by_part() == [("Ada",)]
