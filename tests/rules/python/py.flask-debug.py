import asyncio
import os

from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.serving import run_simple

app = Flask(__name__)
other = Flask("other")


def create_app():
    return Flask("made")


# ruleid: py.flask-debug
app.debug = True
# ruleid: py.flask-debug
app.config["DEBUG"] = True

if __name__ == "__main__":
    # ruleid: py.flask-debug
    app.run(debug=True)
    # ruleid: py.flask-debug
    app.run(host="127.0.0.1", debug=True, port=8000)
    # ruleid: py.flask-debug
    create_app().run(debug=True)
    # ruleid: py.flask-debug
    run_simple("localhost", 8000, app, use_debugger=True)
    # ruleid: py.flask-debug
    wrapped = DebuggedApplication(app, evalex=True)

    # ok: py.flask-debug
    app.run(port=8000)
    # ok: py.flask-debug
    app.run(debug=False)
    # ok: py.flask-debug
    app.run(debug=os.environ.get("DEBUG") == "1")
    # ok: py.flask-debug
    asyncio.run(main(), debug=True)
    # ok: py.flask-debug
    tool.run("--check", debug=True)
    # ok: py.flask-debug
    app.config["DEBUG"] = False


def configured(app):
    # ruleid: py.flask-debug
    app.config.from_mapping(DEBUG=True, TESTING=False)


def configured_safely(app):
    # ok: py.flask-debug
    app.config.from_mapping(DEBUG=False, TESTING=False)
