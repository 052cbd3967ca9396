import html

import jinja2
from aiohttp import web
from django.http import HttpResponse
from django.utils.html import format_html
from django.views import View
from fastapi import FastAPI, Form
from fastapi.responses import HTMLResponse
from flask import Flask, make_response, render_template_string, request
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import PlainTextResponse

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
LABELS = {"new": "New articles", "sale": "On sale"}


# unsafe: xss - a Flask view returns the query string as HTML
@app.get("/search")
def search():
    term = request.args.get("q", "")
    return f"<p>Nothing was found for <em>{term}</em>.</p>"


# safe: xss - the same text, escaped by markupsafe
@app.get("/find")
def find():
    term = escape(request.args.get("q", ""))
    return f"<p>Nothing was found for <em>{term}</em>.</p>"


# unsafe: xss - path parameter formatted into an HttpResponse
class Profile(View):
    def get(self, request, nickname):
        page = HttpResponse("<h1>%s</h1><p>Member since 2019</p>" % nickname)
        page["Cache-Control"] = "no-store"
        return page


# safe: xss - format_html escapes its arguments
class Team(View):
    def get(self, request, nickname):
        page = HttpResponse(format_html("<h1>{}</h1><p>Member since 2019</p>", nickname))
        page["Cache-Control"] = "no-store"
        return page


# unsafe: xss - quotes are left alone inside an attribute
@api.get("/form", response_class=HTMLResponse)
def form(prefill: str = ""):
    value = html.escape(prefill, quote=False)
    return f'<form action="/form"><input name="prefill" value="{value}"></form>'


# safe: xss - quotes are escaped too
@api.get("/form/short", response_class=HTMLResponse)
def short_form(prefill: str = ""):
    value = html.escape(prefill)
    return f'<form action="/form"><input name="prefill" value="{value}"></form>'


# unsafe: xss - list items built in a comprehension
@routes.get("/tags")
async def tags(request: web.Request) -> web.Response:
    names = request.query.getall("tag", [])
    items = "".join(["<li>" + name.strip().lower() + "</li>" for name in names])
    return web.Response(text=f"<ul>{items}</ul>", content_type="text/html")


# safe: xss - the same text as text/plain
@routes.get("/tags.txt")
async def tags_text(request: web.Request) -> web.Response:
    names = request.query.getall("tag", [])
    items = "\n".join(["* " + name.strip().lower() for name in names])
    return web.Response(
        text=items, content_type="text/plain", headers={"X-Content-Type-Options": "nosniff"}
    )


# unsafe: xss - Markup declares the formatted string to be HTML already
@app.route("/comment", methods=["POST"])
def comment():
    author = request.form.get("author", "somebody")
    line = Markup(f"<b>{author}</b> wrote:")
    return render_template_string("<div>{{ line }}</div>", line=line)


# safe: xss - Markup's own format escapes the argument
@app.route("/reply", methods=["POST"])
def reply():
    author = request.form.get("author", "somebody")
    line = Markup("<b>{}</b> replied:").format(author)
    return render_template_string("<div>{{ line }}</div>", line=line)


# unsafe: xss - a template engine without autoescape
@api.post("/cards", response_class=HTMLResponse)
def card(title: str = Form(...), body: str = Form("")):
    env = jinja2.Environment(autoescape=False)
    page = env.from_string("<article><h2>{{ title }}</h2>{{ body }}</article>")
    return page.render(title=title, body=body)


# safe: xss - the same engine with autoescape
@api.post("/cards/escaped", response_class=HTMLResponse)
def escaped_card(title: str = Form(...), body: str = Form("")):
    env = jinja2.Environment(autoescape=True)
    page = env.from_string("<article><h2>{{ title }}</h2>{{ body }}</article>")
    return page.render(title=title, body=body)


# safe: xss - the heading comes out of a constant table
def shelf(request):
    heading = LABELS.get(request.GET.get("shelf", "new"), "All articles")
    return HttpResponse("<h1>" + heading + "</h1>")


# safe: xss - a number
@app.get("/pages/<number>")
def page(number):
    try:
        current = int(number)
    except ValueError:
        return make_response("no such page", 404, {"Content-Type": "text/plain"})
    return make_response(f"<p>Page {current}, <a href='/pages/{current + 1}'>next</a></p>")


# safe: xss - echoed by a response class of another media type
async def echo(request: Request) -> PlainTextResponse:
    form = await request.form()
    return PlainTextResponse("received: " + str(form.get("message", "")))
