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


import bs4
import elementpath
import pandas
from saxonche import PySaxonProcessor
from scrapy.loader import ItemLoader
from selenium.webdriver.common.by import By


def by_saxon():
    with PySaxonProcessor(license=False) as saxon:
        processor = saxon.new_xpath_processor()
        # ruleid: py.xpath-injection
        return processor.evaluate("//user[@name='" + request.args["name"] + "']")


def by_saxon_with_a_variable():
    with PySaxonProcessor(license=False) as saxon:
        processor = saxon.new_xpath_processor()
        processor.set_parameter("name", saxon.make_string_value(request.args["name"]))
        # ok: py.xpath-injection
        return processor.evaluate("//user[@name=$name]")


def parsed_under_any_name():
    users = ET.parse("users.xml")
    # ruleid: py.xpath-injection
    return users.find("./user[@name='%s']" % request.args["name"])


def text_under_any_name():
    users = open("users.txt").read()
    # ok: py.xpath-injection
    return users.find("name: %s" % request.args["name"])


def by_parser():
    # ruleid: py.xpath-injection
    return elementpath.XPath2Parser().parse("//user[@name='" + request.args["name"] + "']")


def in_a_frame():
    # ruleid: py.xpath-injection
    return pandas.read_xml("users.xml", xpath=f"//user[@name='{request.args['name']}']")


def in_a_browser(driver):
    # ruleid: py.xpath-injection
    driver.find_element(By.XPATH, "//a[text()='" + request.args["text"] + "']").click()
    # ok: py.xpath-injection
    driver.find_element(By.ID, request.args["id"]).click()


def loaded(response):
    loader = ItemLoader(response=response)
    # ruleid: py.xpath-injection
    loader.add_xpath("name", "//div[@class='" + request.args["class"] + "']/text()")
    # ok: py.xpath-injection
    loader.add_value("name", request.args["name"])


def child_of_the_root():
    users = tree.getroot().find("users")
    # ruleid: py.xpath-injection
    return users.find("user[@name='" + request.args["name"] + "']")


def every_group(root):
    for group in root.iter("group"):
        # ruleid: py.xpath-injection
        yield group.find("user[@name='" + request.args["name"] + "']")


def every_line(lines):
    for line in lines:
        # ok: py.xpath-injection
        yield line.find("user: " + request.args["name"])


def soup(page):
    doc = bs4.BeautifulSoup(page, "html.parser")
    # ok: py.xpath-injection
    return doc.find(request.args["tag"])
