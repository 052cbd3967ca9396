def login(answer, token, options):
    # ruleid: py.session-cookie-not-secure
    answer.set_cookie("session", token, httponly=True)
    # ruleid: py.session-cookie-not-secure
    answer.set_cookie("auth_token", token, max_age=3600, httponly=True, samesite="Lax")
    # ruleid: py.session-cookie-not-secure
    answer.set_cookie(key="access_token", value=token, httponly=True)
    # ok: py.session-cookie-not-secure
    answer.set_cookie("session", token, secure=True, httponly=True, samesite="Lax")
    # ok: py.session-cookie-not-secure
    answer.set_cookie("theme", "dark", httponly=True)
    # ok: py.session-cookie-not-secure
    answer.set_cookie("session", token, httponly=True, **options)
    return answer
