from urllib.parse import urljoin, urlparse
from urllib.request import urlopen

import httpx
import requests
from fastapi import FastAPI
from flask import request

app = FastAPI()
PARTNERS = {"swift": "https://swift.example", "snail": "https://snail.example"}


def preview():
    url = request.args.get("url")
    # ruleid: py.ssrf
    return requests.get(url, timeout=5).text


def hook():
    body = request.get_json()
    # ruleid: py.ssrf
    return requests.post(body["callback"], json={"ok": True}, timeout=5)


def raw():
    # ruleid: py.ssrf
    return urlopen(request.form["url"]).read()


@app.get("/fetch")
async def fetch(url: str):
    # ruleid: py.ssrf
    return httpx.get(url).text


def from_a_table():
    base = PARTNERS[request.args["partner"]]
    # ok: py.ssrf
    return requests.get(f"{base}/status", timeout=5).text


def fixed_host():
    # ok: py.ssrf
    return requests.get(f"https://api.example/users/{request.args['id']}", timeout=5).json()


def checked():
    url = request.args.get("url")
    if not is_allowed_host(url):
        raise ValueError(url)
    # ok: py.ssrf
    return requests.get(url, timeout=5).text


def parameters():
    # ok: py.ssrf
    return requests.get("https://api.example/search", params={"q": request.args["q"]}, timeout=5).json()


@app.get("/mirror")
async def mirror(number: int):
    # ok: py.ssrf
    return httpx.get(f"https://mirror.example/{number}").text


def chosen_host():
    # ruleid: py.ssrf
    return requests.get("https://" + request.args["host"] + "/status", timeout=5).text


def joined():
    # ruleid: py.ssrf
    return requests.get(urljoin("https://api.example/v1/", request.args["path"]), timeout=5).text


def in_a_session():
    session = requests.Session()
    # ruleid: py.ssrf
    return session.get(f"http://{request.json['host']}/hook").text


async def asynchronous(request):
    data = await request.json()
    async with httpx.AsyncClient() as client:
        # ruleid: py.ssrf
        return await client.post(data["callback"], json={"ok": True})


def any_secure_address():
    url = request.args["url"]
    if not url.startswith("https://"):
        raise ValueError(url)
    # ruleid: py.ssrf
    return requests.get(url, timeout=5).text


def host_in_a_set():
    url = request.args["url"]
    parsed = urlparse(url)
    if parsed.scheme != "https" or parsed.hostname not in PARTNERS:
        raise ValueError(url)
    # ok: py.ssrf
    return requests.get(url, timeout=5).text


def own_host():
    url = request.args["url"]
    if not url.startswith("https://api.example/"):
        raise ValueError(url)
    # ok: py.ssrf
    return requests.get(url, timeout=5).text


def path_after_a_constant():
    # ok: py.ssrf
    return requests.get(settings.API_URL + "/users/" + request.args["name"], timeout=5).json()


def path_after_a_base(base):
    # ok: py.ssrf
    return requests.get(f"{base}/users/{request.args['name']}", timeout=5).json()


def other_get(cache):
    # ok: py.ssrf
    return cache.get(request.args["key"])


def host_of_the_list(request):
    target = request.args["target"]
    if urllib.parse.urlparse(target).hostname not in HOSTS:
        raise ValueError(target)
    # ok: py.ssrf
    return requests.get(target, timeout=5)


import asyncio
import ftplib
import socket
import xmlrpc.client

import pycurl
from pydantic import BaseModel, HttpUrl


class Hook(BaseModel):
    address: HttpUrl


@app.post("/hooks")
async def short_name(hook: Hook):
    async with httpx.AsyncClient() as c:
        # ruleid: py.ssrf
        return (await c.get(str(hook.address))).json()


@app.post("/checked-hooks")
async def checked_hook(hook: Hook):
    if urlparse(str(hook.address)).hostname not in PARTNERS:
        return None
    async with httpx.AsyncClient() as c:
        # ok: py.ssrf
        return (await c.get(str(hook.address))).json()


@app.post("/known-hooks")
async def known_hook(hook: Hook):
    address = hook.address
    if address.host not in PARTNERS:
        return None
    async with httpx.AsyncClient() as c:
        # ok: py.ssrf
        return (await c.get(str(address))).json()


def curl():
    handle = pycurl.Curl()
    # ruleid: py.ssrf
    handle.setopt(pycurl.URL, request.args["address"])
    handle.perform()


def named():
    session = requests.Session()
    # ruleid: py.ssrf
    return session.request("GET", url=request.args["address"]).content


def status():
    # ruleid: py.ssrf
    return requests.head(request.args["address"], timeout=3).status_code


async def raw():
    # ruleid: py.ssrf
    return await asyncio.open_connection(request.args["host"], 80)


def remote():
    # ruleid: py.ssrf
    return xmlrpc.client.ServerProxy("http://" + request.args["host"]).ping()


def files():
    # ruleid: py.ssrf
    return ftplib.FTP(request.args["host"]).nlst()


def plain():
    link = socket.socket()
    # ruleid: py.ssrf
    link.connect((request.args["host"], 80))


def fixed():
    link = socket.socket()
    # ok: py.ssrf
    link.connect(("mail.shop.example", 25))
