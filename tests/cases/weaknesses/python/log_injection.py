import json
import logging
import sys
import syslog
from datetime import UTC, datetime
from uuid import UUID

from aiohttp import web
from django.http import JsonResponse
from django.views.decorators.http import require_POST
from fastapi import FastAPI
from flask import Flask, jsonify, request
from starlette.requests import Request
from starlette.responses import JSONResponse

logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
logger = logging.getLogger("shop")
app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
ACTIONS = {"add": "item added", "drop": "item removed"}


# unsafe: log-injection - line breaks of the query string reach the log
@app.get("/search")
def search():
    term = request.args.get("q", "")
    logger.info(f"search for {term}")
    return jsonify(results=[])


# safe: log-injection - line breaks are taken out
@app.get("/find")
def find():
    term = request.args.get("q", "").replace("\r", "").replace("\n", "")
    logger.info(f"search for {term}")
    return jsonify(results=[])


# unsafe: log-injection - lazy arguments are not escaped either
@require_POST
def report_problem(request):
    subject = request.POST.get("subject", "")
    logger.warning("problem reported: %s", subject)
    return JsonResponse({"received": True})


# safe: log-injection - %r writes line breaks as \n
@require_POST
def report_idea(request):
    subject = request.POST.get("subject", "")
    logger.warning("idea reported: %r", subject)
    return JsonResponse({"received": True})


# unsafe: log-injection - decoded path parameter, after a check that only counts
@api.get("/coupons/{code}")
def coupon(code: str):
    if len(code) > 40:
        logger.debug("long coupon code")
    logger.error("unknown coupon " + code)
    return {"valid": False}


# safe: log-injection - the path parameter is a UUID
@api.get("/vouchers/{code}")
def voucher(code: UUID):
    logger.error("unknown voucher " + str(code))
    return {"valid": False}


# unsafe: log-injection - a line of an audit file written by hand
@routes.post("/audit")
async def audit(request: web.Request) -> web.Response:
    event = await request.json()
    stamp = datetime.now(UTC).isoformat()
    with open("/var/log/shop/audit.log", "a", encoding="utf-8") as stream:
        stream.write("{} user={} action={}\n".format(stamp, event.get("user"), event.get("action")))
    return web.json_response({"ok": True})


# safe: log-injection - the line is one JSON document
@routes.post("/trail")
async def trail(request: web.Request) -> web.Response:
    event = await request.json()
    stamp = datetime.now(UTC).isoformat()
    with open("/var/log/shop/trail.log", "a", encoding="utf-8") as stream:
        stream.write(json.dumps([stamp, event.get("user"), event.get("action")]) + "\n")
    return web.json_response({"ok": True})


# unsafe: log-injection - messages collected in a list and written in a loop
async def track(request: Request) -> JSONResponse:
    form = await request.form()
    messages = ["visit"]
    messages += [f"{key}={value}" for key, value in form.items() if key in ("page", "campaign")]
    for message in messages:
        sys.stderr.write("tracking: " + message + "\n")
    return JSONResponse({"seen": len(messages)})


# safe: log-injection - only the list's constant is written
async def count(request: Request) -> JSONResponse:
    form = await request.form()
    messages = ["visit"]
    messages += [f"{key}={value}" for key, value in form.items() if key in ("page", "campaign")]
    sys.stderr.write("tracking: " + messages[0] + "\n")
    return JSONResponse({"seen": len(messages)})


# safe: log-injection - the text comes out of a constant table
@app.post("/basket")
def basket():
    action = ACTIONS.get(request.form.get("action", ""), "unknown action")
    syslog.syslog(syslog.LOG_INFO, f"basket: {action}")
    return jsonify(ok=True)


# safe: log-injection - names that are not plain letters end the request
@app.post("/newsletter")
def newsletter():
    topic = request.get_json().get("topic", "")
    if not isinstance(topic, str) or not topic.isalpha():
        return jsonify(error="topic"), 400
    logger.info("subscribed to %s", topic)
    return jsonify(ok=True)


# safe: log-injection - the field is measured, not logged
@app.post("/feedback")
def feedback():
    comment = request.form.get("comment", "")
    logger.info("feedback of %d characters", len(comment))
    return jsonify(ok=True)
