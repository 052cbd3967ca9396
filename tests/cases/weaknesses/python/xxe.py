import io
import urllib.request
import xml.sax
from xml.parsers import expat
from xml.sax.handler import ContentHandler, feature_external_ges

import defusedxml.sax
from aiohttp import web
from defusedxml import ElementTree as DefusedET
from django.http import JsonResponse
from django.views.decorators.http import require_POST
from fastapi import FastAPI, Request, UploadFile
from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()


class TitleCollector(ContentHandler):
    def __init__(self):
        super().__init__()
        self.text = []

    def characters(self, content):
        self.text.append(content)


# unsafe: xxe - the parser is told to replace entities and may use the network
@app.post("/orders/import")
def import_order():
    parser = etree.XMLParser(resolve_entities=True, no_network=False)
    root = etree.fromstring(request.get_data(), parser=parser)
    return jsonify(customer=root.findtext("customer"))


# safe: xxe - entities are not replaced
@app.post("/offers/import")
def import_offer():
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(request.get_data(), parser=parser)
    return jsonify(customer=root.findtext("customer"))


# unsafe: xxe - external general entities switched on in the SAX reader
@api.post("/articles")
async def add_article(request: Request):
    handler = TitleCollector()
    reader = xml.sax.make_parser()
    reader.setFeature(feature_external_ges, True)
    reader.setContentHandler(handler)
    reader.parse(io.BytesIO(await request.body()))
    return {"text": "".join(handler.text)}


# safe: xxe - external general entities switched off
@api.post("/columns")
async def add_column(request: Request):
    handler = TitleCollector()
    reader = xml.sax.make_parser()
    reader.setFeature(feature_external_ges, False)
    reader.setContentHandler(handler)
    reader.parse(io.BytesIO(await request.body()))
    return {"text": "".join(handler.text)}


# unsafe: xxe - iterparse of an upload with the DTD loaded and entities replaced
@require_POST
def import_stock(request):
    upload = request.FILES["stock"]
    total = 0
    for _, item in etree.iterparse(upload, tag="item", load_dtd=True, resolve_entities=True, no_network=False):
        total += int(item.findtext("count", "0"))
    return JsonResponse({"total": total})


# safe: xxe - iterparse of an upload by defusedxml
@require_POST
def import_prices(request):
    upload = request.FILES["prices"]
    total = 0
    for _, item in DefusedET.iterparse(upload, forbid_dtd=True):
        if item.tag == "item":
            total += int(item.findtext("price", "0"))
    return JsonResponse({"total": total})


# unsafe: xxe - an expat handler that opens whatever the entity names
def collect(document: bytes) -> list[str]:
    words: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = words.append

    def external(context, base, system_id, public_id):
        inner = parser.ExternalEntityParserCreate(context)
        with urllib.request.urlopen(system_id) as stream:
            inner.Parse(stream.read(), True)
        return 1

    parser.ExternalEntityRefHandler = external
    parser.Parse(document, True)
    return words


@routes.post("/words")
async def words(request: web.Request) -> web.Response:
    return web.json_response(collect(await request.read()))


# safe: xxe - the expat handler refuses every external entity
def gather(document: bytes) -> list[str]:
    words: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = words.append

    def external(context, base, system_id, public_id):
        return 0

    parser.ExternalEntityRefHandler = external
    parser.Parse(document, True)
    return words


@routes.post("/terms")
async def terms(request: web.Request) -> web.Response:
    try:
        return web.json_response(gather(await request.read()))
    except expat.ExpatError:
        raise web.HTTPBadRequest() from None


# unsafe: xxe - options collected in a dict before the parser is made
@api.post("/feeds")
async def read_feed(feed: UploadFile):
    options = {"remove_blank_text": True, "resolve_entities": True}
    options["no_network"] = False
    tree = etree.parse(feed.file, etree.XMLParser(**options))
    return {"title": tree.findtext("channel/title")}


# safe: xxe - the option is overwritten before the parser is made
@api.post("/podcasts")
async def read_podcast(feed: UploadFile):
    options = {"remove_blank_text": True, "resolve_entities": True}
    options.update(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.parse(feed.file, etree.XMLParser(**options))
    return {"title": tree.findtext("channel/title")}


# safe: xxe - entities are replaced, but only in the application's own constant document
@app.post("/greeting")
def greeting():
    document = b'<!DOCTYPE g [<!ENTITY who "world">]><g>hello &who;</g>'
    parser = etree.XMLParser(resolve_entities=True)
    size = len(request.get_data())
    return jsonify(text=etree.fromstring(document, parser).text, size=size)


# safe: xxe - defusedxml's SAX front end
@app.post("/summary")
def summary():
    handler = TitleCollector()
    defusedxml.sax.parseString(request.get_data(), handler, forbid_dtd=True)
    return jsonify(text="".join(handler.text)[:200])
