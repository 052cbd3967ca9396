import json
import os
from typing import Any

from aiohttp import web
from bson import ObjectId
from bson.errors import InvalidId
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from fastapi import Body, FastAPI, HTTPException
from flask import Flask, abort, jsonify, request, session
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel
from pymongo import MongoClient

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
api = FastAPI()
routes = web.RouteTableDef()
db = MongoClient(os.environ["MONGO_URL"])["shop"]
adb = AsyncIOMotorClient(os.environ["MONGO_URL"])["shop"]


# unsafe: nosql-injection - JSON values may be operator objects such as {"$ne": null}
@app.post("/sessions")
def start_session():
    body = request.get_json()
    account = db.accounts.find_one({"email": body["email"], "login_code": body["code"]})
    if account is None:
        abort(401)
    session.clear()
    session["account"] = str(account["_id"])
    return "", 204


# safe: nosql-injection - both values become strings
@app.post("/sessions/device")
def start_device_session():
    body = request.get_json()
    account = db.accounts.find_one({"email": str(body["email"]), "device_code": str(body["code"])})
    if account is None:
        abort(401)
    session.clear()
    session["account"] = str(account["_id"])
    return "", 204


# unsafe: nosql-injection - JavaScript of $where put together by hand
@app.get("/parcels")
def parcels():
    zip_code = request.args.get("zip", "")
    script = "this.delivered == false && this.zip == '" + zip_code + "'"
    cursor = db.parcels.find({"$where": script}, {"_id": 0, "number": 1})
    return jsonify([doc["number"] for doc in cursor])


# safe: nosql-injection - a query string value is always a string and stands as a plain value
@app.get("/depots")
def depots():
    zip_code = request.args.get("zip", "")
    cursor = db.depots.find({"open": True, "zip": zip_code}, {"_id": 0, "name": 1})
    return jsonify([doc["name"] for doc in cursor])


# unsafe: nosql-injection - the whole filter is decoded from the query string
def bikes(request):
    criteria = json.loads(request.GET.get("filter", "{}"))
    found = db.bikes.find({"listed": True, **criteria}).limit(50)
    return JsonResponse({"bikes": [{"model": b["model"], "price": b["price"]} for b in found]})


# safe: nosql-injection - fixed keys, values from the query string stay strings
def helmets(request):
    criteria = {key: request.GET[key] for key in ("brand", "color") if key in request.GET}
    found = db.helmets.find({"listed": True, **criteria}).limit(50)
    return JsonResponse({"helmets": [{"model": h["model"], "price": h["price"]} for h in found]})


# unsafe: nosql-injection - the helper hands the decoded value through
def pick(payload: dict[str, Any], name: str) -> Any:
    value = payload.get(name)
    return value if value is not None else ""


@routes.post("/coupons/redeem")
async def redeem_coupon(request: web.Request) -> web.Response:
    payload = await request.json()
    coupon = await adb.coupons.find_one_and_update(
        {"code": pick(payload, "code"), "used": False}, {"$set": {"used": True}}
    )
    if coupon is None:
        raise web.HTTPNotFound()
    return web.json_response({"discount": coupon["discount"]})


# safe: nosql-injection - the helper refuses whatever is not a string
def pick_text(payload: dict[str, Any], name: str) -> str:
    value = payload.get(name)
    if not isinstance(value, str):
        raise web.HTTPBadRequest(text=name)
    return value


@routes.post("/vouchers/redeem")
async def redeem_voucher(request: web.Request) -> web.Response:
    payload = await request.json()
    voucher = await adb.vouchers.find_one_and_update(
        {"code": pick_text(payload, "code"), "used": False}, {"$set": {"used": True}}
    )
    if voucher is None:
        raise web.HTTPNotFound()
    return web.json_response({"discount": voucher["discount"]})


# unsafe: nosql-injection - an untyped body value stands for the share key
@api.post("/drafts/open")
def open_draft(payload: dict = Body(...)):
    key = payload.get("key", "")
    draft = db.drafts.find_one({"shared": True, "share_key": key})
    if draft is None:
        raise HTTPException(status_code=404)
    return {"title": draft["title"], "text": draft["text"]}


# safe: nosql-injection - the model's field is a string
class OpenNote(BaseModel):
    key: str


@api.post("/notes/open")
def open_note(payload: OpenNote):
    note = db.notes.find_one({"shared": True, "share_key": payload.key})
    if note is None:
        raise HTTPException(status_code=404)
    return {"title": note["title"], "text": note["text"]}


# safe: nosql-injection - $eq compares with the value literally
@app.post("/stations/search")
def search_stations():
    body = request.get_json()
    found = db.stations.find({"public": True, "city": {"$eq": body["city"]}}, {"_id": 0, "name": 1})
    return jsonify([station["name"] for station in found])


# safe: nosql-injection - converted to an ObjectId
@login_required
def receipt(request):
    try:
        key = ObjectId(json.loads(request.body)["receipt"])
    except (InvalidId, TypeError, KeyError, ValueError):
        return JsonResponse({"error": "receipt"}, status=400)
    doc = db.receipts.find_one({"_id": key, "owner": request.user.pk})
    return JsonResponse({"total": doc["total"] if doc else None})
