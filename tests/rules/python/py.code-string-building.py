import operator

OPERATIONS = {"+": operator.add, "-": operator.sub}


def calculate(expression):
    # ruleid: py.code-string-building
    return eval(f"({expression}) * 2")


def call(name, argument):
    # ruleid: py.code-string-building
    exec("result = " + name + "(argument)")


def attribute(path):
    # ruleid: py.code-string-building
    return eval("settings.%s" % path)


def from_a_table(sign, left, right):
    # ok: py.code-string-building
    return OPERATIONS[sign](left, right)


def constant():
    # ok: py.code-string-building
    return eval("1 + 1")


def number(amount: int):
    # ok: py.code-string-building
    return eval(f"{amount} * 2")


def whole(source):
    # ok: py.code-string-building
    return compile(source, "config.py", "exec")


def query(db, name):
    # ok: py.code-string-building
    return db.exec(f"name {name}")
