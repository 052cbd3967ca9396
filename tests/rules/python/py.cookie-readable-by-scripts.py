from flask import Flask, make_response

app = Flask(__name__)
# ruleid: py.cookie-readable-by-scripts
app.config['SESSION_COOKIE_HTTPONLY']=False
# ruleid: py.cookie-readable-by-scripts
app.config.update(SESSION_COOKIE_HTTPONLY=False)
# ok: py.cookie-readable-by-scripts
app.config["SESSION_COOKIE_HTTPONLY"] = True


def login(token, csrf):
    answer = make_response("welcome")
    # ruleid: py.cookie-readable-by-scripts
    answer.set_cookie("session", token, secure=True, httponly=False, samesite="Lax")
    # ok: py.cookie-readable-by-scripts
    answer.set_cookie("session", token, secure=True, httponly=True, samesite="Lax")
    # ok: py.cookie-readable-by-scripts
    answer.set_cookie("csrf_token", csrf, secure=True, httponly=False, samesite="Lax")
    # ok: py.cookie-readable-by-scripts
    answer.set_cookie(key="theme", value="dark", httponly=False)
    return answer


# ruleid: py.cookie-readable-by-scripts
SESSION_COOKIE_HTTPONLY = False
# ok: py.cookie-readable-by-scripts
CSRF_COOKIE_HTTPONLY = False
