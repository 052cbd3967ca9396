import string

from flask import request

FORMATS = {"short": "{user.name}", "long": "{user.name} ({user.mail})"}


def badge(user):
    # ruleid: py.format-string-injection
    return request.args["format"].format(user=user)


def line(order):
    pattern = request.form.get("pattern", "{order.number}")
    # ruleid: py.format-string-injection
    return pattern.format(order=order)


def mapped(request, settings):
    # ruleid: py.format-string-injection
    return request.GET["text"].format_map(vars(settings))


def grown(user):
    # ruleid: py.format-string-injection
    return ("Hello {user.name}: " + request.args["text"]).format(user=user)


def constant(user):
    # ok: py.format-string-injection
    return "{} says {}".format(user.name, request.args["text"])


def from_a_table(user):
    # ok: py.format-string-injection
    return FORMATS[request.args["format"]].format(user=user)


def substituted(user):
    # ok: py.format-string-injection
    return string.Template(request.args["format"]).safe_substitute(name=user.name)


def constant_name(user):
    text = "{user}: {text}"
    # ok: py.format-string-injection
    return text.format(user=user.name, text=request.args["text"])
