import http.client
import json
import urllib.request
from urllib.parse import quote, urlsplit, urlunsplit

import aiohttp
import httpx
import requests
from aiohttp import web
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from fastapi import FastAPI, HTTPException
from flask import Flask, abort, jsonify, request
from yarl import URL

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
PICTURE_HOSTS = frozenset({"images.example.com", "cdn.example.com"})
REGIONS = {"eu": "eu-central.storage.example.com", "us": "us-east.storage.example.com"}


# unsafe: ssrf - the client names the whole URL
@app.get("/preview")
def preview():
    url = request.args["url"]
    reply = requests.get(url, timeout=5)
    return jsonify(status=reply.status_code, length=len(reply.content))


# safe: ssrf - host on a list, URL rebuilt from the checked parts, no redirects
@app.get("/picture")
def picture():
    parts = urlsplit(request.args["url"])
    if parts.scheme != "https" or parts.hostname not in PICTURE_HOSTS:
        abort(400)
    url = urlunsplit(("https", parts.hostname, parts.path, parts.query, ""))
    reply = requests.get(url, timeout=5, allow_redirects=False)
    return jsonify(status=reply.status_code, length=len(reply.content))


# unsafe: ssrf - the path parameter stands at the place of the host
@api.get("/buckets/{region}/usage")
async def bucket_usage(region: str):
    async with httpx.AsyncClient(timeout=5) as client:
        reply = await client.get(f"https://{region}/v1/usage")
    return {"usage": reply.json()}


# safe: ssrf - the path parameter selects a host from a constant table
@api.get("/storage/{region}/usage")
async def storage_usage(region: str):
    host = REGIONS.get(region)
    if host is None:
        raise HTTPException(status_code=404)
    async with httpx.AsyncClient(timeout=5) as client:
        reply = await client.get(f"https://{host}/v1/usage")
    return {"usage": reply.json()}


# unsafe: ssrf - the prefix also fits hooks.example.com.attacker.net
@routes.post("/hooks/test")
async def try_hook(request: web.Request) -> web.Response:
    target = (await request.json())["target"]
    if not target.startswith("https://hooks.example.com"):
        raise web.HTTPBadRequest()
    async with aiohttp.ClientSession() as session:
        async with session.post(target, json={"ping": True}, allow_redirects=False) as reply:
            return web.json_response({"status": reply.status})


# safe: ssrf - the parsed URL's host is compared and the parsed URL is used
@routes.post("/hooks/verify")
async def verify_hook(request: web.Request) -> web.Response:
    target = URL((await request.json())["target"])
    if target.scheme != "https" or target.host != "hooks.example.com" or target.port != 443:
        raise web.HTTPBadRequest()
    async with aiohttp.ClientSession() as session:
        async with session.post(target, json={"ping": True}, allow_redirects=False) as reply:
            return web.json_response({"status": reply.status})


# unsafe: ssrf - host and port from the JSON body with default values
@login_required
def node_health(request):
    payload = json.loads(request.body)
    host, port = payload.get("host", "node1.internal"), payload.get("port", 9100)
    address = "http://{}:{}/health".format(host, port)
    with urllib.request.urlopen(address, timeout=3) as reply:
        return JsonResponse({"healthy": reply.status == 200})


# safe: ssrf - overwritten by constants before use
@login_required
def main_health(request):
    payload = json.loads(request.body)
    host, port = payload.get("host", "node1.internal"), payload.get("port", 9100)
    ignored = [str(host), str(port)]
    host, port = "node1.internal", 9100
    address = "http://{}:{}/health".format(host, port)
    with urllib.request.urlopen(address, timeout=3) as reply:
        return JsonResponse({"healthy": reply.status == 200, "ignored": ignored})


# unsafe: ssrf - the host travels through an object's attribute
class Mirror:
    def __init__(self, host: str) -> None:
        self.host = host

    def head(self, path: str) -> int:
        conn = http.client.HTTPSConnection(self.host, timeout=5)
        conn.request("HEAD", path)
        return conn.getresponse().status


@app.post("/mirrors")
def check_mirror():
    mirror = Mirror(request.form.get("host", "mirror.example.com"))
    return jsonify(status=mirror.head("/pool/index"))


# safe: ssrf - the host is fixed, the client's value is one encoded path segment
class Registry:
    def __init__(self, package: str) -> None:
        self.package = package

    def head(self) -> int:
        conn = http.client.HTTPSConnection("registry.example.com", timeout=5)
        conn.request("HEAD", "/pool/p-" + quote(self.package, safe=""))
        return conn.getresponse().status


@app.post("/packages")
def check_package():
    registry = Registry(request.form.get("package", "core"))
    return jsonify(status=registry.head())


# safe: ssrf - only the query is the client's
@api.get("/geocode")
async def geocode(q: str):
    async with httpx.AsyncClient(base_url="https://geo.example.com", timeout=5) as client:
        reply = await client.get("/search", params={"q": q, "limit": 1})
    return reply.json()


# unsafe: ssrf - the comparison of constants always leads to the client's value
@app.get("/prices")
def prices():
    num = 106
    if 7 * 12 + num > 200:
        source = "https://rates.example.com/prices.json"
    else:
        source = request.args.get("source", "")
    return jsonify(requests.get(source, timeout=5).json())


# safe: ssrf - the comparison of constants always chooses the constant
@app.get("/rates")
def rates():
    num = 106
    if 7 * 18 + num > 200:
        source = "https://rates.example.com/daily.json"
    else:
        source = request.args.get("source", "")
    return jsonify(requests.get(source, timeout=5).json())
