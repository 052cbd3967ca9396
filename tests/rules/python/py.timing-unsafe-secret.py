import hmac
import os

from flask import abort, current_app, request

API_KEY = os.environ["SHOP_API_KEY"]


def checked():
    # ruleid: py.timing-unsafe-secret
    if request.headers.get("X-Api-Key") != API_KEY:
        abort(401)


def in_steps():
    given = request.headers["X-Auth-Token"]
    # ruleid: py.timing-unsafe-secret
    if given != current_app.config["AUTH_TOKEN"]:
        abort(401)


def turned():
    # ruleid: py.timing-unsafe-secret
    if os.environ["WEBHOOK_SECRET"] == request.args.get("secret"):
        return
    abort(401)


def careful():
    # ok: py.timing-unsafe-secret
    if not hmac.compare_digest(request.headers.get("X-Api-Key", ""), API_KEY):
        abort(401)


def confirmation():
    # ok: py.timing-unsafe-secret
    return request.form["password"] == request.form["confirmation"]


def missing():
    # ok: py.timing-unsafe-secret
    return request.headers.get("X-Api-Key") == None


def kind():
    # ok: py.timing-unsafe-secret
    return request.headers.get("Authorization-Kind") == "basic"


def language(setting):
    # ok: py.timing-unsafe-secret
    return request.args.get("language") == setting
