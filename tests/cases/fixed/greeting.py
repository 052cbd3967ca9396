from flask import Flask, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args["name"]
    return f"<h1>Hello {name}</h1>"


assert hello() == "<h1>Hello Ada</h1>"
