from flask import Flask, make_response

app = Flask(__name__)
# ruleid: py.cookie-sent-cross-site
app.config["SESSION_COOKIE_SAMESITE"] = "None"
# ok: py.cookie-sent-cross-site
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"


def login(token, mode):
    answer = make_response("welcome")
    # ruleid: py.cookie-sent-cross-site
    answer.set_cookie("session", token, secure=True, httponly=True, samesite="None")
    # ruleid: py.cookie-sent-cross-site
    answer.set_cookie("session", token, samesite="none", secure=True, httponly=True)
    # ok: py.cookie-sent-cross-site
    answer.set_cookie("session", token, secure=True, httponly=True, samesite="Strict")
    # ok: py.cookie-sent-cross-site
    answer.set_cookie("session", token, secure=True, httponly=True, samesite=mode)
    return answer


# ruleid: py.cookie-sent-cross-site
SESSION_COOKIE_SAMESITE = None
# ruleid: py.cookie-sent-cross-site
CSRF_COOKIE_SAMESITE = "None"
# ok: py.cookie-sent-cross-site
SESSION_COOKIE_SAMESITE = "Strict"
