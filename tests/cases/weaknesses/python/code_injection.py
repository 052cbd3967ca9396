import ast
import base64
import contextlib
import io
import operator
import os
import statistics

from aiohttp import web
from django.http import HttpResponseBadRequest, JsonResponse
from fastapi import Depends, FastAPI, Request
from flask import Flask, abort, jsonify, request
from sqlmodel import Field, Session, SQLModel, create_engine, select

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
engine = create_engine(os.environ["DATABASE_URL"])
SAMPLES = [3.2, 4.8, 5.1, 6.0, 7.7]
ROWS = [{"name": "bolt", "price": 3}, {"name": "nut", "price": 1}, {"name": "washer", "price": 2}]
METRICS = {"mean": statistics.mean, "median": statistics.median, "spread": statistics.pstdev}


class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


# unsafe: code-injection - the query string is evaluated
@app.get("/calc")
def calc():
    expression = request.args.get("expr", "0")
    return jsonify(result=eval(expression))


# safe: code-injection - literals only, of limited length
@app.get("/parse")
def parse_literal():
    expression = request.args.get("expr", "0")
    if len(expression) > 200:
        abort(413)
    try:
        value = ast.literal_eval(expression)
    except (ValueError, SyntaxError):
        abort(400)
    return jsonify(result=repr(value))


# unsafe: code-injection - the request body is compiled and run
@api.post("/snippets/run")
async def run_snippet(request: Request):
    source = (await request.body()).decode()
    program = compile(source, "<snippet>", "exec")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(program, {})
    return {"output": out.getvalue()}


# safe: code-injection - a program of the application's own is run
@api.post("/snippets/demo")
async def run_demo(request: Request):
    source = (await request.body()).decode()
    program = compile("for n in range(3):\n    print(n * n)\n", "<demo>", "exec")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(program, {})
    return {"output": out.getvalue(), "received": len(source)}


# unsafe: code-injection - empty builtins do not contain an expression
def metric(request):
    name = request.GET.get("metric", "mean")
    value = eval(f"stats.{name}(samples)", {"__builtins__": {}}, {"stats": statistics, "samples": SAMPLES})
    return JsonResponse({"value": value})


# safe: code-injection - the function is looked up in a constant table
def summary(request):
    compute = METRICS.get(request.GET.get("metric", "mean"))
    if compute is None:
        return HttpResponseBadRequest("unknown metric", content_type="text/plain")
    return JsonResponse({"value": compute(SAMPLES)})


# unsafe: code-injection - base64 out of a cookie, through a helper
def decode_rule(raw: str) -> str:
    return base64.urlsafe_b64decode(raw.encode("ascii")).decode("utf-8").strip()


@routes.get("/shipping")
async def shipping(request: web.Request) -> web.Response:
    rule = decode_rule(request.cookies.get("rule", "NDI="))
    return web.json_response({"fee": float(eval(rule, {"weight": 12}))})


# safe: code-injection - the helper's answer does not depend on its argument
def default_rule(raw: str) -> str:
    known = len(raw)
    return "weight * 2 + 5" if known >= 0 else "weight * 2"


@routes.get("/freight")
async def freight(request: web.Request) -> web.Response:
    rule = default_rule(request.cookies.get("rule", "NDI="))
    return web.json_response({"fee": float(eval(rule, {"weight": 12}))})


# unsafe: code-injection - evaluated inside the sort key
@app.route("/stock", methods=["POST"])
def stock():
    order = request.get_json()["order"]
    ranked = sorted(ROWS, key=lambda row: eval(order, {}, dict(row)))
    return jsonify(ranked)


# safe: code-injection - the sort key is one of two columns
@app.route("/stock/simple", methods=["POST"])
def stock_simple():
    order = request.get_json()["order"]
    if order not in ("name", "price"):
        abort(400)
    ranked = sorted(ROWS, key=operator.itemgetter(order))
    return jsonify(ranked)


# safe: code-injection - exec is the database session's method here
def get_session():
    with Session(engine) as session:
        yield session


@api.get("/heroes")
def heroes(name: str, session: Session = Depends(get_session)):
    return session.exec(select(Hero).where(Hero.name == name)).all()


# safe: code-injection - overwritten by a constant before use
@app.get("/tax")
def tax():
    formula = request.args.get("formula", "")
    requested = bool(formula)
    formula = "net * 0.19"
    return jsonify(tax=eval(formula, {"net": 250}), requested=requested)
