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


def add_note(connection, author, note):
    statement = f"INSERT INTO notes (author, note) VALUES ('{author}', '{note}')"
    # ruleid: py.sql-string-building
    connection.execute(statement)


def long_statement(db, name, columns):
    statement = f"""
        SELECT {columns}
        FROM users
        WHERE active AND name = '{name}'
    """
    # ruleid: py.sql-string-building
    return db.execute(statement)


class Store:
    def by_state(self, state):
        # ruleid: py.sql-string-building
        self.db.execute("UPDATE orders SET state = '%s' WHERE number = 1" % (state,))


def bound(db, name):
    # ok: py.sql-string-building
    return db.execute("SELECT * FROM users WHERE name = ?", (name,)).fetchone()


def table_name(db, table):
    # ok: py.sql-string-building
    return db.execute(f"SELECT count(*) FROM {table}").fetchone()


def table_and_bound(db, table, name):
    # ok: py.sql-string-building
    return db.execute(f"SELECT count(*) FROM {table} WHERE name = ?", (name,)).fetchone()


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


def marks(db, names):
    places = ",".join("?" for _ in range(len(names)))
    # ok: py.sql-string-building
    return db.execute(f"SELECT * FROM users WHERE name IN ({places})", names).fetchall()


def whole_statement(db, statement):
    # ok: py.sql-string-building
    return db.execute(statement).fetchall()


def constant(db, name):
    state = "open"
    # ok: py.sql-string-building
    return db.execute(f"SELECT * FROM orders WHERE state = '{state}' AND name = ?", (name,))
