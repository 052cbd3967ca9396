import os
import sys

from flask import Flask, request

app = Flask(__name__)
LANGUAGES = {"de": "de_DE", "en": "en_GB"}


def language():
    # ruleid: py.setting-from-request
    os.environ["LANG"] = request.args["lang"]


def any_variable():
    # ruleid: py.setting-from-request
    os.environ.update(request.get_json())


def import_path():
    # ruleid: py.setting-from-request
    sys.path.insert(0, request.form["plugins"])


def configuration():
    # ruleid: py.setting-from-request
    app.config.update(request.json)


def from_a_table():
    # ok: py.setting-from-request
    os.environ["LANG"] = LANGUAGES[request.args["lang"]]


def constant():
    # ok: py.setting-from-request
    os.environ["LANG"] = "C"


def own(options):
    # ok: py.setting-from-request
    app.config.update(options)


def number():
    # ok: py.setting-from-request
    os.environ["WORKERS"] = str(int(request.args["n"]))
