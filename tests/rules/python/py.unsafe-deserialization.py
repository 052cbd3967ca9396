import base64
import hashlib
import hmac
import json
import marshal
import pickle

import jsonpickle
import pandas as pd
from flask import abort, request


def restore():
    # ruleid: py.unsafe-deserialization
    return pickle.loads(request.get_data())


def from_cookie():
    raw = request.cookies["cart"]
    # ruleid: py.unsafe-deserialization
    return jsonpickle.decode(raw)


def encoded():
    raw = base64.b64decode(request.cookies.get("cart", ""))
    if not raw:
        abort(400)
    # ruleid: py.unsafe-deserialization
    return pickle.loads(raw)


def upload():
    # ruleid: py.unsafe-deserialization
    return pickle.load(request.files["model"].stream)


def table():
    # ruleid: py.unsafe-deserialization
    return pd.read_pickle(request.files["table"])


def code():
    # ruleid: py.unsafe-deserialization
    return marshal.loads(request.data)


def parsed():
    # ok: py.unsafe-deserialization
    return json.loads(request.get_data())


def own_file(path):
    with open(path, "rb") as stream:
        # ok: py.unsafe-deserialization
        return pickle.load(stream)


def signed(key):
    raw = request.get_data()
    if not hmac_is_valid(key, raw, request.headers["X-Signature"]):
        abort(400)
    # ok: py.unsafe-deserialization
    return pickle.loads(raw)


def signed_here(key):
    raw = request.get_data()
    expected = hmac.new(key, raw, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers["X-Signature"]):
        abort(400)
    # ok: py.unsafe-deserialization
    return pickle.loads(raw)


def cached(cache):
    # ok: py.unsafe-deserialization
    return pickle.loads(cache.read("prices"))


def told_only(log):
    data = request.get_data()
    expected = hmac.new(b"k", data, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers["X-Mac"]):
        log.error("bad signature")
    # ruleid: py.unsafe-deserialization
    return pickle.loads(data)


import socketserver


class Jobs(socketserver.StreamRequestHandler):
    def handle(self):
        # ruleid: py.unsafe-deserialization
        return pickle.load(self.rfile)


import tempfile


def by_file():
    with tempfile.TemporaryFile() as stream:
        stream.write(request.data)
        stream.seek(0)
        # ruleid: py.unsafe-deserialization
        return pickle.load(stream)
