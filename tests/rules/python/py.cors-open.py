from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask, make_response
from flask_cors import CORS

app = FastAPI()
shop = Flask(__name__)
# ruleid: py.cors-open
app.add_middleware(CORSMiddleware, allow_origins=["*"])
# ruleid: py.cors-open
CORS(shop)
# ruleid: py.cors-open
CORS(shop, resources={"/api/*": {"origins": "*"}})
# ruleid: py.cors-open
CORS_ALLOW_ALL_ORIGINS = True
# ok: py.cors-open
CORS_ALLOW_ALL_ORIGINS = False
# ok: py.cors-open
CORS(shop, origins=["https://shop.example"])
# ok: py.cors-open
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"])
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)


def prices():
    answer = make_response("[]")
    # ruleid: py.cors-open
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


import falcon


class Everybody:
    def set_default_headers(self):
        # ruleid: py.cors-open
        self.set_header("Access-Control-Allow-Origin", "*")


# ruleid: py.cors-open
service = falcon.App(cors_enable=True)


class Partner:
    def set_default_headers(self):
        # ok: py.cors-open
        self.set_header("Access-Control-Allow-Origin", "https://shop.example")


# ok: py.cors-open
quiet = falcon.App()
