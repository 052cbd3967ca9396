import jwt
from jose import jwt as jose_jwt


def read(token, key):
    # ruleid: py.jwt-any-algorithm
    return jwt.decode(token, key)


def read_for(token, key):
    # ruleid: py.jwt-any-algorithm
    return jwt.decode(token, key, audience="shop")


def asked(token, key):
    # ruleid: py.jwt-any-algorithm
    return jwt.decode(token, key, algorithms=[jwt.get_unverified_header(token)["alg"]])


def asked_in_steps(token, key):
    header = jwt.get_unverified_header(token)
    # ruleid: py.jwt-any-algorithm
    return jwt.decode(token, key, algorithms=[header["alg"]])


def without(token, key):
    # ruleid: py.jwt-any-algorithm
    return jose_jwt.decode(token, key, algorithms=None)


def good(token, key):
    # ok: py.jwt-any-algorithm
    return jwt.decode(token, key, algorithms=["RS256"])


def positional(token, key):
    # ok: py.jwt-any-algorithm
    return jwt.decode(token, key, ["RS256"])


def configured(token, key, settings):
    # ok: py.jwt-any-algorithm
    return jwt.decode(token, key, algorithms=[settings.algorithm])


def spread(token, key, options):
    # ok: py.jwt-any-algorithm
    return jwt.decode(token, key, **options)


def other_good(token, key):
    # ok: py.jwt-any-algorithm
    return jose_jwt.decode(token, key, algorithms=["ES256"])
