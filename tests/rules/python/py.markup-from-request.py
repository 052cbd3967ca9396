import bleach
from django.shortcuts import render
from django.utils.safestring import mark_safe
from flask import Flask, render_template, request
from markupsafe import Markup

app = Flask(__name__)
ABOUT = {"shop": "<b>A shop</b>", "team": "<b>A team</b>"}


def django_view(request):
    # ruleid: py.markup-from-request
    return render(request, "user.html", {"about": mark_safe(request.POST["about"])})


@app.post("/preview")
def preview():
    text = request.form["text"].replace("\n", "<br>")
    # ruleid: py.markup-from-request
    return render_template("preview.html", text=Markup(text))


@app.get("/notes/<title>")
def note(title):
    head = "<h1>" + title + "</h1>"
    # ruleid: py.markup-from-request
    return render_template("note.html", head=Markup(head))


@app.post("/cleaned")
def cleaned():
    # ok: py.markup-from-request
    return render_template("preview.html", text=Markup(bleach.clean(request.form["text"])))


@app.get("/about")
def from_a_table():
    # ok: py.markup-from-request
    return render_template("about.html", text=Markup(ABOUT[request.args["page"]]))


@app.get("/plain")
def plain():
    # ok: py.markup-from-request
    return render_template("preview.html", text=request.args["text"])


def constant(request):
    # ok: py.markup-from-request
    return render(request, "user.html", {"about": mark_safe("<br>")})
