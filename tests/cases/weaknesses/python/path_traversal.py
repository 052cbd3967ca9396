import os
from pathlib import Path
from uuid import UUID, uuid4

from aiohttp import web
from django.http import FileResponse, Http404, HttpResponse
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse as FastFileResponse
from flask import Flask, Response, abort, request, send_file, send_from_directory
from werkzeug.utils import secure_filename

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
MANUALS = Path("/srv/app/manuals")
EXPORTS = "/srv/app/exports"
UPLOADS = "/srv/app/incoming"
CHANGELOGS = {"1": "one.txt", "2": "two.txt"}


# unsafe: path-traversal - the query string is joined to the folder
@app.get("/exports")
def export():
    name = request.args.get("file", "latest.csv")
    return send_file(os.path.join(EXPORTS, name), as_attachment=True)


# safe: path-traversal - send_from_directory keeps below the folder
@app.get("/exports/download")
def export_download():
    name = request.args.get("file", "latest.csv")
    return send_from_directory(EXPORTS, name, as_attachment=True)


# unsafe: path-traversal - compared before the dots are resolved
@api.get("/manuals/{name:path}")
def manual(name: str):
    target = os.path.join(str(MANUALS), name)
    if not target.startswith(str(MANUALS)):
        raise HTTPException(status_code=404)
    return FastFileResponse(target, media_type="application/pdf")


# safe: path-traversal - resolved first, then checked to be below the root
@api.get("/guides/{name:path}")
def guide(name: str):
    target = (MANUALS / name).resolve()
    if not target.is_relative_to(MANUALS.resolve()) or not target.is_file():
        raise HTTPException(status_code=404)
    return FastFileResponse(target, media_type="application/pdf")


# unsafe: path-traversal - the client's file name decides where the upload lands
@app.post("/uploads")
def upload():
    sent = request.files["sheet"]
    if not sent.filename.lower().endswith(".csv"):
        abort(415)
    sent.save(os.path.join(UPLOADS, sent.filename))
    return "", 201


# safe: path-traversal - the file name is cleaned by werkzeug
@app.post("/uploads/sheet")
def upload_sheet():
    sent = request.files["sheet"]
    name = secure_filename(sent.filename)
    if not name.lower().endswith(".csv"):
        abort(415)
    sent.save(os.path.join(UPLOADS, f"{uuid4().hex}-{name}"))
    return "", 201


# unsafe: path-traversal - what is left of "....//" after the replacement is "../"
def note(request):
    name = request.GET.get("name", "").replace("../", "")
    try:
        with open("/srv/app/notes/" + name, encoding="utf-8") as stream:
            return HttpResponse(stream.read(), content_type="text/plain")
    except OSError as error:
        raise Http404 from error


# safe: path-traversal - the name is rebuilt from a UUID
def memo(request):
    try:
        key = UUID(request.GET.get("name", ""))
        with open(f"/srv/app/memos/{key}.txt", encoding="utf-8") as stream:
            return HttpResponse(stream.read(), content_type="text/plain")
    except (OSError, ValueError) as error:
        raise Http404 from error


# unsafe: path-traversal - destructured from the JSON body, through a closure
@routes.post("/themes")
async def theme(request: web.Request) -> web.StreamResponse:
    kind, name = (await request.json())["asset"]

    def locate() -> Path:
        return Path("/srv/app/themes") / f"{name}.css"

    if kind != "css" or not locate().exists():
        raise web.HTTPNotFound()
    return web.FileResponse(locate())


# safe: path-traversal - only a constant of the tuple enters the path
@routes.post("/icons")
async def icon(request: web.Request) -> web.StreamResponse:
    _, name = (await request.json())["asset"]
    label, stem = str(name), "default"

    def locate() -> Path:
        return Path("/srv/app/icons") / f"{stem}.svg"

    return web.FileResponse(locate(), headers={"X-Label-Length": str(len(label))})


# safe: path-traversal - the file name comes out of a constant table
@app.get("/changelog/<version>")
def changelog(version):
    name = CHANGELOGS.get(version, "two.txt")
    with open(os.path.join("/srv/app/changelogs", name), encoding="utf-8") as stream:
        return Response(stream.read(), mimetype="text/plain")


# unsafe: path-traversal - the folder is checked instead of the file
def leaflet(request):
    root = os.path.realpath("/srv/app/leaflets")
    target = os.path.join(root, request.GET.get("path", ""))
    if os.path.commonpath([root, os.path.realpath(root)]) != root or not os.path.isfile(target):
        raise Http404
    return FileResponse(open(target, "rb"), content_type="application/pdf")


# safe: path-traversal - real path below the folder by commonpath
def brochure(request):
    root = os.path.realpath("/srv/app/brochures")
    target = os.path.realpath(os.path.join(root, request.GET.get("path", "")))
    if os.path.commonpath([root, target]) != root or not os.path.isfile(target):
        raise Http404
    return FileResponse(open(target, "rb"), content_type="application/pdf")
