import string

import jinja2
from aiohttp import web
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import get_template
from fastapi import FastAPI
from flask import Flask, abort, jsonify, render_template, render_template_string, request
from mako.template import Template as MakoTemplate
from pydantic import BaseModel

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
PAGES = {"terms": "legal/terms.html", "privacy": "legal/privacy.html"}


class Letter(BaseModel):
    template: str
    recipient: str


# unsafe: template-injection - the query string becomes part of the template's source
@app.get("/greet")
def greet():
    name = request.args.get("name", "guest")
    return render_template_string("<h1>Good morning, " + name + "!</h1>")


# safe: template-injection - the value is handed over as a variable
@app.get("/welcome")
def welcome():
    name = request.args.get("name", "guest")
    return render_template_string("<h1>Good morning, {{ name }}!</h1>", name=name)


# unsafe: template-injection - the client's text is compiled
@api.post("/letters/preview")
def preview_letter(letter: Letter):
    env = jinja2.Environment(autoescape=True)
    return {"text": env.from_string(letter.template).render(recipient=letter.recipient)}


# safe: template-injection - string.Template only replaces names
@api.post("/letters/plain")
def plain_letter(letter: Letter):
    text = string.Template(letter.template).safe_substitute(recipient=letter.recipient)
    return {"text": text}


# unsafe: template-injection - Django's template engine compiles a form field
def signature_preview(request):
    source = request.POST.get("signature", "")
    page = Template("<div class='sig'>" + source + "</div>")
    return HttpResponse(page.render(Context({"user": request.user})))


# safe: template-injection - the same field is a variable of a constant template
def signature_show(request):
    source = request.POST.get("signature", "")
    page = Template("<div class='sig'>{{ signature }}</div>")
    return HttpResponse(page.render(Context({"user": request.user, "signature": source})))


# unsafe: template-injection - Mako runs Python between its marks
@routes.post("/banner")
async def banner(request: web.Request) -> web.Response:
    form = await request.post()
    lines = ["<%page expression_filter='h'/>", f"<p>{form.get('text', '')}</p>", "<p>${year}</p>"]
    html = MakoTemplate("\n".join(lines)).render(year=2024)
    return web.Response(text=html, content_type="text/html")


# safe: template-injection - constant source, the field is an argument
@routes.post("/notice")
async def notice(request: web.Request) -> web.Response:
    form = await request.post()
    lines = ["<%page expression_filter='h'/>", "<p>${text}</p>", "<p>${year}</p>"]
    html = MakoTemplate("\n".join(lines)).render(year=2024, text=str(form.get("text", "")))
    return web.Response(text=html, content_type="text/html")


# unsafe: template-injection - through the attribute of an object
class Reminder:
    def __init__(self, subject):
        self.subject = subject

    def text(self, due):
        return jinja2.Template("%s (due {{ due }})" % self.subject).render(due=due)


@app.post("/reminders")
def create_reminder():
    payload = request.get_json()
    reminder = Reminder(payload.get("subject", "Reminder"))
    return jsonify(preview=reminder.text("tomorrow"))


# safe: template-injection - the attribute is rendered, not compiled
class Invitation:
    def __init__(self, subject):
        self.subject = subject

    def text(self, due):
        return jinja2.Template("{{ subject }} (until {{ due }})").render(subject=self.subject, due=due)


@app.post("/invitations")
def create_invitation():
    payload = request.get_json()
    invitation = Invitation(payload.get("subject", "Invitation"))
    return jsonify(preview=invitation.text("tomorrow"))


# safe: template-injection - the template's name comes out of a constant table
def legal(request, page):
    template = get_template(PAGES.get(page, "legal/terms.html"))
    return HttpResponse(template.render({"country": request.GET.get("country", "")}, request))


# safe: template-injection - names that are not on the list end the request
@app.get("/help/<topic>")
def help_page(topic):
    if topic not in {"billing", "delivery", "returns"}:
        abort(404)
    return render_template(f"help/{topic}.html", query=request.args.get("q", ""))
