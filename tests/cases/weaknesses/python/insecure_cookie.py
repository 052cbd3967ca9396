import os
import secrets
from http.cookies import SimpleCookie

from configurations import Configuration
from django.http import HttpRequest, HttpResponse, JsonResponse
from fastapi import Depends, FastAPI, Response
from flask import Flask, jsonify, make_response, redirect, request
from starlette.middleware.sessions import SessionMiddleware

from .accounts import authenticate, current_user, open_session, rotate_refresh_token

app = Flask(__name__)
api = FastAPI()


# unsafe: insecure-cookie - a session id without any attribute
@app.post("/login")
def login():
    user = authenticate(request.form["email"], request.form["password"])
    if user is None:
        return jsonify(error="wrong credentials"), 401
    resp = make_response(redirect("/home"))
    resp.set_cookie("session_id", open_session(user))
    return resp


# safe: insecure-cookie - a session id with all three attributes
@app.post("/signin")
def signin():
    user = authenticate(request.form["email"], request.form["password"])
    if user is None:
        return jsonify(error="wrong credentials"), 401
    resp = make_response(redirect("/home"))
    resp.set_cookie("session_id", open_session(user), secure=True, httponly=True, samesite="Lax")
    return resp


# unsafe: insecure-cookie - secure is missing on the refresh token
@api.post("/auth/refresh")
async def refresh(response: Response, user=Depends(current_user)):
    token = await rotate_refresh_token(user)
    response.set_cookie(
        key="refresh_token", value=token, max_age=14 * 86400, httponly=True, samesite="strict"
    )
    return {"ok": True}


# safe: insecure-cookie - the attributes come from a dict of options
@api.post("/auth/renew")
async def renew(response: Response, user=Depends(current_user)):
    options = {"httponly": True, "secure": True, "samesite": "strict", "path": "/auth"}
    token = await rotate_refresh_token(user)
    response.set_cookie(key="refresh_token", value=token, max_age=14 * 86400, **options)
    return {"ok": True}


# unsafe: insecure-cookie - scripts can read the authentication token
def issue_token(request: HttpRequest) -> HttpResponse:
    response = JsonResponse({"user": request.user.pk})
    response.set_cookie(
        "auth_token", secrets.token_urlsafe(32), secure=True, httponly=False, samesite="Strict"
    )
    return response


# safe: insecure-cookie - the token can be read by the server only
def renew_token(request: HttpRequest) -> HttpResponse:
    response = JsonResponse({"user": request.user.pk})
    response.set_cookie(
        "auth_token", secrets.token_urlsafe(32), secure=True, httponly=True, samesite="Strict"
    )
    return response


# unsafe: insecure-cookie - Flask's own session cookie goes over plain HTTP and to scripts
def create_app() -> Flask:
    web = Flask("shop")
    web.secret_key = os.environ["SECRET_KEY"]
    web.config["SESSION_COOKIE_SECURE"] = False
    web.config["SESSION_COOKIE_HTTPONLY"] = False
    web.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    return web


# safe: insecure-cookie - Flask's own session cookie with its attributes
def create_portal() -> Flask:
    web = Flask("portal")
    web.secret_key = os.environ["SECRET_KEY"]
    web.config["SESSION_COOKIE_SECURE"] = True
    web.config["SESSION_COOKIE_HTTPONLY"] = True
    web.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    return web


# unsafe: insecure-cookie - Django's session cookie is sent over plain HTTP and to other sites
class Intranet(Configuration):
    SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
    ALLOWED_HOSTS = ["intranet.example.com"]
    SESSION_COOKIE_SECURE = False
    SESSION_COOKIE_SAMESITE = "None"
    CSRF_COOKIE_SECURE = True


# safe: insecure-cookie - Django's session cookie over HTTPS only
class Extranet(Configuration):
    SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
    ALLOWED_HOSTS = ["extranet.example.com"]
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_SAMESITE = "Lax"
    CSRF_COOKIE_SECURE = True


# safe: insecure-cookie - the colour scheme is nothing sensitive and is read by a script
@app.get("/theme/<name>")
def choose_theme(name: str):
    theme = name if name in ("light", "dark") else "light"
    resp = make_response(redirect("/settings"))
    resp.set_cookie("theme", theme, max_age=365 * 86400)
    return resp


# safe: insecure-cookie - the middleware is told to use HTTPS only
def install_sessions(service: FastAPI) -> None:
    service.add_middleware(
        SessionMiddleware,
        secret_key=os.environ["SESSION_KEY"],
        https_only=True,
        same_site="lax",
    )


# safe: insecure-cookie - the attributes are set on the morsel
def session_header(sid: str) -> tuple[str, str]:
    jar = SimpleCookie()
    jar["sid"] = sid
    jar["sid"]["secure"] = True
    jar["sid"]["httponly"] = True
    jar["sid"]["samesite"] = "Lax"
    return "Set-Cookie", jar["sid"].OutputString()
