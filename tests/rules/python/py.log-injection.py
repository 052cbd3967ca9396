import json
import logging
import sys

from flask import Flask, current_app, request

app = Flask(__name__)
log = logging.getLogger(__name__)


def failed():
    # ruleid: py.log-injection
    log.warning("login of %s failed", request.form["name"])


def formatted():
    name = request.args.get("name")
    # ruleid: py.log-injection
    logging.info(f"looking for {name}")


def added():
    # ruleid: py.log-injection
    current_app.logger.error("no such order: " + request.json["number"])


@app.get("/orders/<number>")
def routed(number):
    # ruleid: py.log-injection
    app.logger.info("order {}".format(number))
    return "ok"


def represented():
    # ok: py.log-injection
    log.warning("login of %r failed", request.form["name"])


def represented_in_place():
    # ok: py.log-injection
    log.info(f"looking for {request.args['name']!r}")


def one_line():
    name = request.args["name"].replace("\r", "").replace("\n", "")
    # ok: py.log-injection
    log.info("looking for %s", name)


def as_json():
    # ok: py.log-injection
    log.info("body: %s", json.dumps(request.get_json()))


def number_of_items():
    # ok: py.log-injection
    log.info("%d items", len(request.get_json()))


def agent():
    # ok: py.log-injection
    log.info("agent %s", request.headers.get("User-Agent"))


def constant():
    # ok: py.log-injection
    log.info("%s items imported", 3)


def refused():
    name = request.args["name"]
    if "\n" in name or "\r" in name:
        raise ValueError(name)
    # ok: py.log-injection
    log.info("looking for %s", name)


def something_else_looked_for():
    name = request.args["name"]
    if "admin" in name:
        # ruleid: py.log-injection
        log.info("looking for %s", name)


def to_the_error_output():
    # ruleid: py.log-injection
    sys.stderr.write("search for " + request.args["q"] + "\n")
    # ruleid: py.log-injection
    print("coupon", request.form["coupon"], file=sys.stderr)
    # ok: py.log-injection
    print("coupon", repr(request.form["coupon"]), file=sys.stderr)
    # ok: py.log-injection
    sys.stdout.write(request.args["q"])


import structlog
from loguru import logger as out

events = structlog.get_logger()


def other_tool():
    # ruleid: py.log-injection
    out.warning(f"search for {request.args['words']}")


def structured():
    # ruleid: py.log-injection
    events.info("search for " + request.args["words"])


def structured_safely():
    # ok: py.log-injection
    events.info("search for %r" % request.args["words"])


def other_tool_safely():
    # ok: py.log-injection
    out.warning("search number {}", int(request.args["number"]))


def placed(session):
    order = Order(number=next_number(session), note=request.json["note"])
    # ok: py.log-injection
    log.info("order %s was placed", order.number)
    known = find_order(session, request.args["number"])
    # ok: py.log-injection
    log.info("order %s was looked at", known.number)
    path = Path(request.args["name"])
    # ruleid: py.log-injection
    log.info("%s was looked at", path)


import loguru
from twisted.python import log as reactor_log


def by_adapter():
    adapter = logging.LoggerAdapter(log, {"part": "login"})
    # ruleid: py.log-injection
    adapter.info("login of " + request.form["name"])
    # ok: py.log-injection
    adapter.info("login of %r", request.form["name"])


def bound():
    # ruleid: py.log-injection
    loguru.logger.bind(part="login").info("login of " + request.form["name"])
    # ruleid: py.log-injection
    log.getChild("login").info("login of %s", request.form["name"])
    # ok: py.log-injection
    log.getChild("login").info("page %d", int(request.form["page"]))


def fatal():
    # ruleid: py.log-injection
    log.fatal("cannot go on with " + request.form["name"])


def by_twisted():
    # ruleid: py.log-injection
    reactor_log.msg("login of " + request.form["name"])


def own_file():
    with open("/var/log/audit.log", "a") as audit:
        # ruleid: py.log-injection
        audit.write("login of " + request.form["name"] + "\n")
        # ok: py.log-injection
        audit.write(f"login of {request.form['name']!r}\n")
        # ok: py.log-injection
        audit.write(json.dumps(request.form) + "\n")


def other_file():
    with open("/var/lib/notes.txt", "a") as notes:
        # ok: py.log-injection
        notes.write(request.form["note"])


import cherrypy


class Service:
    def __init__(self):
        self.audit = logging.getLogger("audit")
        self.notes = []

    def go(self):
        # ruleid: py.log-injection
        self.audit.info("login of " + request.form["name"])
        # ok: py.log-injection
        self.notes.append("login of " + request.form["name"])


def by_cherrypy():
    # ruleid: py.log-injection
    cherrypy.log("login of " + request.form["name"])
    # ok: py.log-injection
    cherrypy.log("login of %r" % request.form["name"])


def one_line(text):
    return text.replace("\r", "").replace("\n", "")


def upper(text):
    return text.replace("a", "A")


def by_own_function():
    # ok: py.log-injection
    log.info("login of %s", one_line(request.form["name"]))
    # ruleid: py.log-injection
    log.info("login of %s", upper(request.form["name"]))
