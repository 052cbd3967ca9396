import hmac
import os

import jwt
from fastapi import FastAPI
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from starlette.middleware.sessions import SessionMiddleware

PUBLIC_KEY = open("public.pem").read()
VERIFY_KEY = """-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf
-----END PUBLIC KEY-----"""
SIGNING = "shop-signing-key"
app = Flask(__name__)
service = FastAPI()
# ruleid: py.hardcoded-key
app.secret_key = "f3b0c44298fc1c14"
# ruleid: py.hardcoded-key
app.config["SECRET_KEY"] = b"9afbf4c8996fb924"
# ruleid: py.hardcoded-key
app.config.update(DEBUG=False, SECRET_KEY="9afbf4c8996fb924")
# ruleid: py.hardcoded-key
service.add_middleware(SessionMiddleware, secret_key="27ae41e4649b934c")


def token(user):
    # ruleid: py.hardcoded-key
    return jwt.encode({"sub": user}, "shop-signing-key", algorithm="HS256")


def token_again(user):
    # ruleid: py.hardcoded-key
    return jwt.encode({"sub": user}, SIGNING, algorithm="HS256")


def seal(data):
    key = b"27ae41e4649b934c"
    # ruleid: py.hardcoded-key
    return hmac.new(key, data, "sha256").digest()


def seal_text(data):
    # ruleid: py.hardcoded-key
    return hmac.new("27ae41e4649b934c".encode(), data, "sha256").digest()


# ruleid: py.hardcoded-key
serializer = URLSafeTimedSerializer("27ae41e4649b934c")
# ruleid: py.hardcoded-key
SECRET_KEY = "django-insecure-o3$7"

# ok: py.hardcoded-key
app.secret_key = os.environ["SHOP_SECRET_KEY"]
# ok: py.hardcoded-key
app.config["SECRET_KEY"] = load_key("session")
# ok: py.hardcoded-key
app.config["SECRET_KEY"] = ""
# ok: py.hardcoded-key
SECRET_KEY = os.environ.get("SECRET_KEY")
# ok: py.hardcoded-key
SECRET_KEY = "<your key>"
# ok: py.hardcoded-key
service.add_middleware(SessionMiddleware, secret_key=os.environ["SESSION_KEY"])
# ok: py.hardcoded-key
app.config["SECRET_KEY"] = open("secret.key").read()


def claims(raw):
    # ok: py.hardcoded-key
    return jwt.decode(raw, PUBLIC_KEY, algorithms=["RS256"])


def claims_of_others(raw):
    # ok: py.hardcoded-key
    return jwt.decode(raw, VERIFY_KEY, algorithms=["RS256"])


def given(raw, key):
    # ok: py.hardcoded-key
    return jwt.decode(raw, key, algorithms=["HS256"])


def seal_with(settings, data):
    # ok: py.hardcoded-key
    return hmac.new(settings["key"].encode(), data, "sha256").digest()


def seal_with_named_encoding(data):
    # ruleid: py.hardcoded-key
    return hmac.new("hunter2-hunter2".encode("utf-8"), data, "sha256").digest()


def seal_with_module_key(data):
    # ruleid: py.hardcoded-key
    return hmac.new(SIGNING.encode("ascii"), data, "sha256").digest()


def seal_with_given(key, data):
    # ok: py.hardcoded-key
    return hmac.new(key.encode("utf-8"), data, "sha256").digest()


def seal_with_field(app, data):
    key = app.secret.encode("ascii")
    # ok: py.hardcoded-key
    return hmac.new(key, data, "sha256").digest()


def seal_with_keyword(vault, data):
    seed = vault.read("seed")
    # ok: py.hardcoded-key
    return hmac.new(key=seed.encode("ascii", "strict"), msg=data, digestmod="sha256").digest()
