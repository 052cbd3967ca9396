from lxml import etree


def by_name(tree, name):
    # ruleid: py.xpath-building
    return tree.xpath(f"//user[@name='{name}']")


def by_code(tree, code):
    # ruleid: py.xpath-building
    return tree.xpath("//item[@code='" + code + "']")


def compiled(code):
    # ruleid: py.xpath-building
    return etree.XPath("//item[@code='%s']" % code)


def variable(tree, name):
    # ok: py.xpath-building
    return tree.xpath("//user[@name=$name]", name=name)


def by_tag(tree, tag):
    # ok: py.xpath-building
    return tree.xpath(f"//{tag}")


def number(tree, number: int):
    # ok: py.xpath-building
    return tree.xpath(f"//item[@number='{number}']")


def whole(tree, path):
    # ok: py.xpath-building
    return tree.xpath(path)


def text_of(root, name):
    # ruleid: py.xpath-building
    return root.findtext(f".//user[name='{name}']/mail")


def first(root, name):
    # ruleid: py.xpath-building
    return root.find(f".//user[name='{name}']")


def containing(tree, word):
    # ruleid: py.xpath-building
    return tree.xpath(f"//p[contains(text(), '{word}')]")


def containing_variable(tree, word):
    # ok: py.xpath-building
    return tree.xpath("//p[contains(text(), $word)]", word=word)


def within_text(line, name):
    # ok: py.xpath-building
    return line.find(f"[name='{name}'")
