import jwt
from jose import jwt as jose_jwt


def any_token(token):
    # ruleid: py.jwt-unverified
    return jwt.decode(token, options={"verify_signature": False})


def with_key(token, key):
    # ruleid: py.jwt-unverified
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_aud": False, "verify_signature": False})


def old_option(token, key):
    # ruleid: py.jwt-unverified
    return jwt.decode(token, key, verify=False)


def claims_only(token):
    # ruleid: py.jwt-unverified
    return jose_jwt.get_unverified_claims(token)


def built(token, key):
    # ruleid: py.jwt-unverified
    return jwt.decode(token, key, algorithms=["HS256"], options=dict(verify_signature=False))


def named(token, key):
    options = {"verify_signature": False}
    # ruleid: py.jwt-unverified
    return jwt.decode(token, key, algorithms=["HS256"], options=options)


def checked(token, key):
    # ok: py.jwt-unverified
    return jwt.decode(token, key, algorithms=["RS256"])


def other_option(token, key):
    # ok: py.jwt-unverified
    return jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False})


def key_of(token, keys):
    # ok: py.jwt-unverified
    header = jwt.get_unverified_header(token)
    # ok: py.jwt-unverified
    return jwt.decode(token, keys[header["kid"]], algorithms=["RS256"])


def first_the_key(token, keys):
    # ok: py.jwt-unverified
    tenant = jwt.decode(token, options={"verify_signature": False})["tenant"]
    return jwt.decode(token, keys[tenant], algorithms=["RS256"])


def never_checked(token, other, keys):
    # ruleid: py.jwt-unverified
    tenant = jwt.decode(token, options={"verify_signature": False})["tenant"]
    return keys[tenant]


def later(token):
    # ok: py.jwt-unverified
    return jwt.decode(token, KEY, algorithms=["ES256"], options={"require": ["exp"]})
