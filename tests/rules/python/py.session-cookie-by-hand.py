from http.cookies import SimpleCookie

from flask import Response


def by_header(value):
    response = Response("")
    # ruleid: py.session-cookie-by-hand
    response.headers["Set-Cookie"] = "session=" + value + "; Path=/; HttpOnly"
    return response


def added(response, value):
    # ruleid: py.session-cookie-by-hand
    response.headers.add("Set-Cookie", f"auth_token={value}; Path=/")


class Handler:
    def answer(self, value):
        # ruleid: py.session-cookie-by-hand
        self.send_header("Set-Cookie", "sid=%s" % value)


def by_jar(value):
    jar = SimpleCookie()
    # ruleid: py.session-cookie-by-hand
    jar["session"] = value
    jar["session"]["path"] = "/"
    return jar.output()


def protected(response, value):
    # ok: py.session-cookie-by-hand
    response.headers["Set-Cookie"] = "session=" + value + "; Path=/; Secure; HttpOnly; SameSite=Lax"


def protected_jar(value):
    jar = SimpleCookie()
    # ok: py.session-cookie-by-hand
    jar["session"] = value
    jar["session"]["httponly"] = True
    jar["session"]["secure"] = True
    return jar.output()


def choice(response):
    # ok: py.session-cookie-by-hand
    response.headers["Set-Cookie"] = "theme=dark; Path=/"


def wish(value):
    jar = SimpleCookie()
    # ok: py.session-cookie-by-hand
    jar["theme"] = value
    return jar.output()
