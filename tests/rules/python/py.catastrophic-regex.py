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


def helper(text):
    # ruleid: py.catastrophic-regex
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


class Names:
    form = re.compile(r"^(?:\s*\w+\s*)+$")

    def check(self, text):
        # ruleid: py.catastrophic-regex
        return self.form.match(text)


def twice(text):
    # ruleid: py.catastrophic-regex
    return re.search("(x+x+)+y", text)


def in_parts(text):
    # ruleid: py.catastrophic-regex
    return re.match(r"^(([a-z])+.)+[A-Z]$", text)


def any_or_space(text):
    # ruleid: py.catastrophic-regex
    return re.sub(r"<(.|\s)*>", "", text)


def parts(text):
    # ok: py.catastrophic-regex
    return re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)


def mail(text):
    # ok: py.catastrophic-regex
    return re.match(r"^[a-z0-9_.-]+@shop\.example$", text)


def dotted(text):
    # ok: py.catastrophic-regex
    return re.match(r"^([a-z]+\.)+[a-z]+$", text)
