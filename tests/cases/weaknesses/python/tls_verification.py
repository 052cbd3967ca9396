import asyncio
import smtplib
import socket
import ssl
import urllib.request
from pathlib import Path

import httpx
import requests
from PIL import Image


# unsafe: tls-verification - certificates are not checked
def load_rates() -> dict:
    reply = requests.get("https://rates.example.com/latest", verify=False, timeout=5)
    reply.raise_for_status()
    return reply.json()


# safe: tls-verification - certificates are checked against the company's own authority
def load_quotes() -> dict:
    reply = requests.get(
        "https://quotes.internal.example/latest", verify="/etc/ssl/company/ca.pem", timeout=5
    )
    reply.raise_for_status()
    return reply.json()


# unsafe: tls-verification - the context takes any certificate
def open_feed(host: str = "feed.example.com", port: int = 8443) -> ssl.SSLSocket:
    ctx = ssl.create_default_context()
    ctx.check_hostname = False
    ctx.verify_mode = ssl.CERT_NONE
    raw = socket.create_connection((host, port), timeout=10)
    return ctx.wrap_socket(raw, server_hostname=host)


# safe: tls-verification - the default context checks name and chain
def open_ticker(host: str = "ticker.example.com", port: int = 8443) -> ssl.SSLSocket:
    ctx = ssl.create_default_context()
    ctx.check_hostname = True
    ctx.verify_mode = ssl.CERT_REQUIRED
    raw = socket.create_connection((host, port), timeout=10)
    return ctx.wrap_socket(raw, server_hostname=host)


# unsafe: tls-verification - the client of an asynchronous service checks nothing
class InventoryClient:
    def __init__(self, token: str) -> None:
        options = {"timeout": 10.0, "verify": False}
        self._http = httpx.AsyncClient(base_url="https://inventory.example.com", **options)
        self._headers = {"Authorization": f"Bearer {token}"}

    async def items(self) -> list[dict]:
        reply = await self._http.get("/items", headers=self._headers)
        return reply.json()["items"]


# safe: tls-verification - the client is given a context with the private authority
class WarehouseClient:
    def __init__(self, token: str) -> None:
        options = {"timeout": 10.0, "verify": ssl.create_default_context(cafile="/etc/warehouse/ca.pem")}
        self._http = httpx.AsyncClient(base_url="https://warehouse.example.com", **options)
        self._headers = {"Authorization": f"Bearer {token}"}

    async def items(self) -> list[dict]:
        reply = await self._http.get("/items", headers=self._headers)
        return reply.json()["items"]


# unsafe: tls-verification - TLS 1.0 is still accepted by the server
def terminal_context(cert: Path, key: Path) -> ssl.SSLContext:
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ctx.minimum_version = ssl.TLSVersion.TLSv1
    ctx.load_cert_chain(cert, key)
    return ctx


# safe: tls-verification - nothing below TLS 1.2
def kiosk_context(cert: Path, key: Path) -> ssl.SSLContext:
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ctx.minimum_version = ssl.TLSVersion.TLSv1_2
    ctx.load_cert_chain(cert, key)
    return ctx


# unsafe: tls-verification - the private helper of the ssl module switches checks off
def download_plugin_index(target: Path) -> int:
    context = ssl._create_unverified_context()
    request = urllib.request.Request("https://plugins.example.com/index.json")
    with urllib.request.urlopen(request, context=context, timeout=20) as reply:
        return target.write_bytes(reply.read())


# unsafe: tls-verification - the session is switched over for all later requests
def build_session(token: str) -> requests.Session:
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"
    session.verify = False
    return session


# safe: tls-verification - a server that asks its clients for no certificate
async def serve_metrics(handler, cert: str, key: str) -> asyncio.AbstractServer:
    ctx = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ctx.verify_mode = ssl.CERT_NONE
    ctx.load_cert_chain(cert, key)
    return await asyncio.start_server(handler, "127.0.0.1", 9443, ssl=ctx)


# safe: tls-verification - the flag belongs to the check of an image, not of a connection
def read_scan(path: Path, verify: bool = True) -> Image.Image:
    if verify:
        with Image.open(path) as probe:
            probe.verify()
    return Image.open(path)


def read_archive(folder: Path) -> list[Image.Image]:
    return [read_scan(p, verify=False) for p in sorted(folder.glob("*.png"))]


# safe: tls-verification - STARTTLS with the default context
def send_report(message, user: str, password: str) -> None:
    with smtplib.SMTP("smtp.example.com", 587, timeout=15) as smtp:
        smtp.starttls(context=ssl.create_default_context())
        smtp.login(user, password)
        smtp.send_message(message)
