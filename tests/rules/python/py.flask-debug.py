import os

from flask import Flask

app = Flask(__name__)


def start():
    # ruleid: py.flask-debug
    app.run(debug=True)


def start_on_port():
    # ruleid: py.flask-debug
    app.run(host="127.0.0.1", port=8000, debug = True)


def start_with_reloader():
    # ruleid: py.flask-debug
    app.run(
        debug=True,
        use_reloader=True,
    )


def plain():
    # ok: py.flask-debug
    app.run(port=8000)


def off():
    # ok: py.flask-debug
    app.run(debug=False)


def from_outside():
    # ok: py.flask-debug
    app.run(debug=os.environ.get("SHOP_DEBUG") == "1")


def other_task(task):
    # ok: py.flask-debug
    task.run(verbose=True)
