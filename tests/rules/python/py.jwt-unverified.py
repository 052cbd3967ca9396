import jwt
from jose import jwt as jose_jwt


def any_token(token):
    # ruleid: py.jwt-unverified
    return jwt.decode(token, options={"verify_signature": False})


def with_key(token, key):
    # ruleid: py.jwt-unverified
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_aud": False, "verify_signature": False})


def no_algorithm(token, key):
    # ruleid: py.jwt-unverified
    return jwt.decode(token, key, algorithms=["HS256", "none"])


def old_option(token, key):
    # ruleid: py.jwt-unverified
    return jwt.decode(token, key, verify=False)


def claims_only(token):
    # ruleid: py.jwt-unverified
    return jose_jwt.get_unverified_claims(token)


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
