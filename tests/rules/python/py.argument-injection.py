import asyncio
import os
import subprocess

from flask import request

FOLDER = "/srv/repositories"


def clone():
    # ruleid: py.argument-injection
    subprocess.run(["git", "clone", request.form["address"], FOLDER], check=True)


def fetch():
    address = request.args.get("address")
    # ruleid: py.argument-injection
    return subprocess.check_output(["curl", "-s", "-L", "--fail", "https://a.example", address])


async def pack(request):
    # ruleid: py.argument-injection
    return await asyncio.create_subprocess_exec("tar", "-cf", "out.tar", request.query_params["name"])


def ended():
    # ok: py.argument-injection
    subprocess.run(["git", "clone", "--", request.form["address"], FOLDER], check=True)


def value_of_an_option():
    # ok: py.argument-injection
    subprocess.run(["git", "commit", "-m", request.form["message"]], check=True)


def below_a_folder():
    # ok: py.argument-injection
    subprocess.run(["tar", "-cf", "out.tar", os.path.join(FOLDER, request.args["name"])], check=True)


def joined():
    # ok: py.argument-injection
    subprocess.run(["curl", "-s", f"https://api.example/{request.args['name']}"], check=True)


def refused():
    name = request.args["name"]
    if name.startswith("-"):
        raise ValueError(name)
    # ok: py.argument-injection
    subprocess.run(["git", "show", name], check=True)


def other_program():
    # ok: py.argument-injection
    subprocess.run(["echo", request.args["text"]], check=True)
