import importlib
import runpy

from django.utils.module_loading import import_string
from flask import request

EXPORTERS = {"csv": "exporters.csv", "pdf": "exporters.pdf"}


def exporter():
    # ruleid: py.import-from-request
    return importlib.import_module(f"exporters.{request.args['format']}")


def plugin():
    name = request.form["plugin"]
    # ruleid: py.import-from-request
    return __import__(name)


def backend(request):
    # ruleid: py.import-from-request
    return import_string(request.GET["backend"])()


def script():
    # ruleid: py.import-from-request
    runpy.run_path(request.args["script"])


def from_a_table():
    # ok: py.import-from-request
    return importlib.import_module(EXPORTERS[request.args["format"]])


def listed():
    name = request.args["format"]
    if name not in EXPORTERS:
        raise ValueError(name)
    # ok: py.import-from-request
    return importlib.import_module(f"exporters.{name}")


def constant():
    # ok: py.import-from-request
    return importlib.import_module("exporters.csv")
