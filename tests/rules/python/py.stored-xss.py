from django.http import HttpResponse
from flask import Flask, jsonify, render_template
from markupsafe import escape

app = Flask(__name__)


@app.get("/users/<int:number>")
def show(number):
    row = db.execute("SELECT name FROM users WHERE number = ?", (number,)).fetchone()
    # ruleid: py.stored-xss
    return f"<h1>{row['name']}</h1>"


@app.get("/comments")
def comments():
    page = "<ul>"
    for comment in Comment.query.all():
        page += "<li>" + comment.text + "</li>"
    # ruleid: py.stored-xss
    return page


def django_view(request, number):
    user = User.objects.get(pk=number)
    # ruleid: py.stored-xss
    return HttpResponse("<p>%s</p>" % user.about)


@app.get("/safe/<int:number>")
def escaped(number):
    row = db.execute("SELECT name FROM users WHERE number = ?", (number,)).fetchone()
    # ok: py.stored-xss
    return f"<h1>{escape(row['name'])}</h1>"


@app.get("/template/<int:number>")
def template(number):
    row = db.execute("SELECT name FROM users WHERE number = ?", (number,)).fetchone()
    # ok: py.stored-xss
    return render_template("user.html", user=row)


@app.get("/json/<int:number>")
def data(number):
    row = db.execute("SELECT name FROM users WHERE number = ?", (number,)).fetchone()
    # ok: py.stored-xss
    return jsonify({"name": row["name"]})


@app.get("/count")
def count():
    rows = db.execute("SELECT name FROM users").fetchall()
    # ok: py.stored-xss
    return f"<p>{len(rows)} users</p>"


@app.get("/plain/<int:number>")
def plain(number):
    row = db.execute("SELECT name FROM users WHERE number = ?", (number,)).fetchone()
    # ok: py.stored-xss
    return {"name": row["name"]}
