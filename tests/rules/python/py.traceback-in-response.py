import logging
import traceback

from flask import Flask, abort, jsonify

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/orders")
def order():
    try:
        return {"id": save()}
    except ValueError:
        # ruleid: py.traceback-in-response
        return {"error": traceback.format_exc()}, 500


@app.errorhandler(500)
def failed(error):
    # ruleid: py.traceback-in-response
    return jsonify(trace=traceback.format_exc()), 500


@app.errorhandler(400)
def refused(error):
    trace = traceback.format_exc()
    # ruleid: py.traceback-in-response
    return jsonify(error=trace)


@app.errorhandler(409)
def conflict(error):
    # ruleid: py.traceback-in-response
    abort(409, traceback.format_exc())


@app.errorhandler(404)
def missing(error):
    # ok: py.traceback-in-response
    return {"error": "nothing here"}, 404


@app.errorhandler(502)
def gateway(error):
    # ok: py.traceback-in-response
    log.error(traceback.format_exc())
    # ok: py.traceback-in-response
    return {"error": "try again"}, 502


def report():
    # ok: py.traceback-in-response
    return traceback.format_exc()
