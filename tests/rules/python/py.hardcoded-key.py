import os

import jwt
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

PUBLIC_KEY = open("public.pem").read()
app = Flask(__name__)
# ruleid: py.hardcoded-key
app.secret_key = "f3b0c44298fc1c14"
# ruleid: py.hardcoded-key
app.config["SECRET_KEY"] = b"9afbf4c8996fb924"


def token(user):
    # ruleid: py.hardcoded-key
    return jwt.encode({"sub": user}, "shop-signing-key", algorithm="HS256")


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


def claims(raw):
    # ok: py.hardcoded-key
    return jwt.decode(raw, PUBLIC_KEY, algorithms=["RS256"])
