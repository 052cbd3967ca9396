from flask import Flask
from flask_wtf import FlaskForm
from rest_framework.authentication import SessionAuthentication

app = Flask(__name__)
# ruleid: py.csrf-protection-off
app.config["WTF_CSRF_ENABLED"] = False
# ruleid: py.csrf-protection-off
app.config.update(WTF_CSRF_CHECK_DEFAULT=False)
# ok: py.csrf-protection-off
app.config["WTF_CSRF_ENABLED"] = True
# ok: py.csrf-protection-off
app.config["WTF_CSRF_TIME_LIMIT"] = 3600


class Login(FlaskForm):
    # ruleid: py.csrf-protection-off
    class Meta:
        csrf = False


class Address(FlaskForm):
    # ok: py.csrf-protection-off
    class Meta:
        csrf = True


class Unchecked(SessionAuthentication):
    # ruleid: py.csrf-protection-off
    def enforce_csrf(self, request):
        return


class Checked(SessionAuthentication):
    # ok: py.csrf-protection-off
    def enforce_csrf(self, request):
        log(request)
        return super().enforce_csrf(request)


class Config:
    # ruleid: py.csrf-protection-off
    WTF_CSRF_ENABLED = False


class TestConfig(Config):
    TESTING = True
    # ok: py.csrf-protection-off
    WTF_CSRF_ENABLED = False


def form():
    # ruleid: py.csrf-protection-off
    return Login(meta={"csrf": False})


import tornado.web


# ruleid: py.csrf-protection-off
service = tornado.web.Application([], xsrf_cookies=False)


class Handler(tornado.web.RequestHandler):
    # ruleid: py.csrf-protection-off
    def check_xsrf_cookie(self):
        pass


# ok: py.csrf-protection-off
kept = tornado.web.Application([], xsrf_cookies=True)
