import os

import aiohttp_session
from aiohttp import web
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseForbidden, JsonResponse
from django.views import View
from flask import Flask, abort, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from accounts.models import Membership
from accounts.service import find_user, verify_password

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
routes = web.RouteTableDef()
signer = URLSafeTimedSerializer(os.environ["LINK_KEY"])
THEMES = ("light", "dark", "contrast")
VOUCHERS = {"SPRING": 5, "WELCOME": 10}


# unsafe: trust-boundary - the client says which role its session has
@app.post("/login")
def login():
    user = find_user(request.form["name"])
    if user is None or not verify_password(user, request.form["password"]):
        abort(401)
    session.clear()
    session["user_id"] = user.id
    session["role"] = request.form.get("role", "customer")
    return "", 204


# safe: trust-boundary - the role is the stored one
@app.post("/staff/login")
def staff_login():
    user = find_user(request.form["name"])
    if user is None or not verify_password(user, request.form["password"]):
        abort(401)
    session.clear()
    session["user_id"] = user.id
    session["role"] = user.role
    return "", 204


# unsafe: trust-boundary - the tenant is taken over without looking at the membership
@login_required
def switch_tenant(request):
    tenant = request.POST.get("tenant", "")
    request.session["tenant_id"] = tenant
    return JsonResponse({"switched": True})


# safe: trust-boundary - only the tenant of a membership of this user
@login_required
def select_tenant(request):
    tenant = request.POST.get("tenant", "")
    membership = Membership.objects.filter(user=request.user, tenant__slug=tenant).first()
    if membership is None:
        return HttpResponseForbidden()
    request.session["tenant_id"] = membership.tenant_id
    return JsonResponse({"switched": True})


# unsafe: trust-boundary - the whole body goes into the session
async def save_preferences(request: Request) -> Response:
    preferences = await request.json()
    request.session.update(preferences)
    return Response(status_code=204)


# safe: trust-boundary - one entry, and only with a value of the list
async def save_theme(request: Request) -> Response:
    preferences = await request.json()
    theme = preferences.get("theme")
    if theme not in THEMES:
        return JSONResponse({"error": "theme"}, status_code=400)
    request.session["theme"] = theme
    return Response(status_code=204)


# unsafe: trust-boundary - a number is as little to be trusted as the text was
@routes.post("/checkout/discount")
async def set_discount(request: web.Request) -> web.Response:
    session = await aiohttp_session.get_session(request)
    form = await request.post()
    session["discount_percent"] = int(form["discount"])
    return web.json_response({"ok": True})


# safe: trust-boundary - the discount comes out of the table of vouchers
@routes.post("/checkout/voucher")
async def set_voucher(request: web.Request) -> web.Response:
    session = await aiohttp_session.get_session(request)
    form = await request.post()
    session["discount_percent"] = VOUCHERS.get(str(form["voucher"]), 0)
    return web.json_response({"ok": True})


# unsafe: trust-boundary - a header that any client can send names the user
def user_from_header():
    name = request.headers.get("X-Remote-User", "")
    return name.strip().lower()


@app.get("/sso")
def single_sign_on():
    session.clear()
    session["user_name"] = user_from_header()
    return "", 204


# safe: trust-boundary - the name is inside a token that the application has signed
def user_from_link():
    try:
        return signer.loads(request.args.get("token", ""), max_age=600)
    except BadSignature:
        abort(403)


@app.get("/invite")
def accept_invite():
    session.clear()
    session["user_name"] = user_from_link()
    return "", 204


# unsafe: trust-boundary - a cookie's value is kept as proof of the second factor
class Continue(View):
    def post(self, request):
        state = {"path": "/account", "mfa": request.COOKIES.get("mfa_done", "no")}
        request.session["second_factor"] = state["mfa"]
        return HttpResponse(status=204)


# safe: trust-boundary - the constant entry of the dict is stored
class Start(View):
    def post(self, request):
        state = {"path": "/account", "mfa": request.COOKIES.get("mfa_done", "no")}
        request.session["landing_page"] = state["path"]
        return HttpResponse(status=204)


# safe: trust-boundary - the ternary of constants never takes the form's value
@app.post("/plan")
def choose_plan():
    num = 12
    session["plan"] = "basic" if 500 // 42 + num < 30 else request.form.get("plan", "")
    return "", 204
