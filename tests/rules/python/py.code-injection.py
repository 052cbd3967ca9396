import ast
import json
import re

from flask import request

RULES = {"double": "x * 2", "half": "x / 2"}


def calculator():
    # ruleid: py.code-injection
    return str(eval(request.args["expression"]))


def script():
    source = request.get_data(as_text=True)
    # ruleid: py.code-injection
    exec(source)


def compiled():
    body = request.get_json()
    rule = body["rule"]
    # ruleid: py.code-injection
    return compile(rule, "rule", "eval")


def view(request):
    # ruleid: py.code-injection
    return eval("price * " + request.POST["factor"])


def literal():
    # ok: py.code-injection
    return ast.literal_eval(request.args["expression"])


def parsed():
    # ok: py.code-injection
    return json.loads(request.get_data())


def constant():
    # ok: py.code-injection
    return eval("1 + 1")


def from_a_table(x):
    # ok: py.code-injection
    return eval(RULES[request.args["rule"]])


def number():
    factor = int(request.args["factor"])
    # ok: py.code-injection
    return eval(f"2 * {factor}")


def pattern():
    # ok: py.code-injection
    return re.compile(re.escape(request.args["q"]))


import pandas


def chosen_rows():
    frame = pandas.read_csv("sales.csv")
    # ruleid: py.code-injection
    return frame.query(request.args["condition"]).to_json()


def column():
    df = pandas.read_csv("sales.csv")
    # ruleid: py.code-injection
    df.eval("total = " + request.args["formula"])


def rows_of():
    region = request.args["region"]
    frame = pandas.read_csv("sales.csv")
    # ok: py.code-injection
    return frame.query("region == @region").to_json()
