import json
import re

from bson import ObjectId
from flask import Flask, request
from pymongo import MongoClient

app = Flask(__name__)
db = MongoClient().shop


def login():
    body = request.get_json()
    # ruleid: py.nosql-injection
    user = db.users.find_one({"name": body["name"], "password": body["password"]})
    return {"ok": user is not None}


def search():
    # ruleid: py.nosql-injection
    return list(db.orders.find(request.json))


def parsed_filter():
    wanted = json.loads(request.args["filter"])
    # ruleid: py.nosql-injection
    return list(db.orders.find(wanted))


def remove(request):
    # ruleid: py.nosql-injection
    db.orders.delete_many({"owner": request.data.get("owner")})


@app.post("/count")
async def count(wanted: dict):
    # ruleid: py.nosql-injection
    return await db.orders.count_documents(wanted)


def as_text():
    body = request.get_json()
    # ok: py.nosql-injection
    return db.users.find_one({"name": str(body["name"])})


def from_a_form():
    # ok: py.nosql-injection
    return db.users.find_one({"name": request.form["name"]})


def by_id():
    # ok: py.nosql-injection
    return db.users.find_one({"_id": ObjectId(request.json["id"])})


def checked():
    name = request.json["name"]
    if not isinstance(name, str):
        raise TypeError(name)
    # ok: py.nosql-injection
    return db.users.find_one({"name": name})


def escaped():
    # ok: py.nosql-injection
    return list(db.users.find({"name": {"$regex": "^" + re.escape(request.json["start"])}}))


def equal():
    # ok: py.nosql-injection
    return db.users.find_one({"name": {"$eq": request.json["name"]}})


def validated():
    order = OrderSchema().validate_order(request.get_json())
    # ok: py.nosql-injection
    return db.orders.find_one({"number": order.number})


from fastapi import Body, FastAPI

api = FastAPI()


@api.post("/report")
def report(pipeline: list = Body(...)):
    # ruleid: py.nosql-injection
    return list(db.orders.aggregate(pipeline))


def known():
    body = request.get_json()
    # ruleid: py.nosql-injection
    return bool(db.users.find_one({"name": body["name"]}))


def dictionary():
    body = request.get_json()
    if not isinstance(body, dict):
        raise ValueError(body)
    # ruleid: py.nosql-injection
    return db.users.find_one({"name": body["name"]})


def both_texts():
    body = request.get_json()
    name, mail = body["name"], body["mail"]
    if not isinstance(name, str) or not isinstance(mail, str):
        raise ValueError(body)
    # ok: py.nosql-injection
    return db.users.find_one({"name": name, "mail": mail})
