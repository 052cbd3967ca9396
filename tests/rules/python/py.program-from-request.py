import asyncio
import os
import shlex
import subprocess

from flask import request

TOOLS = {"size": "/usr/bin/du", "count": "/usr/bin/wc"}


def chosen():
    # ruleid: py.program-from-request
    return subprocess.run([request.args["tool"], "--version"], capture_output=True)


def whole_line():
    # ruleid: py.program-from-request
    return subprocess.check_output(shlex.split(request.form["command"]))


def split_line():
    command = request.json["command"]
    # ruleid: py.program-from-request
    return subprocess.Popen(command.split(" "), stdout=subprocess.PIPE)


def replaced():
    # ruleid: py.program-from-request
    os.execvp(request.args["program"], ["program"])


async def asynchronous(request):
    tool = request.query_params["tool"]
    # ruleid: py.program-from-request
    return await asyncio.create_subprocess_exec(tool, "-v")


def from_a_table():
    # ok: py.program-from-request
    return subprocess.run([TOOLS[request.args["tool"]], "--version"], capture_output=True)


def argument():
    # ok: py.program-from-request
    return subprocess.run(["wc", "--", request.args["name"]], capture_output=True)


def listed():
    tool = request.args["tool"]
    if tool not in ("du", "wc"):
        raise ValueError(tool)
    # ok: py.program-from-request
    return subprocess.run([tool, "--version"], capture_output=True)


def prepared():
    command = ["wc", "-l", request.args["name"]]
    # ok: py.program-from-request
    return subprocess.run(command, capture_output=True)


async def asynchronous_argument(request):
    # ok: py.program-from-request
    return await asyncio.create_subprocess_exec("wc", "-l", request.query_params["name"])
