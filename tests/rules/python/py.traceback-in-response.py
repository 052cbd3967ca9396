import logging
import traceback

from flask import Flask, jsonify

log = logging.getLogger(__name__)
app = Flask(__name__)


@app.get("/text")
def text():
    try:
        return work()
    except ValueError:
        # ruleid: py.traceback-in-response
        return traceback.format_exc(), 500


def as_json():
    try:
        return work()
    except ValueError:
        # ruleid: py.traceback-in-response
        return jsonify({"error": "failed", "trace": traceback.format_exc()})


@app.get("/page")
def page():
    try:
        return work()
    except ValueError:
        # ruleid: py.traceback-in-response
        return f"<pre>{traceback.format_exc()}</pre>"


@app.get("/logged")
def logged():
    try:
        return work()
    except ValueError:
        # ok: py.traceback-in-response
        log.error("failed: %s", traceback.format_exc())
        # ok: py.traceback-in-response
        return jsonify({"error": "failed"}), 500


def stored(job):
    try:
        work()
    except ValueError:
        # ok: py.traceback-in-response
        job.trace = traceback.format_exc()
    return job.number


def run_job(job):
    try:
        return job(), None
    except ValueError:
        # ok: py.traceback-in-response
        return None, traceback.format_exc()
