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
