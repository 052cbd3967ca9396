import jinja2
from django.template import Template
from flask import render_template_string
from mako.template import Template as MakoTemplate


def greeting(name):
    # ruleid: py.template-string-building
    return render_template_string(f"<h1>Hello {name}</h1>")


def mail(subject, body):
    text = "Dear {{ user }},\n" + body
    # ruleid: py.template-string-building
    return jinja2.Template(text).render(user="you")


def django_page(title):
    # ruleid: py.template-string-building
    return Template("<title>%s</title>" % title)


def mako_page(title):
    # ruleid: py.template-string-building
    return MakoTemplate("<title>{}</title>".format(title)).render()


def variable(name):
    # ok: py.template-string-building
    return render_template_string("<h1>Hello {{ name }}</h1>", name=name)


def whole(source):
    # ok: py.template-string-building
    return jinja2.Template(source).render(user="you")


def number(amount: int):
    # ok: py.template-string-building
    return render_template_string(f"<p>{amount}</p>")


def constant():
    # ok: py.template-string-building
    return Template("<title>Shop</title>")
