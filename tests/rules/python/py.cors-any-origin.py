from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask
from flask_cors import CORS, cross_origin

app = FastAPI()
# ruleid: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
# ruleid: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_methods=["GET"], allow_credentials=True)
# ok: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_credentials=True)
# ok: py.cors-any-origin
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False)

shop = Flask(__name__)
# ruleid: py.cors-any-origin
CORS(shop, supports_credentials=True)
# ruleid: py.cors-any-origin
CORS(shop, origins="*", supports_credentials=True)
# ok: py.cors-any-origin
CORS(shop, origins=["https://shop.example"], supports_credentials=True)
# ok: py.cors-any-origin
CORS(shop)


# ok: py.cors-any-origin
@cross_origin(origins="*")
def prices():
    return "[]"
