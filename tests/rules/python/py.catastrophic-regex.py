import re

from flask import request

WORDS = re.compile(r"^(\w+\s?)*$")
SAFE_WORDS = re.compile(r"^\w+(?:\s\w+)*$")


def letters():
    # ruleid: py.catastrophic-regex
    return re.match(r"^(a+)+$", request.args["text"])


def words():
    text = request.form.get("text", "")
    # ruleid: py.catastrophic-regex
    return WORDS.search(text)


def mail():
    # ruleid: py.catastrophic-regex
    return re.search("^([a-zA-Z0-9]+)*@shop.example$", request.json["mail"])


def alternatives():
    # ruleid: py.catastrophic-regex
    return re.sub(r"^(\w|\d)+$", "", request.args["text"])


def separated():
    # ok: py.catastrophic-regex
    return SAFE_WORDS.search(request.args["text"])


def listed():
    # ok: py.catastrophic-regex
    return re.match(r"^\w+(,\w+)*$", request.args["names"])


def simple():
    # ok: py.catastrophic-regex
    return re.match(r"^[a-z]+$", request.args["name"])


def own(text):
    # ok: py.catastrophic-regex
    return re.match(r"^(a+)+$", text)


def octets():
    # ok: py.catastrophic-regex
    return re.match(r"^(\d{1,3}\.){3}\d{1,3}$", request.args["address"])


def short():
    text = request.args["text"]
    if len(text) > 30:
        raise ValueError(text)
    # ok: py.catastrophic-regex
    return re.match(r"^(a+)+$", text)
