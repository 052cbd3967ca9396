import asyncio
import ipaddress
import os
import socketserver
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from wsgiref.simple_server import make_server
from xmlrpc.server import SimpleXMLRPCServer

import uvicorn
from fastapi import FastAPI
from flask import Flask, jsonify


# unsafe: bind-all - Flask's development server for the admin pages
def run_admin(queue) -> None:
    admin = Flask("admin")

    @admin.post("/queue/flush")
    def flush():
        queue.clear()
        return jsonify(ok=True)

    admin.run(host="0.0.0.0", port=5001)


# safe: bind-all - the admin pages can be reached on the machine itself only
def run_console(queue) -> None:
    console = Flask("console")

    @console.post("/queue/flush")
    def flush():
        queue.clear()
        return jsonify(ok=True)

    console.run(host="127.0.0.1", port=5001)


# unsafe: bind-all - the development server with reloading
def develop() -> None:
    options = {"host": "0.0.0.0", "port": 8000, "reload": True}
    uvicorn.run("shop.main:app", **options)


# safe: bind-all - the development server with reloading
def develop_locally() -> None:
    options = {"host": "127.0.0.1", "port": 8000, "reload": True}
    uvicorn.run("shop.main:app", **options)


# unsafe: bind-all - the empty string means all interfaces
def preview_docs(folder: str, port: int = 8080) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    with ThreadingHTTPServer(("", port), handler) as httpd:
        print(f"documentation on http://localhost:{port}/")
        httpd.serve_forever()


# safe: bind-all - the preview on localhost
def preview_site(folder: str, port: int = 8080) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    with ThreadingHTTPServer(("localhost", port), handler) as httpd:
        print(f"site on http://localhost:{port}/")
        httpd.serve_forever()


# unsafe: bind-all - the commands of the maintenance interface on IPv6's "any" address
class Maintenance:
    def __init__(self, worker) -> None:
        self.worker = worker

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command = (await reader.readline()).strip()
        if command == b"drain":
            self.worker.drain()
        writer.write(b"ok\n")
        await writer.drain()
        writer.close()

    async def start(self) -> asyncio.Server:
        return await asyncio.start_server(self.handle, host="::", port=9100)


# safe: bind-all - the commands come over a Unix socket
class Control:
    def __init__(self, worker) -> None:
        self.worker = worker

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command = (await reader.readline()).strip()
        if command == b"drain":
            self.worker.drain()
        writer.write(b"ok\n")
        await writer.drain()
        writer.close()

    async def start(self) -> asyncio.Server:
        return await asyncio.start_unix_server(self.handle, path="/run/shop/control.sock")


# unsafe: bind-all - management calls, the address stands in a variable
def serve_management(manager) -> None:
    interface = "0.0.0.0"
    server = SimpleXMLRPCServer((interface, 8001), allow_none=True, logRequests=False)
    server.register_function(manager.restart, "restart")
    server.register_function(manager.status, "status")
    server.serve_forever()


# safe: bind-all - the variable has another value by the time it is used
def serve_supervisor(manager) -> None:
    interface = "0.0.0.0"
    interface = "127.0.0.1"
    server = SimpleXMLRPCServer((interface, 8001), allow_none=True, logRequests=False)
    server.register_function(manager.restart, "restart")
    server.register_function(manager.status, "status")
    server.serve_forever()


# safe: bind-all - from the environment, the loopback address by default
def run_profiler(app: FastAPI) -> None:
    host = os.environ.get("PROFILER_HOST", "127.0.0.1")
    uvicorn.run(app, host=host, port=int(os.environ.get("PROFILER_PORT", "6060")))


# safe: bind-all - the address is looked for in order to refuse it
def start_debug_wsgi(app, host: str) -> None:
    if host in ("", "0.0.0.0", "::") or not ipaddress.ip_address(host).is_loopback:
        raise ValueError("the debug server listens on a loopback address only")
    with make_server(host, 8051, app) as httpd:
        httpd.serve_forever()


# safe: bind-all - a network of firewall rules, nothing is bound
def open_to_the_world(rules: list[dict]) -> list[str]:
    anywhere = {"0.0.0.0/0", "::/0"}
    return [rule["id"] for rule in rules if rule["cidr"] in anywhere]


# safe: bind-all - a server of a test on a free local port
class EchoHandler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(self.rfile.readline())


def start_echo() -> socketserver.TCPServer:
    return socketserver.TCPServer(("127.0.0.1", 0), EchoHandler)
