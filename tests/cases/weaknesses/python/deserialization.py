import base64
import hashlib
import hmac
import io
import json
import logging
import os
import pickle
from uuid import UUID

import joblib
import jsonpickle
import numpy as np
import yaml
from aiohttp import web
from django.core import signing
from django.http import HttpResponseBadRequest, JsonResponse
from fastapi import FastAPI, Request
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
logger = logging.getLogger(__name__)
STATE_KEY = os.environ["STATE_KEY"].encode()


# unsafe: deserialization - a pickle out of a cookie
@app.get("/cart")
def cart():
    raw = base64.urlsafe_b64decode(request.cookies.get("cart", ""))
    items = pickle.loads(raw)
    return jsonify(count=len(items))


# safe: deserialization - the cookie holds JSON
@app.get("/wishlist")
def wishlist():
    raw = base64.urlsafe_b64decode(request.cookies.get("wishlist", ""))
    items = json.loads(raw)
    return jsonify(count=len(items))


# unsafe: deserialization - yaml.Loader builds arbitrary Python objects
@api.post("/pipelines")
async def create_pipeline(request: Request):
    body = await request.body()
    document = yaml.load(body, Loader=yaml.Loader)
    return {"steps": len(document["steps"])}


# safe: deserialization - the loader for plain data
@api.post("/workflows")
async def create_workflow(request: Request):
    body = await request.body()
    document = yaml.load(body, Loader=yaml.SafeLoader)
    return {"steps": len(document["steps"])}


# unsafe: deserialization - jsonpickle builds the classes named in the text
def restore(request):
    form = {"draft": request.POST.get("draft", "null"), "version": "2"}
    draft = jsonpickle.decode(form["draft"])
    return JsonResponse({"title": str(draft)})


# safe: deserialization - signed by the application and JSON inside
def restore_signed(request):
    form = {"draft": request.POST.get("draft", ""), "version": "2"}
    try:
        draft = signing.loads(form["draft"], max_age=3600)
    except signing.BadSignature:
        return HttpResponseBadRequest("draft", content_type="text/plain")
    return JsonResponse({"title": str(draft)})


# unsafe: deserialization - object arrays are pickles
@routes.post("/vectors")
async def vectors(request: web.Request) -> web.Response:
    stream = io.BytesIO(await request.read())
    matrix = np.load(stream, allow_pickle=True)
    return web.json_response({"shape": list(matrix.shape)})


# safe: deserialization - arrays of numbers only
@routes.post("/matrices")
async def matrices(request: web.Request) -> web.Response:
    stream = io.BytesIO(await request.read())
    matrix = np.load(stream, allow_pickle=False)
    return web.json_response({"shape": list(matrix.shape)})


# unsafe: deserialization - the signature is compared, but nothing follows from it
@app.post("/state")
def resume_state():
    payload = base64.b64decode(request.form["state"])
    expected = hmac.new(STATE_KEY, payload, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.form["mac"]):
        logger.warning("state with wrong signature")
    state = pickle.loads(payload)
    return jsonify(step=state["step"])


# safe: deserialization - only what the application has signed is unpickled
@app.post("/progress")
def resume_progress():
    payload = base64.b64decode(request.form["state"])
    expected = hmac.new(STATE_KEY, payload, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.form["mac"]):
        abort(403)
    state = pickle.loads(payload)
    return jsonify(step=state["step"])


# unsafe: deserialization - an uploaded model file is a pickle
@app.post("/models")
def check_model():
    upload = request.files["model"]
    with io.BytesIO(upload.read()) as stream:
        model = joblib.load(stream)
    return jsonify(kind=type(model).__name__)


# safe: deserialization - the application's own file, the client only sends numbers
@app.post("/predict")
def predict():
    rows = [[float(v) for v in row] for row in request.get_json()["rows"]]
    with open("/srv/app/model.joblib", "rb") as stream:
        model = joblib.load(stream)
    return jsonify(prediction=[float(p) for p in model.predict(rows)])


# safe: deserialization - an unpickler that finds no class at all
class PlainUnpickler(pickle.Unpickler):
    def find_class(self, module_name, global_name):
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is not plain data")


@api.post("/counters")
async def counters(request: Request):
    numbers = PlainUnpickler(io.BytesIO(await request.body())).load()
    return {"total": sum(int(n) for n in numbers)}


# safe: deserialization - the client's id is checked, the pickle is the server's own
def cached_report(request):
    try:
        key = UUID(request.GET.get("id", ""))
    except ValueError:
        return HttpResponseBadRequest("id", content_type="text/plain")
    with open("/srv/app/cache/index.pickle", "rb") as stream:
        index = pickle.load(stream)
    return JsonResponse({"cached": str(key) in index})
