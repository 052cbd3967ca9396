import os
import tempfile
import uuid
import zipfile
from pathlib import Path


def report(rows):
    # ruleid: py.predictable-temporary-file
    with open("/tmp/report.csv", "w") as stream:
        stream.writelines(rows)


def of_user(name, data):
    # ruleid: py.predictable-temporary-file
    with open(f"/tmp/{name}.pdf", "wb") as stream:
        stream.write(data)


def in_steps(data):
    path = "/var/tmp/orders.json"
    # ruleid: py.predictable-temporary-file
    Path(path).write_text(data)


def joined(name, data):
    path = os.path.join(tempfile.gettempdir(), name)
    # ruleid: py.predictable-temporary-file
    with open(path, "w") as stream:
        stream.write(data)


def folder():
    # ruleid: py.predictable-temporary-file
    os.makedirs("/tmp/shop", exist_ok=True)


def read():
    # ok: py.predictable-temporary-file
    return open("/tmp/report.csv").read()


def safe(rows):
    # ok: py.predictable-temporary-file
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as stream:
        stream.writelines(rows)


def own_folder(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.csv")
        # ok: py.predictable-temporary-file
        with open(path, "w") as stream:
            stream.writelines(rows)


def elsewhere(rows):
    # ok: py.predictable-temporary-file
    with open("/srv/shop/report.csv", "w") as stream:
        stream.writelines(rows)


def made(rows):
    folder = tempfile.mkdtemp(dir="/tmp")
    # ok: py.predictable-temporary-file
    with open(os.path.join(folder, "report.csv"), "w") as stream:
        stream.writelines(rows)


def packed(files):
    archive = Path(tempfile.gettempdir()) / f"export-{len(files)}.zip"
    # ruleid: py.predictable-temporary-file
    with zipfile.ZipFile(archive, "w") as target:
        target.write(files[0])


def name_only():
    # ruleid: py.predictable-temporary-file
    place = tempfile.NamedTemporaryFile(suffix=".csv").name
    return place


def name_of_a_kept_file():
    # ok: py.predictable-temporary-file
    return tempfile.NamedTemporaryFile(suffix=".csv", delete=False).name


def unknown_name(data):
    archive = Path(tempfile.gettempdir()) / f"export-{uuid.uuid4()}.zip"
    # ok: py.predictable-temporary-file
    with zipfile.ZipFile(archive, "w") as target:
        target.write(data)


def of_others():
    inbox = Path(tempfile.gettempdir()) / "inbox.zip"
    # ok: py.predictable-temporary-file
    with zipfile.ZipFile(inbox) as source:
        return source.namelist()


import joblib


def table(frame):
    # ruleid: py.predictable-temporary-file
    frame.to_csv("/tmp/export.csv")


def model(trained):
    # ruleid: py.predictable-temporary-file
    joblib.dump(trained, "/tmp/model.bin")


def lock(process):
    # ruleid: py.predictable-temporary-file
    return os.open(f"/tmp/app_{process}", os.O_CREAT | os.O_WRONLY)


def exclusive_lock(process):
    # ok: py.predictable-temporary-file
    return os.open(f"/tmp/app_{process}", os.O_CREAT | os.O_EXCL | os.O_WRONLY)


def kept_table(frame):
    # ok: py.predictable-temporary-file
    frame.to_csv("/var/lib/shop/export.csv")
