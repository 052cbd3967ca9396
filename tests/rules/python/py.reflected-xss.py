import json

from django.http import HttpResponse
from django.utils.html import format_html
from flask import Flask, jsonify, make_response, render_template, request
from markupsafe import escape

app = Flask(__name__)


@app.get("/hello/<name>")
def hello(name):
    # ruleid: py.reflected-xss
    return f"<h1>Hello {name}</h1>"


@app.get("/search")
def search():
    term = request.args.get("q", "")
    # ruleid: py.reflected-xss
    return "<p>Nothing found for " + term + "</p>", 404


def answer():
    # ruleid: py.reflected-xss
    return make_response("<p>%s</p>" % request.form["text"])


def django_view(request):
    # ruleid: py.reflected-xss
    return HttpResponse(f"<b>{request.GET['name']}</b>")


@app.get("/safe/<name>")
def escaped(name):
    # ok: py.reflected-xss
    return f"<h1>Hello {escape(name)}</h1>"


@app.get("/template/<name>")
def template(name):
    # ok: py.reflected-xss
    return render_template("hello.html", name=name)


@app.get("/count/<int:number>")
def number(number):
    # ok: py.reflected-xss
    return f"<p>{number} items</p>"


@app.get("/json")
def data():
    # ok: py.reflected-xss
    return jsonify({"q": request.args.get("q", "")})


def django_formatted(request):
    # ok: py.reflected-xss
    return HttpResponse(format_html("<b>{}</b>", request.GET["name"]))


def django_json(request):
    # ok: py.reflected-xss
    return HttpResponse(json.dumps({"q": request.GET["q"]}), content_type="application/json")
