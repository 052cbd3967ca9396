from flask import make_response


def login(answer, token, options):
    # ruleid: py.session-cookie-unprotected
    answer.set_cookie("session", token)
    # ruleid: py.session-cookie-unprotected
    answer.set_cookie("auth_token", token, max_age=3600)
    # ruleid: py.session-cookie-unprotected
    answer.set_cookie(
        "sessionid",
        token,
        path="/",
    )
    # ruleid: py.session-cookie-unprotected
    answer.set_cookie(key="access_token", value=token)
    # ruleid: py.session-cookie-unprotected
    answer.set_cookie("session", token, samesite="Lax")
    # ok: py.session-cookie-unprotected
    answer.set_cookie("session", token, secure=True, httponly=True, samesite="Lax")
    # ok: py.session-cookie-unprotected
    answer.set_cookie("theme", "dark")
    # ok: py.session-cookie-unprotected
    answer.set_cookie("csrf_token", token)
    # ok: py.session-cookie-unprotected
    answer.set_cookie("session", token, **options)
    # ok: py.session-cookie-unprotected
    answer.delete_cookie("session")
    return answer
