import os
import shutil
import tarfile
import tempfile
import zipfile
from pathlib import Path
from uuid import uuid4

from aiohttp import web
from django.http import HttpResponseBadRequest, JsonResponse
from django.views.decorators.http import require_POST
from fastapi import FastAPI, HTTPException, UploadFile
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 20 * 1024 * 1024
api = FastAPI()
routes = web.RouteTableDef()
THEMES = "/srv/app/themes"
SITES = Path("/srv/app/sites")
LIMIT = 200 * 1024 * 1024


# unsafe: archive-extraction - all members of an uploaded tar, no filter
@app.post("/backups")
def restore_backup():
    upload = request.files["backup"]
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=upload.stream, mode="r:gz") as archive:
            archive.extractall(folder)
        return jsonify(files=len(os.listdir(folder)))


# safe: archive-extraction - the data filter refuses members outside the folder
@app.post("/snapshots")
def restore_snapshot():
    upload = request.files["snapshot"]
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=upload.stream, mode="r:gz") as archive:
            archive.extractall(folder, filter="data")
        return jsonify(files=len(os.listdir(folder)))


# unsafe: archive-extraction - member names of the zip are joined to the folder
@api.post("/themes")
def install_theme(bundle: UploadFile):
    with zipfile.ZipFile(bundle.file) as archive:
        for info in archive.infolist():
            if info.is_dir() or info.file_size > LIMIT:
                continue
            target = os.path.join(THEMES, info.filename)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with archive.open(info) as source, open(target, "wb") as out:
                shutil.copyfileobj(source, out)
    return {"installed": True}


# safe: archive-extraction - every target is resolved and must be below the folder
@api.post("/skins")
def install_skin(bundle: UploadFile):
    root = os.path.realpath(THEMES)
    with zipfile.ZipFile(bundle.file) as archive:
        for info in archive.infolist():
            if info.is_dir() or info.file_size > LIMIT:
                continue
            target = os.path.realpath(os.path.join(root, info.filename))
            if os.path.commonpath([root, target]) != root:
                raise HTTPException(status_code=400)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with archive.open(info) as source, open(target, "wb") as out:
                shutil.copyfileobj(source, out)
    return {"installed": True}


# unsafe: archive-extraction - absolute names are skipped, dots and links are not
@require_POST
def upload_site(request):
    with tarfile.open(fileobj=request.FILES["site"], mode="r:*") as archive:
        count = 0
        for member in archive:
            if member.name.startswith("/"):
                continue
            archive.extract(member, path=SITES)
            count += 1
    return JsonResponse({"files": count})


# safe: archive-extraction - regular files only, written under their resolved name
@require_POST
def upload_page(request):
    root = SITES.resolve()
    with tarfile.open(fileobj=request.FILES["site"], mode="r:*") as archive:
        for member in archive:
            target = (root / member.name).resolve()
            if not member.isreg() or member.size > LIMIT or not target.is_relative_to(root):
                return HttpResponseBadRequest("archive", content_type="text/plain")
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.extractfile(member) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
    return JsonResponse({"ok": True})


# unsafe: archive-extraction - unpack_archive of a tar without a filter
@routes.post("/datasets")
async def add_dataset(request: web.Request) -> web.Response:
    with tempfile.NamedTemporaryFile(suffix=".tar.gz") as stored, tempfile.TemporaryDirectory() as folder:
        stored.write(await request.read())
        stored.flush()
        shutil.unpack_archive(stored.name, folder, format="gztar")
        return web.json_response({"entries": len(os.listdir(folder))})


# safe: archive-extraction - unpack_archive with the data filter
@routes.post("/collections")
async def add_collection(request: web.Request) -> web.Response:
    with tempfile.NamedTemporaryFile(suffix=".tar.gz") as stored, tempfile.TemporaryDirectory() as folder:
        stored.write(await request.read())
        stored.flush()
        shutil.unpack_archive(stored.name, folder, format="gztar", filter="data")
        return web.json_response({"entries": len(os.listdir(folder))})


# unsafe: archive-extraction - the filter that trusts everything
@app.post("/icons")
def install_icons():
    upload = request.files["icons"]
    with tarfile.open(fileobj=upload.stream) as archive:
        names = [member for member in archive.getmembers() if not member.isdev()]
        archive.extractall("/srv/app/icons", members=names, filter="fully_trusted")
    return jsonify(files=len(names))


# safe: archive-extraction - data_filter handed over as a function
@app.post("/fonts")
def install_fonts():
    upload = request.files["fonts"]
    with tarfile.open(fileobj=upload.stream) as archive:
        names = [member for member in archive.getmembers() if not member.isdev()]
        archive.extractall("/srv/app/fonts", members=names, filter=tarfile.data_filter)
    return jsonify(files=len(names))


# safe: archive-extraction - one member with a constant name is read, nothing is written
@app.post("/manifests")
def read_manifest():
    with zipfile.ZipFile(request.files["package"].stream) as archive:
        if archive.getinfo("manifest.json").file_size > 65536:
            abort(413)
        text = archive.read("manifest.json").decode()
    return jsonify(manifest=text)


# safe: archive-extraction - the members are listed, the files get names of the application's own
@api.post("/photos")
def add_photos(album: UploadFile):
    stored = []
    with zipfile.ZipFile(album.file) as archive:
        for info in archive.infolist()[:100]:
            if info.file_size > LIMIT or not info.filename.lower().endswith(".jpg"):
                continue
            target = os.path.join("/srv/app/photos", f"{uuid4().hex}.jpg")
            with archive.open(info) as source, open(target, "wb") as out:
                shutil.copyfileobj(source, out)
            stored.append(os.path.basename(target))
    return {"stored": stored}
