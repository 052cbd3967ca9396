import json
import re
from http.server import BaseHTTPRequestHandler

import re2
from aiohttp import web
from django.http import HttpResponseBadRequest, JsonResponse
from fastapi import FastAPI, HTTPException
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
WORDS = ["alpha", "beta", "gamma", "delta"]
MANUAL = "Press the green button. Wait for the lamp. Open the lid.\n" * 400
KINDS = {"zip": r"[0-9]{5}", "plate": r"[A-Z]{1,3}-[A-Z]{1,2} [0-9]{1,4}"}


# unsafe: regex-dos - a repetition inside a repetition
@app.post("/subscribe")
def subscribe():
    address = request.form.get("email", "")
    if not re.match(r"^([a-zA-Z0-9_.-]+)+@[a-zA-Z0-9-]+\.[a-z]{2,}$", address):
        abort(400)
    return jsonify(subscribed=True)


# safe: regex-dos - the same check without the outer repetition
@app.post("/unsubscribe")
def unsubscribe():
    address = request.form.get("email", "")
    if not re.match(r"^[a-zA-Z0-9_.-]+@[a-zA-Z0-9-]+\.[a-z]{2,}$", address):
        abort(400)
    return jsonify(subscribed=False)


# unsafe: regex-dos - the client brings the pattern
@api.get("/manual/grep")
def grep_manual(pattern: str):
    try:
        hits = re.findall(pattern, MANUAL)
    except re.error:
        raise HTTPException(status_code=400) from None
    return {"hits": len(hits)}


# safe: regex-dos - the client's text is escaped
@api.get("/manual/count")
def count_in_manual(pattern: str):
    hits = re.findall(r"\b" + re.escape(pattern) + r"\b", MANUAL)
    return {"hits": len(hits)}


# unsafe: regex-dos - the space is optional, so words can be cut anywhere
def rename(request):
    title = request.POST.get("title", "")
    if re.match(r"^(\w+\s?)*$", title) is None:
        return HttpResponseBadRequest("title", content_type="text/plain")
    return JsonResponse({"title": title})


# safe: regex-dos - words must be separated, there is one way to match
def retitle(request):
    title = request.POST.get("title", "")
    if re.match(r"^\w+(?:\s\w+)*$", title) is None:
        return HttpResponseBadRequest("title", content_type="text/plain")
    return JsonResponse({"title": title})


# unsafe: regex-dos - compiling shows that a pattern is well-formed, not that it is fast
@routes.post("/filter")
async def filter_texts(request: web.Request) -> web.Response:
    body = await request.json()
    pattern, texts = body["pattern"], body["texts"]
    try:
        rule = re.compile(pattern, re.IGNORECASE)
    except re.error:
        raise web.HTTPBadRequest() from None
    return web.json_response([text for text in texts if rule.search(text)])


# safe: regex-dos - the pattern comes out of a constant table
@routes.post("/validate")
async def validate_texts(request: web.Request) -> web.Response:
    body = await request.json()
    pattern, texts = KINDS.get(body["kind"]), body["texts"]
    if pattern is None:
        raise web.HTTPBadRequest()
    rule = re.compile(pattern, re.IGNORECASE)
    return web.json_response([text for text in texts if rule.fullmatch(text)])


# unsafe: regex-dos - two letters match as a pair or one by one
class VersionHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        client = self.headers.get("X-Client", "")
        known = re.compile("^(?:[a-z]{2}|[a-z0-9])+/[0-9]+$").match(client) is not None
        body = json.dumps({"known": known}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


# safe: regex-dos - a possessive repetition gives nothing back
class ReleaseHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        client = self.headers.get("X-Client", "")
        known = re.compile("^(?:[a-z]{2}|[a-z0-9])++/[0-9]+$").match(client) is not None
        body = json.dumps({"known": known}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


# safe: regex-dos - the client's pattern runs in an engine of linear time
@app.get("/manual/lines")
def manual_lines():
    try:
        rule = re2.compile(request.args.get("pattern", ""))
    except re2.error:
        abort(400)
    return jsonify(found=rule.search(MANUAL) is not None)


# safe: regex-dos - a nested repetition, but over constant words
@app.get("/words")
def words():
    wanted = request.args.get("starts", "")
    plain = [word for word in WORDS if re.match(r"^([a-z]+)+$", word)]
    return jsonify([word for word in plain if word.startswith(wanted)])
