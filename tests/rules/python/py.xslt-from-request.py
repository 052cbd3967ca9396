from flask import request
from lxml import etree

PARSER = etree.XMLParser(resolve_entities=False)
SHEETS = {"short": etree.XML("<a/>", PARSER), "long": etree.XML("<b/>", PARSER)}


def styled(document):
    sheet = etree.fromstring(request.get_data(), parser=PARSER)
    # ruleid: py.xslt-from-request
    return etree.XSLT(sheet)(document)


def uploaded(document):
    sheet = etree.parse(request.files["sheet"].stream, PARSER)
    # ruleid: py.xslt-from-request
    transform = etree.XSLT(sheet)
    return transform(document)


def at_once(document):
    # ruleid: py.xslt-from-request
    return document.xslt(etree.XML(request.form["sheet"], PARSER))


def from_a_table(document):
    # ok: py.xslt-from-request
    return etree.XSLT(SHEETS[request.args["sheet"]])(document)


def restricted(document):
    sheet = etree.fromstring(request.get_data(), parser=PARSER)
    # ok: py.xslt-from-request
    return etree.XSLT(sheet, access_control=etree.XSLTAccessControl.DENY_ALL)(document)


def data_for_own_sheet():
    # ok: py.xslt-from-request
    return etree.XSLT(SHEETS["short"])(etree.fromstring(request.get_data(), parser=PARSER))
