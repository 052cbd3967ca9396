import lxml.etree
from lxml import etree


def with_network(text):
    # ruleid: py.xml-dtd-loading
    return etree.fromstring(text, etree.XMLParser(no_network=False))


def with_dtd(path):
    # ruleid: py.xml-dtd-loading
    parser = lxml.etree.XMLParser(remove_blank_text=True, load_dtd=True)
    return lxml.etree.parse(path, parser)


def validated(path):
    # ruleid: py.xml-dtd-loading
    return etree.parse(path, etree.XMLParser(dtd_validation=True))


def closed(text):
    # ok: py.xml-dtd-loading
    return etree.fromstring(text, etree.XMLParser(no_network=True, load_dtd=False))


def plain(text):
    # ok: py.xml-dtd-loading
    return etree.fromstring(text, etree.XMLParser(remove_comments=True))


def other(text):
    # ok: py.xml-dtd-loading
    return Reader(text, no_network=False)
