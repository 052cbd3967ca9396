import os
import socket
from http.server import HTTPServer, SimpleHTTPRequestHandler

import uvicorn
from flask import Flask

app = Flask(__name__)
HOST = "0.0.0.0"


def start():
    # ruleid: py.listens-everywhere
    app.run(host="0.0.0.0", port=8000)


def start_again():
    # ruleid: py.listens-everywhere
    uvicorn.run(app, host=HOST)


def listen():
    sock = socket.socket()
    # ruleid: py.listens-everywhere
    sock.bind(("0.0.0.0", 9000))
    return sock


def listen_again():
    sock = socket.socket()
    # ruleid: py.listens-everywhere
    sock.bind(("", 9000))
    return sock


def files():
    # ruleid: py.listens-everywhere
    return HTTPServer(("", 8000), SimpleHTTPRequestHandler)


def near():
    # ok: py.listens-everywhere
    app.run(host="127.0.0.1", port=8000)


def near_again():
    sock = socket.socket()
    # ok: py.listens-everywhere
    sock.bind(("localhost", 9000))
    return sock


def configured():
    # ok: py.listens-everywhere
    uvicorn.run(app, host=os.environ["HOST"])


def default():
    # ok: py.listens-everywhere
    app.run(port=8000)


def from_settings():
    # ruleid: py.listens-everywhere
    settings = {"host": "0.0.0.0", "port": 9000}
    uvicorn.run("shop:app", **settings)


def from_local_settings():
    # ok: py.listens-everywhere
    settings = {"host": "127.0.0.1", "port": 9000}
    uvicorn.run("shop:app", **settings)


def of_another_machine():
    # ok: py.listens-everywhere
    return {"host": "0.0.0.0", "allowed": False}


def by_address():
    address = ("0.0.0.0", 9000)
    listener = socket.socket()
    # ruleid: py.listens-everywhere
    listener.bind(address)


async def loop_server(loop, factory):
    # ruleid: py.listens-everywhere
    return await loop.create_server(factory, "0.0.0.0", 9000)


def calls(server):
    # ruleid: py.listens-everywhere
    server.add_insecure_port("[::]:50051")


def local_calls(server):
    # ok: py.listens-everywhere
    server.add_insecure_port("127.0.0.1:50051")


def local_address():
    address = ("127.0.0.1", 9000)
    listener = socket.socket()
    # ok: py.listens-everywhere
    listener.bind(address)
