import jinja2
from flask import render_template, render_template_string, request

GREETINGS = {"de": "Hallo {{ name }}", "en": "Hello {{ name }}"}
environment = jinja2.Environment(autoescape=True)


def greeting():
    name = request.args["name"]
    # ruleid: py.template-injection
    return render_template_string(f"Hello {name}")


def preview():
    # ruleid: py.template-injection
    return jinja2.Template(request.form["template"]).render(user="preview")


def mail():
    source = request.get_json()["body"]
    # ruleid: py.template-injection
    return environment.from_string(source).render()


def variable():
    # ok: py.template-injection
    return render_template_string("Hello {{ name }}", name=request.args["name"])


def file():
    # ok: py.template-injection
    return render_template("hello.html", name=request.args["name"])


def from_a_table():
    # ok: py.template-injection
    return render_template_string(GREETINGS[request.args["language"]], name="you")


def constant():
    # ok: py.template-injection
    return environment.from_string("Hello {{ name }}").render(name=request.args["name"])


def in_a_loader():
    environment = jinja2.Environment(loader=jinja2.DictLoader({"page": "{{ name }}"}), autoescape=True)
    # ok: py.template-injection
    return environment.get_template("page").render(name=request.args["name"])


def from_a_loader():
    # ruleid: py.template-injection
    environment = jinja2.Environment(loader=jinja2.DictLoader({"page": request.args["page"]}), autoescape=True)
    return environment.get_template("page").render()


def lost(error):
    # ruleid: py.template-injection
    return render_template_string("<p>%s was not found</p>" % request.url), 404


def lost_safely(error):
    # ok: py.template-injection
    return render_template_string("<p>{{ address }} was not found</p>", address=request.url), 404


import web
from Cheetah.Template import Template as Cheetah
from genshi.template import MarkupTemplate
from jinja2.nativetypes import NativeTemplate
from jinja2.sandbox import SandboxedEnvironment
from mako.lookup import TemplateLookup


def cheetah():
    # ruleid: py.template-injection
    return str(Cheetah(source=request.form["template"], searchList=[{}]))


def cheetah_filled():
    # ok: py.template-injection
    return str(Cheetah(source="Hello $name", searchList=[{"name": request.form["name"]}]))


def genshi():
    # ruleid: py.template-injection
    return MarkupTemplate("<p>%s</p>" % request.form["name"]).generate().render()


def genshi_filled():
    # ok: py.template-injection
    return MarkupTemplate("<p>$name</p>").generate(name=request.form["name"]).render()


def native():
    # ruleid: py.template-injection
    return NativeTemplate("{{ " + request.form["expression"] + " }}").render()


def expression():
    # ruleid: py.template-injection
    return environment.compile_expression(request.form["expression"])()


def expression_filled():
    # ok: py.template-injection
    return environment.compile_expression("a + b")(a=request.form["a"], b=1)


def looked_up():
    lookup = TemplateLookup()
    # ruleid: py.template-injection
    lookup.put_string("page", request.form["page"])
    return lookup.get_template("page").render()


def templetor():
    # ruleid: py.template-injection
    return web.template.Template(request.form["page"])()


def by_keyword():
    # ruleid: py.template-injection
    return environment.from_string(source=request.form["page"]).render()


def in_a_sandbox():
    sandbox = SandboxedEnvironment()
    # ok: py.template-injection
    return sandbox.from_string(request.form["page"]).render()
