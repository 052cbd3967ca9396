import xml.etree.ElementTree as ElementTree

import defusedxml.ElementTree as safe
from flask import request
from lxml import etree


def invoice():
    # ruleid: py.xml-from-request
    return etree.fromstring(request.get_data()).findtext("total")


def upload():
    # ruleid: py.xml-from-request
    return etree.parse(request.files["invoice"]).getroot()


def with_parser():
    parser = etree.XMLParser(remove_blank_text=True)
    # ruleid: py.xml-from-request
    return etree.fromstring(request.data, parser=parser)


def included():
    document = etree.fromstring(request.data, parser=etree.XMLParser(resolve_entities=False))
    # ruleid: py.xml-from-request
    document.getroottree().xinclude()
    return document


def closed():
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    # ok: py.xml-from-request
    return etree.fromstring(request.get_data(), parser=parser)


def closed_by_position():
    parser = etree.XMLParser(resolve_entities=False)
    # ok: py.xml-from-request
    return etree.fromstring(request.get_data(), parser)


def defused():
    # ok: py.xml-from-request
    return safe.fromstring(request.get_data())


def standard_library():
    # ok: py.xml-from-request
    return ElementTree.fromstring(request.get_data())


def own(path):
    # ok: py.xml-from-request
    return etree.parse(path)
