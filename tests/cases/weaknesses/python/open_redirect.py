import logging
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from aiohttp import web
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect as django_redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from flask import Flask, redirect, request, url_for
from starlette.requests import Request

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
logger = logging.getLogger(__name__)
ENDPOINTS = {"cart": "show_cart", "orders": "list_orders"}
PARTNERS = ("https://pay.example.com/", "https://shipping.example.com/")


# unsafe: open-redirect - the query parameter decides
@app.get("/continue")
def continue_shopping():
    target = request.args.get("next", "/")
    return redirect(target)


# safe: open-redirect - the query parameter selects an endpoint of the application
@app.get("/proceed")
def proceed():
    target = request.args.get("next", "cart")
    return redirect(url_for(ENDPOINTS.get(target, "show_cart")))


# unsafe: open-redirect - the check only leaves a line in the log
@login_required
def leave(request):
    target = request.GET.get("return_to", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        logger.warning("return address points to another host")
    return HttpResponseRedirect(target)


# safe: open-redirect - Django's check ends with a constant address
@login_required
def come_back(request):
    target = request.GET.get("return_to", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return HttpResponseRedirect("/")
    return HttpResponseRedirect(target)


# unsafe: open-redirect - //attacker.example also starts with a slash
async def after_login(request: Request) -> RedirectResponse:
    to = request.query_params.get("to", "/home")
    if not to.startswith("/"):
        return RedirectResponse("/home", status_code=303)
    return RedirectResponse(to, status_code=303)


# safe: open-redirect - compared with whole addresses
async def to_partner(request: Request) -> RedirectResponse:
    to = request.query_params.get("to", PARTNERS[0])
    if to not in PARTNERS:
        return RedirectResponse("/home", status_code=303)
    return RedirectResponse(to, status_code=303)


# unsafe: open-redirect - typed parameter joined into an absolute address
@api.get("/go")
def go(shop: str, article: int):
    pieces = ["https:/", shop, "articles", str(article)]
    return RedirectResponse("/".join(pieces), status_code=302)


# safe: open-redirect - the host is fixed and the parameters are a UUID and a number
@api.get("/go/{shop}")
def go_to_shop(shop: UUID, article: int):
    pieces = ["https:/", "shops.example.com", str(shop), "articles", str(article)]
    return RedirectResponse("/".join(pieces), status_code=302)


# unsafe: open-redirect - header written by hand, the client's value is in the dict
class LinkHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        addresses = {"start": "/start", "wanted": query.get("u", ["/"])[0].replace("\r", "").replace("\n", "")}
        self.send_response(302)
        self.send_header("Location", addresses["wanted"])
        self.end_headers()


# safe: open-redirect - header written by hand, the constant of the dict
class StartHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        addresses = {"start": "/start", "wanted": query.get("u", ["/"])[0].replace("\r", "").replace("\n", "")}
        self.send_response(302)
        self.send_header("Location", addresses["start"])
        self.end_headers()


# unsafe: open-redirect - raised as an aiohttp exception, through a helper
def address_of(request: web.Request) -> str:
    return request.query.get("url") or "/dashboard"


@routes.get("/out")
async def out(request: web.Request) -> web.Response:
    raise web.HTTPFound(location=address_of(request))


# safe: open-redirect - the helper answers with one of its own constants
def page_of(request: web.Request) -> str:
    if request.query.get("url"):
        return "/bookmarks"
    return "/dashboard"


@routes.get("/in")
async def into(request: web.Request) -> web.Response:
    raise web.HTTPFound(location=page_of(request))


# safe: open-redirect - only the part before the first slash, a constant, is used
@app.get("/settings")
def settings():
    path = "account/" + request.args.get("tab", "profile")
    section = path.split("/")[0]
    return redirect(f"/{section}", code=303)


# safe: open-redirect - a number from the form, a named view
class Page(View):
    def post(self, request):
        number = int(request.POST.get("page", "1"))
        return django_redirect("article-list", page=number)
