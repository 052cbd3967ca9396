def login(answer, token, options):
    # ruleid: py.session-cookie-not-httponly
    answer.set_cookie("session", token, secure=True)
    # ruleid: py.session-cookie-not-httponly
    answer.set_cookie("auth_token", token, max_age=3600, secure=True, samesite="Lax")
    # ruleid: py.session-cookie-not-httponly
    answer.set_cookie(key="access_token", value=token, secure=True)
    # ok: py.session-cookie-not-httponly
    answer.set_cookie("session", token, secure=True, httponly=True, samesite="Lax")
    # ok: py.session-cookie-not-httponly
    answer.set_cookie("xsrf-token", token, secure=True)
    # ok: py.session-cookie-not-httponly
    answer.set_cookie("session", token, secure=True, **options)
    return answer
