import csv
import io
import os
import shutil
from pathlib import Path
from uuid import uuid4

from flask import Flask, abort, request, send_file, send_from_directory
from werkzeug.utils import secure_filename

app = Flask(__name__)
FOLDER = Path("reports").resolve()
FILES = {"terms": "terms.pdf", "privacy": "privacy.pdf"}


def download():
    # ruleid: py.path-traversal
    return send_file("reports/" + request.args["name"])


def read():
    name = request.args.get("name")
    # ruleid: py.path-traversal
    with open(os.path.join(FOLDER, name)) as stream:
        return stream.read()


@app.get("/notes/<path:name>")
def note(name):
    # ruleid: py.path-traversal
    return (FOLDER / name).read_text()


def store():
    upload = request.files["photo"]
    # ruleid: py.path-traversal
    upload.save(os.path.join("photos", upload.filename))


def remove():
    # ruleid: py.path-traversal
    os.remove(f"reports/{request.form['name']}")


def cleaned():
    upload = request.files["photo"]
    # ok: py.path-traversal
    upload.save(os.path.join("photos", secure_filename(upload.filename)))


def below():
    path = (FOLDER / request.args["name"]).resolve()
    if not path.is_relative_to(FOLDER):
        abort(404)
    # ok: py.path-traversal
    return send_file(path)


def base_name():
    name = os.path.basename(request.args["name"])
    # ok: py.path-traversal
    return open(os.path.join(FOLDER, name)).read()


def from_a_table():
    # ok: py.path-traversal
    return send_file(FILES[request.args["document"]])


@app.get("/reports/<int:year>")
def numbered(year):
    # ok: py.path-traversal
    return send_file(f"reports/{year}.pdf")


def library():
    # ok: py.path-traversal
    return send_from_directory(FOLDER, request.args["name"])


def removed_once():
    name = request.args["name"].replace("../", "")
    # ruleid: py.path-traversal
    return open(f"reports/{name}").read()


def compared_unresolved():
    path = os.path.join(FOLDER, request.args["name"])
    if not path.startswith(str(FOLDER)):
        abort(403)
    # ruleid: py.path-traversal
    return send_file(path)


@app.post("/move")
def moved():
    # ruleid: py.path-traversal
    shutil.move("/tmp/new.pdf", os.path.join(FOLDER, request.form["name"]))
    return ""


class View:
    def get(self, request, **kwargs):
        # ruleid: py.path-traversal
        with open("reports/" + self.kwargs["name"]) as stream:
            return stream.read()


def compared_resolved():
    path = os.path.realpath(os.path.join(FOLDER, request.args["name"]))
    if not path.startswith(str(FOLDER) + os.sep):
        abort(403)
    # ok: py.path-traversal
    return send_file(path)


def no_separator():
    name = request.args["name"]
    if not name or "/" in name:
        abort(404)
    # ok: py.path-traversal
    return open(os.path.join(FOLDER, name)).read()


def common_path():
    path = os.path.abspath(os.path.join(FOLDER, request.args["name"]))
    if os.path.commonpath([path, FOLDER]) != str(FOLDER):
        abort(404)
    # ok: py.path-traversal
    return send_file(path)


def only_the_name():
    upload = request.files["photo"]
    # ok: py.path-traversal
    (FOLDER / Path(upload.filename).name).write_bytes(upload.read())


def parsed_upload():
    # ok: py.path-traversal
    return csv.reader(io.TextIOWrapper(request.files["table"].stream))


def only_the_ending():
    upload = request.files["photo"]
    # ok: py.path-traversal
    upload.save(os.path.join(FOLDER, uuid4().hex + os.path.splitext(upload.filename)[1]))


from django.shortcuts import render
from rest_framework.response import Response


def shown(request, name):
    # ruleid: py.path-traversal
    text = open("/srv/texts/" + name).read()
    return render(request, "text.html", {"text": text})


def listed(request, name: str):
    # ruleid: py.path-traversal
    names = os.listdir("/srv/" + name)
    return Response(names)


def numbered(request, number):
    # ok: py.path-traversal
    text = open(f"/srv/texts/{number}.txt").read()
    return render(request, "text.html", {"text": text})


def helper(request, name):
    # ok: py.path-traversal
    return open("/srv/texts/" + name)


import pandas
from PIL import Image


def picture():
    # ruleid: py.path-traversal
    return Image.open("/srv/pictures/" + request.args["name"]).size


def table():
    # ruleid: py.path-traversal
    return pandas.read_csv(f"/srv/tables/{request.args['name']}").to_json()


def table_of_client():
    # ok: py.path-traversal
    return pandas.read_csv(request.files["table"]).to_json()


def one_of_two():
    name = request.args["name"]
    if name == "terms.html":
        if os.path.isfile(name):
            # ok: py.path-traversal
            return open(name).read()
    elif name == "imprint.html":
        # ok: py.path-traversal
        return open(name).read()
    # ruleid: py.path-traversal
    return open(name).read()


def any_but_one():
    name = request.args["name"]
    if name != "terms.html":
        # ruleid: py.path-traversal
        return open(name).read()
    return ""


def one_or_any():
    name = request.args["name"]
    if name == "terms.html":
        name = request.args["other"]
        # ruleid: py.path-traversal
        return open(name).read()
    return ""
