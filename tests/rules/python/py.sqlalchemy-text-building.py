from sqlalchemy import literal_column, select, text


def by_name(query, name):
    # ruleid: py.sqlalchemy-text-building
    return query.filter(text(f"name = '{name}'"))


def statement(name):
    # ruleid: py.sqlalchemy-text-building
    return text("SELECT * FROM users WHERE name = '" + name + "'")


def column(state):
    # ruleid: py.sqlalchemy-text-building
    return select(literal_column("state = '%s'" % state))


def bound(query, name):
    # ok: py.sqlalchemy-text-building
    return query.filter(text("name = :name")).params(name=name)


def ordered(query, column):
    # ok: py.sqlalchemy-text-building
    return query.order_by(text(f"{column} DESC"))


def limited(query, amount: int):
    # ok: py.sqlalchemy-text-building
    return query.filter(text(f"amount > ({amount})"))


def constant():
    # ok: py.sqlalchemy-text-building
    return text("SELECT * FROM users WHERE name = 'root'")
