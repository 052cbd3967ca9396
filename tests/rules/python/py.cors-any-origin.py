from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask
from flask_cors import CORS, cross_origin
from starlette.middleware import Middleware

app = FastAPI()
# ruleid: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
# ruleid: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_credentials=True, allow_methods=["*"], allow_origins=["*"])
# ruleid: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_methods=["GET"], allow_credentials=True)
# ruleid: py.cors-any-origin
layers = [Middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)]
# ok: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_credentials=True)
# ok: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_origin_regex="https://.*\\.shop\\.example", allow_credentials=True)
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False)
# ok: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)

shop = Flask(__name__)
# ruleid: py.cors-any-origin
CORS(shop, supports_credentials=True)
# ruleid: py.cors-any-origin
CORS(shop, origins="*", supports_credentials=True)
# ruleid: py.cors-any-origin
CORS(shop, resources={"/api/*": {"origins": "*"}}, supports_credentials=True)
# ok: py.cors-any-origin
CORS(shop, origins=["https://shop.example"], supports_credentials=True)
CORS(shop)
# ok: py.cors-any-origin
CORS(shop, origins=TRUSTED, supports_credentials=True)


# ok: py.cors-any-origin
@cross_origin(origins="https://shop.example")
def prices():
    return "[]"
