import os
import re
from urllib.parse import urlsplit

from configurations import Configuration
from django.http import HttpRequest, HttpResponse
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask, jsonify, request
from flask_cors import CORS, cross_origin

app = Flask(__name__)
PARTNERS = frozenset({"https://desk.example.com", "https://shop.example.com"})


# unsafe: cors - any origin, with cookies
def create_api() -> FastAPI:
    api = FastAPI()
    api.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_credentials=True,
        allow_methods=["GET", "POST"],
    )
    return api


# safe: cors - two named origins, with cookies
def create_service() -> FastAPI:
    api = FastAPI()
    api.add_middleware(
        CORSMiddleware,
        allow_origins=["https://app.example.com", "https://admin.example.com"],
        allow_credentials=True,
        allow_methods=["GET", "POST"],
    )
    return api


# unsafe: cors - the request's origin is sent back
def add_headers(response):
    origin = request.headers.get("Origin")
    if origin:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
    return response


def install_headers(web: Flask) -> None:
    web.after_request(add_headers)


# safe: cors - the request's origin is sent back only if it is on the list
@app.after_request
def add_partner_headers(response):
    origin = request.headers.get("Origin")
    if origin not in PARTNERS:
        return response
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Vary"] = "Origin"
    return response


# unsafe: cors - every page under the API is open to all sites, with cookies
class WebSettings(Configuration):
    SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
    CORS_URLS_REGEX = r"^/api/.*$"
    CORS_ALLOW_ALL_ORIGINS = True
    CORS_ALLOW_CREDENTIALS = True


# safe: cors - one site may use the API, with cookies
class PortalSettings(Configuration):
    SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
    CORS_URLS_REGEX = r"^/api/.*$"
    CORS_ALLOWED_ORIGINS = ["https://portal.example.com"]
    CORS_ALLOW_CREDENTIALS = True


# unsafe: cors - the end of the origin is compared without a dot before it
class OriginMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        origin = request.META.get("HTTP_ORIGIN", "")
        if origin.endswith("acme.example"):
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Allow-Credentials"] = "true"
            response["Vary"] = "Origin"
        return response


# safe: cors - scheme and host are compared, subdomains only behind a dot
class SubdomainMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        origin = request.META.get("HTTP_ORIGIN", "")
        if re.fullmatch(r"https://([a-z0-9-]+\.)?acme\.example", origin):
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Allow-Credentials"] = "true"
            response["Vary"] = "Origin"
        return response


# unsafe: cors - no origins named means all of them, and cookies are allowed
def create_backend() -> Flask:
    backend = Flask("backend")
    backend.secret_key = os.environ["SECRET_KEY"]
    CORS(backend, supports_credentials=True)
    return backend


# safe: cors - any origin, but only public data and no cookies
@app.get("/public/stations")
@cross_origin(origins="*", supports_credentials=False)
def stations():
    return jsonify([{"id": 1, "name": "Centre"}, {"id": 2, "name": "Harbour"}])


# unsafe: cors - an expression that matches every origin, with cookies
def allow_frontends(api: FastAPI) -> FastAPI:
    pattern = r"https?://.*"
    api.add_middleware(CORSMiddleware, allow_origin_regex=pattern, allow_credentials=True)
    return api


# safe: cors - the origins come from the deployment, a star is refused
def allow_configured(api: FastAPI) -> FastAPI:
    origins = [o.strip() for o in os.environ["ALLOWED_ORIGINS"].split(",")]
    for origin in origins:
        if urlsplit(origin).scheme != "https" or "*" in origin:
            raise ValueError(f"not an origin: {origin!r}")
    api.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
    return api
