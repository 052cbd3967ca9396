import hmac
import json
import marshal
import pickle

import jsonpickle
from flask import abort, request


def restore():
    # ruleid: py.unsafe-deserialization
    return pickle.loads(request.get_data())


def from_cookie():
    raw = request.cookies["cart"]
    # ruleid: py.unsafe-deserialization
    return jsonpickle.decode(raw)


def upload():
    # ruleid: py.unsafe-deserialization
    return pickle.load(request.files["model"].stream)


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


def cached(cache):
    # ok: py.unsafe-deserialization
    return pickle.loads(cache.read("prices"))
