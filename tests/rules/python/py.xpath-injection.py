import xml.etree.ElementTree as ET

from flask import request
from lxml import etree

tree = etree.parse("users.xml")
QUERIES = {"names": "//user/name", "mails": "//user/mail"}


def by_name():
    # ruleid: py.xpath-injection
    return tree.xpath(f"//user[@name='{request.args['name']}']/mail/text()")


def log_in():
    query = "//user[name='" + request.form["name"] + "' and password='" + request.form["password"] + "']"
    # ruleid: py.xpath-injection
    return tree.xpath(query)


def compiled():
    # ruleid: py.xpath-injection
    find = etree.XPath("//user[@id='%s']" % request.args["id"])
    return find(tree)


def standard_library():
    root = ET.parse("users.xml").getroot()
    # ruleid: py.xpath-injection
    return root.findall("./user[@name='{}']".format(request.args["name"]))


def variable():
    # ok: py.xpath-injection
    return tree.xpath("//user[@name=$name]", name=request.args["name"])


def number():
    # ok: py.xpath-injection
    return tree.xpath(f"//user[{int(request.args['n'])}]")


def from_a_table():
    # ok: py.xpath-injection
    return tree.xpath(QUERIES[request.args["query"]])


def without_quotes():
    name = request.args["name"].replace("'", "")
    # ok: py.xpath-injection
    return tree.xpath(f"//user[@name='{name}']")


def refused():
    name = request.args["name"]
    if "'" in name:
        raise ValueError(name)
    # ok: py.xpath-injection
    return tree.xpath(f"//user[@name='{name}']")


def text_is_no_tree():
    text = "a text"
    # ok: py.xpath-injection
    return text.find(request.args["q"])


def letters_only():
    number = request.args["number"]
    if not (number.isascii() and number.isalnum()):
        raise ValueError(number)
    # ok: py.xpath-injection
    return tree.xpath(f"//book[@number='{number}']")


def evaluated(document):
    evaluate = lxml.etree.XPathEvaluator(document)
    # ruleid: py.xpath-injection
    return evaluate("//user[@name='" + request.args["name"] + "']")


def evaluated_bound(document):
    evaluate = lxml.etree.XPathEvaluator(document)
    # ok: py.xpath-injection
    return evaluate("//user[@name=$name]", name=request.args["name"])
