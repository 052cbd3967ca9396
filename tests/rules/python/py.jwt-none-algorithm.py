import jwt
from authlib.jose import JsonWebToken
from jose import jwt as jose_jwt

ALGORITHM = "none"


def issue(claims):
    # ruleid: py.jwt-none-algorithm
    return jwt.encode(claims, "", algorithm="none")


def issue_constant(claims, key):
    # ruleid: py.jwt-none-algorithm
    return jwt.encode(claims, key, algorithm=ALGORITHM)


def issue_without(claims):
    # ruleid: py.jwt-none-algorithm
    return jwt.encode(claims, None, algorithm=None)


def read(token, key):
    # ruleid: py.jwt-none-algorithm
    return jwt.decode(token, key, algorithms=["HS256", "none"])


def read_other(token, key):
    # ruleid: py.jwt-none-algorithm
    return jose_jwt.decode(token, key, algorithms=["None", "HS256"])


# ruleid: py.jwt-none-algorithm
anything = JsonWebToken(["none", "HS256"])
# ok: py.jwt-none-algorithm
signed = JsonWebToken(["ES256"])


def good(claims, key):
    # ok: py.jwt-none-algorithm
    return jwt.encode(claims, key, algorithm="HS256")


def configured(claims, key, settings):
    # ok: py.jwt-none-algorithm
    return jwt.encode(claims, key, algorithm=settings.algorithm)


def read_good(token, key):
    # ok: py.jwt-none-algorithm
    return jwt.decode(token, key, algorithms=["RS256"])
