import argparse
import asyncio
import logging
import os

import uvicorn
from configurations import Configuration
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from fastapi import FastAPI
from flask import Flask, jsonify
from starlette.applications import Starlette
from werkzeug.debug import DebuggedApplication
from werkzeug.serving import run_simple


# unsafe: debug-mode - the interactive debugger of Werkzeug
def serve_shop() -> None:
    app = Flask("shop")
    app.add_url_rule("/health", view_func=lambda: jsonify(ok=True))
    app.run(host="127.0.0.1", port=8000, debug=True)


# safe: debug-mode - the same without the debugger
def serve_catalog() -> None:
    app = Flask("catalog")
    app.add_url_rule("/health", view_func=lambda: jsonify(ok=True))
    app.run(host="127.0.0.1", port=8000, debug=False)


# unsafe: debug-mode - the settings of a public site
class Production(Configuration):
    DEBUG = True
    ALLOWED_HOSTS = ["www.example.com"]
    SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
    SECURE_SSL_REDIRECT = True


# safe: debug-mode - the settings of a public site
class PublicSite(Configuration):
    DEBUG = False
    ALLOWED_HOSTS = ["www.example.com"]
    SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
    SECURE_SSL_REDIRECT = True


# unsafe: debug-mode - tracebacks in the answers of the service
def create_api() -> FastAPI:
    api = FastAPI(title="Orders", version="2.1", debug=True)

    @api.get("/orders/{number}")
    async def order(number: int) -> dict:
        return {"number": number}

    return api


# safe: debug-mode - no tracebacks in the answers of the service
def create_service() -> FastAPI:
    api = FastAPI(title="Stock", version="2.1", debug=False)

    @api.get("/stock/{number}")
    async def stock(number: int) -> dict:
        return {"number": number}

    return api


# unsafe: debug-mode - the debugger's console is wrapped around the application
def wrap_for_deployment(app: Flask):
    app.config["PREFERRED_URL_SCHEME"] = "https"
    wrapped = DebuggedApplication(app.wsgi_app, evalex=True)
    app.wsgi_app = wrapped
    return app


# unsafe: debug-mode - settings.configure with a flag that is set just above
def bootstrap_wsgi():
    debug = True
    settings.configure(
        DEBUG=debug,
        ALLOWED_HOSTS=["api.example.com"],
        SECRET_KEY=os.environ["DJANGO_SECRET_KEY"],
        ROOT_URLCONF="project.urls",
    )
    return get_wsgi_application()


# safe: debug-mode - the flag is off unless the environment asks for it
def bootstrap_site():
    debug = os.environ.get("DJANGO_DEBUG", "0") == "1"
    settings.configure(
        DEBUG=debug,
        ALLOWED_HOSTS=["site.example.com"],
        SECRET_KEY=os.environ["DJANGO_SECRET_KEY"],
        ROOT_URLCONF="project.urls",
    )
    return get_wsgi_application()


# safe: debug-mode - the constant decides that the flag stays off
def create_gateway(routes) -> Starlette:
    stage = "prod"
    match stage:
        case "dev":
            debug = True
        case _:
            debug = False
    return Starlette(debug=debug, routes=routes)


# safe: debug-mode - a log level of the same name
def configure_logging(verbose: bool) -> logging.Logger:
    log = logging.getLogger("shop")
    log.setLevel(logging.DEBUG if verbose else logging.INFO)
    log.debug("logging configured, debug=%s", verbose)
    return log


# safe: debug-mode - asyncio's debug flag in a maintenance script, nothing is served
def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=int, default=100)
    args = parser.parse_args()

    async def vacuum() -> None:
        for n in range(args.limit):
            await asyncio.sleep(0)
            print("row", n)

    asyncio.run(vacuum(), debug=True)


# safe: debug-mode - reloader and debugger are both off
def preview(app: Flask) -> None:
    print("preview on http://127.0.0.1:5050/")
    run_simple("127.0.0.1", 5050, app, use_debugger=False, use_reloader=False)


# safe: debug-mode - "debug" is a log level of the server here
def serve_locally(api: FastAPI) -> None:
    options = {"host": "127.0.0.1", "port": 8080, "log_level": "debug"}
    uvicorn.run(api, **options)
