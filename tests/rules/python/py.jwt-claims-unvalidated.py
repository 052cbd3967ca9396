from authlib.jose import JsonWebToken, jwt

strict = JsonWebToken(["RS256"])


def user_of(token, key):
    # ruleid: py.jwt-claims-unvalidated
    claims = jwt.decode(token, key)
    user = claims["sub"]
    return user


def roles_of(token, key):
    reader = JsonWebToken(["RS256"])
    # ruleid: py.jwt-claims-unvalidated
    claims = reader.decode(token, key)
    return claims.get("roles", [])


def is_admin(token, key):
    # ruleid: py.jwt-claims-unvalidated
    data = jwt.decode(token, key)
    if data["admin"]:
        return True
    return False


def checked(token, key):
    # ok: py.jwt-claims-unvalidated
    claims = jwt.decode(token, key)
    claims.validate()
    return claims["sub"]


def checked_time(token, key, now):
    # ok: py.jwt-claims-unvalidated
    claims = jwt.decode(token, key)
    claims.validate_exp(now, 0)
    return claims["sub"]


def handed_on(token, key):
    # ok: py.jwt-claims-unvalidated
    claims = jwt.decode(token, key)
    return claims


def in_try(token, key):
    try:
        # ok: py.jwt-claims-unvalidated
        claims = jwt.decode(token, key)
        claims.validate()
    except ValueError:
        return None
    return claims["sub"]


def other(box, raw):
    # ok: py.jwt-claims-unvalidated
    text = box.decode(raw)
    return text["sub"]
