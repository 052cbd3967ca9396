import asyncio
import os
import re
import shlex
import subprocess

from flask import request

FORMATS = {"png": "png", "jpg": "jpeg"}


def convert():
    name = request.form["name"]
    # ruleid: py.command-injection
    os.system(f"convert {name} out.png")


def listing():
    # ruleid: py.command-injection
    return subprocess.run("ls " + request.args.get("folder"), shell=True, capture_output=True)


def lookup():
    host = request.get_json()["host"]
    # ruleid: py.command-injection
    return os.popen("dig " + host).read()


async def pinged():
    command = "ping -c 1 %s" % request.args["host"]
    # ruleid: py.command-injection
    return await asyncio.create_subprocess_shell(command)


def list_of_arguments():
    # ok: py.command-injection
    subprocess.run(["convert", "--", request.form["name"], "out.png"], check=True)


def quoted():
    name = request.form["name"]
    # ok: py.command-injection
    os.system(f"convert {shlex.quote(name)} out.png")


def from_a_table():
    kind = FORMATS[request.form["format"]]
    # ok: py.command-injection
    os.system(f"convert in.svg out.{kind}")


def number():
    # ok: py.command-injection
    subprocess.run(f"sleep {int(request.args['seconds'])}", shell=True)


def refused_unless_listed():
    unit = request.args["unit"]
    if unit not in ("nginx", "redis"):
        raise ValueError(unit)
    # ok: py.command-injection
    os.system(f"systemctl status {unit}")


def in_a_shell():
    # ruleid: py.command-injection
    return subprocess.run(["sh", "-c", f"nslookup {request.args['domain']}"], capture_output=True)


def joined_words():
    words = ["tar", "czf", "/tmp/b.tgz"]
    words.append(request.json["folder"])
    # ruleid: py.command-injection
    os.system(" ".join(words))


def checked_first():
    host = request.args.get("host", "")
    if not re.fullmatch(r"[a-z0-9.-]+", host):
        raise ValueError(host)
    # ok: py.command-injection
    return subprocess.check_output("ping -c 1 " + host, shell=True)


def nothing_but_a_name():
    # ok: py.command-injection
    return subprocess.run(["ping", "-c", "1", request.args["host"]], capture_output=True)


def through_a_helper():
    def output(line):
        return subprocess.run(line, shell=True, capture_output=True).stdout

    # ruleid: py.command-injection
    return output("file " + request.args["name"])


def shell_instead_of_this():
    # ruleid: py.command-injection
    os.execl("/bin/sh", "sh", "-c", "file " + request.args["name"])


import pexpect
from flask_socketio import SocketIO

socketio = SocketIO()


def dialogue():
    # ruleid: py.command-injection
    return pexpect.spawn("ssh " + request.args["host"])


def dialogue_in_parts():
    # ok: py.command-injection
    return pexpect.spawn("telnet", ["--", HOSTS[request.args["host"]]])


def with_options():
    options = {"shell": True, "check": True}
    # ruleid: py.command-injection
    subprocess.run("ls " + request.args["folder"], **options)


@socketio.on("job")
def job(message):
    # ruleid: py.command-injection
    os.system("run-job " + message["name"])


@socketio.on("jobs")
def jobs(message):
    # ok: py.command-injection
    subprocess.run(["run-job", "--all"], check=True)


def from_bucket(event, context):
    for record in event["Records"]:
        # ruleid: py.command-injection
        os.system("unzip " + record["s3"]["object"]["key"])


def counted():
    # ruleid: py.command-injection
    return len(subprocess.check_output("du -a " + request.args["folder"], shell=True))
