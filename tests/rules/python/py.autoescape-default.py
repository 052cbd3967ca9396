from jinja2 import Environment, FileSystemLoader, PackageLoader, select_autoescape

# ruleid: py.autoescape-default
pages = Environment(loader=FileSystemLoader("templates"))
# ruleid: py.autoescape-default
mails = Environment(trim_blocks=True, loader=PackageLoader("shop"))
# ruleid: py.autoescape-default
empty = Environment()
# ok: py.autoescape-default
good = Environment(loader=FileSystemLoader("templates"), autoescape=select_autoescape())
# ok: py.autoescape-default
also = Environment(loader=FileSystemLoader("templates"), autoescape=True)
# ok: py.autoescape-default
spread = Environment(loader=FileSystemLoader("templates"), **OPTIONS)


def page(name):
    return pages.get_template("page.html").render(name=name)
