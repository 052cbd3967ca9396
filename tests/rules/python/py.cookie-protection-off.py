from flask import Flask, make_response

app = Flask(__name__)
# ruleid: py.cookie-protection-off
app.config["SESSION_COOKIE_SECURE"] = False
# ruleid: py.cookie-protection-off
app.config['REMEMBER_COOKIE_SECURE']=False
# ruleid: py.cookie-protection-off
app.config.update(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_HTTPONLY=True)
# ok: py.cookie-protection-off
app.config["REMEMBER_COOKIE_SECURE"] = True
# ok: py.cookie-protection-off
app.config["SESSION_REFRESH_EACH_REQUEST"] = False


def login(token):
    answer = make_response("welcome")
    # ruleid: py.cookie-protection-off
    answer.set_cookie("session", token, secure=False, httponly=True, samesite="Lax")
    # ok: py.cookie-protection-off
    answer.set_cookie("session", token, secure=True, httponly=True, samesite="Lax")
    # ok: py.cookie-protection-off
    answer.set_cookie("theme", "dark")
    return answer


# ruleid: py.cookie-protection-off
CSRF_COOKIE_SECURE = False
# ok: py.cookie-protection-off
SESSION_COOKIE_SECURE = True


class Config:
    # ruleid: py.cookie-protection-off
    SESSION_COOKIE_SECURE = False


class DevelopmentConfig(Config):
    DEBUG = True
    # ok: py.cookie-protection-off
    SESSION_COOKIE_SECURE = False


class ProductionConfig(Config):
    # ok: py.cookie-protection-off
    SESSION_COOKIE_SECURE = True
