import os
from pathlib import Path

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
