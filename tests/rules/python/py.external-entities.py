import xml.sax
from xml.sax.handler import feature_external_ges

from lxml import etree


def invoice(stream):
    # ruleid: py.external-entities
    return etree.parse(stream, etree.XMLParser(resolve_entities=True))


def stream_items(path):
    # ruleid: py.external-entities
    for _event, element in etree.iterparse(path, tag="item", resolve_entities=True):
        yield element


def sax(handler):
    parser = xml.sax.make_parser()
    # ruleid: py.external-entities
    parser.setFeature(feature_external_ges, True)
    return parser


def closed(stream):
    # ok: py.external-entities
    return etree.parse(stream, etree.XMLParser(resolve_entities=False, no_network=True))


def sax_closed():
    parser = xml.sax.make_parser()
    # ok: py.external-entities
    parser.setFeature(feature_external_ges, False)
    return parser


def stream_closed(path):
    # ok: py.external-entities
    yield from etree.iterparse(path, tag="item", resolve_entities=False)


def own_document():
    text = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    # ok: py.external-entities
    parser = etree.XMLParser(resolve_entities=True)
    return etree.fromstring(text, parser)


def fetching(parser):
    def fetch(context, base, address, public):
        parser.ExternalEntityParserCreate(context).ParseFile(open(address, "rb"))
        return 1

    # ruleid: py.external-entities
    parser.ExternalEntityRefHandler = fetch


import lxml.objectify


def objects(data):
    # ruleid: py.external-entities
    return lxml.objectify.makeparser(resolve_entities=True)


def objects_safely(data):
    # ok: py.external-entities
    return lxml.objectify.makeparser(resolve_entities=False)
