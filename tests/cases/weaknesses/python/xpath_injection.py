import xml.etree.ElementTree as ET
from uuid import UUID

from aiohttp import web
from django.http import JsonResponse
from fastapi import FastAPI
from flask import Flask, abort, jsonify, request
from lxml import etree
from starlette.requests import Request
from starlette.responses import JSONResponse

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
CATALOG = etree.parse("data/catalog.xml")
STAFF = etree.parse("data/staff.xml")
PLACES = ET.parse("data/places.xml").getroot()
KINDS = {"b": "book", "m": "map", "s": "score"}


# unsafe: xpath-injection - query string in an f-string
@app.get("/catalog")
def catalog():
    author = request.args.get("author", "")
    titles = CATALOG.xpath(f"//item[@public='1' and author='{author}']/title/text()")
    return jsonify([str(t) for t in titles])


# safe: xpath-injection - passed as an XPath variable
@app.get("/catalog/publisher")
def catalog_publisher():
    publisher = request.args.get("publisher", "")
    titles = CATALOG.xpath("//item[@public='1' and publisher=$wanted]/title/text()", wanted=publisher)
    return jsonify([str(t) for t in titles])


# unsafe: xpath-injection - compiled from a concatenated string
@api.get("/staff/{login}/extension")
def extension(login: str):
    find = etree.XPath("/staff/person[login='" + login + "']/extension/text()")
    hits = find(STAFF)
    return {"extension": str(hits[0]) if hits else None}


# safe: xpath-injection - constant expression, the value is bound when it is called
@api.get("/staff/{login}/office")
def office(login: str):
    find = etree.XPath("/staff/person[login=$login]/office/text()")
    hits = find(STAFF, login=login)
    return {"office": str(hits[0]) if hits else None}


# unsafe: xpath-injection - ElementTree path put together from a POST field
def place(request):
    name = request.POST.get("name", "")
    hit = PLACES.find(".//place[@visible='yes']/entry[@name='%s']" % name)
    return JsonResponse({"lat": hit.get("lat"), "lon": hit.get("lon")} if hit is not None else {})


# safe: xpath-injection - constant path, compared in Python
def harbour(request):
    name = request.POST.get("name", "")
    entries = PLACES.findall(".//harbour[@visible='yes']/entry")
    hit = next((e for e in entries if e.get("name") == name), None)
    return JsonResponse({"lat": hit.get("lat"), "lon": hit.get("lon")} if hit is not None else {})


# unsafe: xpath-injection - takes out the quote that the expression does not use
@routes.get("/isbn")
async def by_isbn(request: web.Request) -> web.Response:
    isbn = request.query.get("isbn", "").replace("'", "")
    nodes = CATALOG.xpath('//item[isbn="' + isbn + '"][@public="1"]/title')
    return web.json_response({"titles": [n.text for n in nodes]})


# safe: xpath-injection - anything but letters and digits ends the request
@routes.get("/issn")
async def by_issn(request: web.Request) -> web.Response:
    issn = request.query.get("issn", "").replace("-", "")
    if not (issn.isascii() and issn.isalnum()):
        raise web.HTTPBadRequest()
    nodes = CATALOG.xpath('//item[issn="' + issn + '"][@public="1"]/title')
    return web.json_response({"titles": [n.text for n in nodes]})


# unsafe: xpath-injection - conditions joined in a comprehension
async def search_staff(request: Request) -> JSONResponse:
    body = await request.json()
    conditions = [f'{field}="{body[field]}"' for field in ("city", "team") if field in body]
    expression = "/staff/person[" + " and ".join(["@listed='1'", *conditions]) + "]/name/text()"
    return JSONResponse([str(n) for n in STAFF.xpath(expression)])


# safe: xpath-injection - only the variables' names are joined, the values are bound
async def search_alumni(request: Request) -> JSONResponse:
    body = await request.json()
    values = {field: str(body[field]) for field in ("city", "team") if field in body}
    conditions = [f"{field}=${field}" for field in values]
    expression = "/staff/alumnus[" + " and ".join(["@listed='1'", *conditions]) + "]/name/text()"
    return JSONResponse([str(n) for n in STAFF.xpath(expression, **values)])


# safe: xpath-injection - the element name comes out of a constant table
@app.get("/catalog/kind/<code>")
def catalog_kind(code):
    kind = KINDS.get(code)
    if kind is None:
        abort(404)
    return jsonify([str(t) for t in CATALOG.xpath(f"//{kind}[@public='1']/title/text()")])


# safe: xpath-injection - a UUID has no characters that matter
@api.get("/catalog/items/{item}")
def catalog_item(item: UUID):
    nodes = CATALOG.xpath(f"//item[@public='1' and @id='{item}']/title/text()")
    return {"title": str(nodes[0]) if nodes else None}
