from flask import Flask, redirect, request

app = Flask(__name__)


@app.route("/login")
def login():
    target = request.args["next"]
    return redirect(target)


assert login() == ("302", "/account")
