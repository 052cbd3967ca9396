import jwt
from flask import Flask
from jose import jwt as jose_jwt

app = Flask(__name__)


def read(token, key):
    # ruleid: py.jwt-expiry-ignored
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False})


def read_more(token, key):
    # ruleid: py.jwt-expiry-ignored
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_aud": True, "verify_exp": False})


def read_other(token, key):
    # ruleid: py.jwt-expiry-ignored
    return jose_jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False})


def good(token, key):
    # ok: py.jwt-expiry-ignored
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": True})


def required(token, key):
    # ok: py.jwt-expiry-ignored
    return jwt.decode(token, key, algorithms=["HS256"], options={"require": ["exp"]})


def plain(token, key):
    # ok: py.jwt-expiry-ignored
    return jwt.decode(token, key, algorithms=["HS256"])


# ruleid: py.jwt-expiry-ignored
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = False
# ok: py.jwt-expiry-ignored
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = 900
