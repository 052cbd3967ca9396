import hmac
import os

from flask import request
from werkzeug.security import check_password_hash

MASTER = "open-sesame"


def login(name, password):
    # ruleid: py.password-compared-to-text
    if name == "admin" and password == "s3cr3t!":
        return True
    return False


def login_form():
    # ruleid: py.password-compared-to-text
    return request.form["password"] == "letmein"


def login_get():
    # ruleid: py.password-compared-to-text
    return request.form.get("password") == "letmein"


def api(request_key):
    api_key = request_key
    # ruleid: py.password-compared-to-text
    if api_key != "9f8e7d6c5b4a":
        raise PermissionError


def constant(password):
    # ruleid: py.password-compared-to-text
    return password == MASTER


def careful(password):
    # ruleid: py.password-compared-to-text
    return hmac.compare_digest(password, "s3cr3t!")


def hashed(user, password):
    # ok: py.password-compared-to-text
    return check_password_hash(user.password, password)


def twice(password, confirmation):
    # ok: py.password-compared-to-text
    return password == confirmation


def empty(password):
    # ok: py.password-compared-to-text
    return password == ""


def kind(token):
    # ok: py.password-compared-to-text
    return token.kind == "password"


def field(name):
    # ok: py.password-compared-to-text
    return name == "password"


def environment(password):
    # ok: py.password-compared-to-text
    return password == os.environ["MASTER"]


def grammar(token):
    # ok: py.password-compared-to-text
    return token == "while"
