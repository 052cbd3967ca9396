from django.shortcuts import render
from django.template.loader import get_template
from flask import Flask, render_template, request

app = Flask(__name__)
PAGES = {"about": "about.html", "terms": "terms.html"}


@app.get("/page")
def page():
    # ruleid: py.template-name-from-request
    return render_template(request.args["page"])


@app.get("/pages/<path:name>")
def named(name):
    # ruleid: py.template-name-from-request
    return render_template(name + ".html")


def django_page(request):
    template = request.GET.get("template", "home.html")
    # ruleid: py.template-name-from-request
    return render(request, template)


def loaded(request):
    # ruleid: py.template-name-from-request
    return get_template(request.GET["template"])


def from_a_table():
    # ok: py.template-name-from-request
    return render_template(PAGES[request.args["page"]])


def constant():
    # ok: py.template-name-from-request
    return render_template("page.html", page=request.args["page"])


def django_constant(request):
    # ok: py.template-name-from-request
    return render(request, "home.html", {"q": request.GET.get("q")})


def listed():
    page = request.args["page"]
    if page not in PAGES:
        raise KeyError(page)
    # ok: py.template-name-from-request
    return render_template(page)
