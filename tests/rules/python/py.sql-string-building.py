def find_user(db, name):
    # ruleid: py.sql-string-building
    return db.execute(f"SELECT * FROM users WHERE name = '{name}'").fetchone()


def find_order(cursor, state: str):
    # ruleid: py.sql-string-building
    cursor.execute("SELECT * FROM orders WHERE state = '" + state + "'")


def find_mail(cursor, mail):
    # ruleid: py.sql-string-building
    cursor.execute("SELECT id FROM users WHERE mail = '%s'" % mail)


def find_city(cursor, city):
    # ruleid: py.sql-string-building
    cursor.execute("SELECT id FROM users WHERE city LIKE '{}'".format(city))


def bound(db, name):
    # ok: py.sql-string-building
    return db.execute("SELECT * FROM users WHERE name = ?", (name,)).fetchone()


def table_name(db, table):
    # ok: py.sql-string-building
    return db.execute(f"SELECT count(*) FROM {table}").fetchone()


def sort_column(db, column: str):
    # ok: py.sql-string-building
    return db.execute(f"SELECT * FROM users ORDER BY {column}").fetchall()


def typed_number(db, number: int):
    # ok: py.sql-string-building
    return db.execute(f"SELECT * FROM users WHERE number = {number}").fetchall()


def converted(db, number):
    number = int(number)
    # ok: py.sql-string-building
    return db.execute(f"SELECT * FROM users WHERE number = {number}").fetchall()
