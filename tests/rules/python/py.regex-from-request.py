import re

from flask import request
from pymongo import MongoClient

PATTERNS = {"digits": r"\d+", "words": r"\w+"}
db = MongoClient().shop


def search(text):
    # ruleid: py.regex-from-request
    return re.search(request.args["q"], text)


def compiled():
    pattern = "^" + request.form["pattern"]
    # ruleid: py.regex-from-request
    return re.compile(pattern, re.IGNORECASE)


def in_the_database():
    # ruleid: py.regex-from-request
    return list(db.users.find({"name": {"$regex": request.args["q"]}}))


def escaped(text):
    # ok: py.regex-from-request
    return re.search(re.escape(request.args["q"]), text)


def from_a_table(text):
    # ok: py.regex-from-request
    return re.findall(PATTERNS[request.args["kind"]], text)


def only_the_text():
    # ok: py.regex-from-request
    return re.fullmatch(r"\w+", request.args["name"])


def escaped_in_the_database():
    # ok: py.regex-from-request
    return list(db.users.find({"name": {"$regex": "^" + re.escape(request.args["q"])}}))


def tested(text):
    # ruleid: py.regex-from-request
    return bool(re.search(request.args["pattern"], text))


def counted(text):
    # ruleid: py.regex-from-request
    return len(re.findall(request.args["pattern"], text))


def tested_escaped(text):
    # ok: py.regex-from-request
    return bool(re.search(re.escape(request.args["pattern"]), text))
