import asyncio
import os
import shlex
import subprocess
from enum import Enum

from aiohttp import web
from django.http import JsonResponse
from django.views import View
from fastapi import Depends, FastAPI
from flask import Flask, abort, jsonify, request
from starlette.requests import Request
from starlette.responses import JSONResponse

from ops.auth import operator_only

app = Flask(__name__)
api = FastAPI(dependencies=[Depends(operator_only)])
routes = web.RouteTableDef()
ACCESS_LOG = "/var/log/shop/access.log"


# unsafe: command-injection - shell=True with a formatted string
@app.get("/whois")
def whois():
    domain = request.args["domain"]
    done = subprocess.run(f"whois {domain}", shell=True, capture_output=True, text=True, timeout=20)
    return jsonify(output=done.stdout)


# safe: command-injection - argument list, no shell, end of options marked
@app.get("/hosts")
def hosts():
    domain = request.args["domain"]
    done = subprocess.run(["whois", "--", domain], capture_output=True, text=True, timeout=20)
    return jsonify(output=done.stdout)


# unsafe: command-injection - path parameter pasted into os.system
@api.post("/workers/{unit}/restart")
def restart_worker(unit: str):
    status = os.system("systemctl restart worker@" + unit + ".service")
    return {"ok": status == 0}


# safe: command-injection - the path parameter can only be a member of the enum
class Queue(str, Enum):
    MAIL = "mail"
    THUMBS = "thumbs"


@api.post("/queues/{queue}/restart")
def restart_queue(queue: Queue):
    status = os.system("systemctl restart queue@" + queue.value + ".service")
    return {"ok": status == 0}


# unsafe: command-injection - only the semicolon is taken out
@routes.get("/log/count")
async def count_lines(request: web.Request) -> web.Response:
    word = request.query.get("word", "").replace(";", "")
    proc = await asyncio.create_subprocess_shell(
        f"grep -cF -e {word} {ACCESS_LOG}", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await proc.communicate()
    return web.json_response({"count": out.decode().strip()})


# safe: command-injection - quoted by shlex
@routes.get("/log/hits")
async def count_hits(request: web.Request) -> web.Response:
    word = shlex.quote(request.query.get("word", ""))
    proc = await asyncio.create_subprocess_shell(
        f"grep -cF -e {word} {ACCESS_LOG}", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await proc.communicate()
    return web.json_response({"count": out.decode().strip()})


# unsafe: command-injection - a list, but the shell is its first word
class BranchSize(View):
    def post(self, request):
        prefix = request.POST.get("prefix", "")
        script = "cd /srv/repo && git branch --list | grep -cF -e '{}'".format(prefix)
        done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True)
        return JsonResponse({"branches": done.stdout.strip()})


# safe: command-injection - the script is constant, the value is a positional parameter
class TagSize(View):
    def post(self, request):
        prefix = request.POST.get("prefix", "")
        script = 'cd /srv/repo && git tag --list | grep -cF -e "$1"'
        done = subprocess.run(["/bin/sh", "-c", script, "sh", prefix], capture_output=True, text=True)
        return JsonResponse({"tags": done.stdout.strip()})


# unsafe: command-injection - the client's entry is taken from the dict
async def disk_usage(request: Request) -> JSONResponse:
    payload = await request.json()
    options = {"unit": "--block-size=1M", "volume": payload["volume"]}
    usage = subprocess.getoutput("df --output=avail " + options["volume"])
    return JSONResponse({"usage": usage.splitlines()[-1]})


# safe: command-injection - the constant entry is taken from the dict
async def root_usage(request: Request) -> JSONResponse:
    payload = await request.json()
    options = {"unit": "--block-size=1M", "volume": payload["volume"]}
    usage = subprocess.getoutput("df --output=avail / " + options["unit"])
    return JSONResponse({"usage": usage.splitlines()[-1], "asked": options["volume"]})


# unsafe: command-injection - the letter is known, and its arm takes the form's value
@app.post("/statements")
def build_statement():
    letter = "ABC"[0]
    match letter:
        case "A":
            period = request.form["period"]
        case "B":
            period = "daily"
        case _:
            period = "weekly"
    code = subprocess.call("/opt/reports/statement --period " + period, shell=True)
    if code != 0:
        abort(500)
    return jsonify(period=period)


# safe: command-injection - the letter is known, so the constant arm runs
@app.post("/reports")
def build_report():
    letter = "ABC"[1]
    match letter:
        case "A":
            period = request.form["period"]
        case "B":
            period = "daily"
        case _:
            period = request.headers.get("X-Period", "")
    code = subprocess.call("/opt/reports/build --period " + period, shell=True)
    if code != 0:
        abort(500)
    return jsonify(period=period)


# safe: command-injection - converted to int before it enters the shell line
@app.get("/log/tail")
def tail_log():
    try:
        count = int(request.args.get("n", "20"))
    except ValueError:
        abort(400)
    with os.popen(f"tail -n {min(max(count, 1), 500)} {ACCESS_LOG}") as pipe:
        return jsonify(lines=pipe.read().splitlines())
