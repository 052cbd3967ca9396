import html
import json

from django.http import HttpResponse
from django.utils.html import format_html
from flask import Flask, Response, jsonify, make_response, render_template, request
from markupsafe import escape
from tornado.web import RequestHandler

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


@app.get("/grown")
def grown():
    page = "<ul>"
    for key, value in request.args.items():
        page += "<li>" + key + ": " + value + "</li>"
    # ruleid: py.reflected-xss
    return page


@app.get("/raw")
def raw():
    # ruleid: py.reflected-xss
    return request.args.get("text")


@app.errorhandler(404)
def missing(_error):
    # ruleid: py.reflected-xss
    return f"<p>There is no {request.path}</p>", 404


class Page(RequestHandler):
    def get(self):
        # ruleid: py.reflected-xss
        self.write("<h1>" + self.get_argument("name") + "</h1>")

    def post(self):
        # ok: py.reflected-xss
        self.write({"name": self.get_argument("name")})


@app.get("/plain")
def plain():
    # ok: py.reflected-xss
    return Response(request.args["text"], mimetype="text/plain")


@app.get("/later")
def type_set_later():
    response = make_response(request.args["text"])
    response.mimetype = "text/plain"
    # ok: py.reflected-xss
    return response


@app.get("/stored")
def looked_up():
    order = find_order(request.args["number"])
    # ok: py.reflected-xss
    return to_page(order.number)


@app.get("/mapping")
def mapping():
    # ok: py.reflected-xss
    return {"q": request.args["q"]}


@app.get("/headers")
def with_headers():
    # ruleid: py.reflected-xss
    return f"<p>{request.args['text']}</p>", 200, {"X-Frame-Options": "DENY"}


@app.get("/typed")
def with_another_type():
    # ok: py.reflected-xss
    return request.args["text"], 200, {"Content-Type": "text/plain"}


@app.get("/field")
def quotes_left_alone():
    shown = html.escape(request.args["text"], quote=False)
    # ruleid: py.reflected-xss
    return f'<input value="{shown}">'


@app.get("/paragraph")
def no_quotes_to_leave():
    shown = html.escape(request.args["text"], quote=False)
    # ok: py.reflected-xss
    return f"<p>{shown}</p>"


class Greeting(View):
    def get(self, request, nickname):
        # ruleid: py.reflected-xss
        return HttpResponse("<h1>%s</h1>" % nickname)

    def post(self, request, page):
        # ok: py.reflected-xss
        return HttpResponse("<p>%s</p>" % page)


import cherrypy


def filled():
    response = make_response()
    # ruleid: py.reflected-xss
    response.set_data("<p>" + request.args["words"] + "</p>")
    return response


class Shop:
    @cherrypy.expose
    def hello(self, name):
        # ruleid: py.reflected-xss
        return "<h1>" + name + "</h1>"

    @cherrypy.expose
    @cherrypy.tools.json_out()
    def data(self, name):
        # ok: py.reflected-xss
        return {"name": name}

    @cherrypy.expose
    def plain(self, name):
        cherrypy.response.headers["Content-Type"] = "text/plain"
        # ok: py.reflected-xss
        return "Hello " + name

    @cherrypy.expose
    def page(self, name):
        cherrypy.response.headers["Content-Type"] = "text/html; charset=utf-8"
        # ruleid: py.reflected-xss
        return "Hello " + name

    @cherrypy.expose
    def language(self, name):
        cherrypy.response.headers["Content-Language"] = "en"
        # ruleid: py.reflected-xss
        return "Hello " + name


class Falcon:
    def on_get(self, req, resp, name):
        resp.content_type = "text/html"
        # ruleid: py.reflected-xss
        resp.text = "<h1>" + name + "</h1>"

    def on_put(self, req, resp, name):
        resp.content_type = "text/plain"
        # ok: py.reflected-xss
        resp.text = name
