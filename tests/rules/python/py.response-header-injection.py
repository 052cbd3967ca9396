from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, quote, urlparse

from django.http import HttpResponse
from flask import Response, make_response, request

LANGUAGES = {"de": "de-DE", "en": "en-GB"}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)
        self.send_response(200)
        # ruleid: py.response-header-injection
        self.send_header("X-Language", query["lang"][0])
        # ok: py.response-header-injection
        self.send_header("X-Language", LANGUAGES[query["lang"][0]])
        # ok: py.response-header-injection
        self.send_header("X-Agent", self.headers["User-Agent"])
        self.end_headers()


def flask_view():
    response = make_response("ok")
    # ruleid: py.response-header-injection
    response.headers["X-Language"] = request.args.get("lang", "en")
    return response


def django_view(request):
    response = HttpResponse("ok")
    # ruleid: py.response-header-injection
    response["Content-Disposition"] = f"attachment; filename={request.GET['name']}"
    return response


def any_header():
    response = make_response("ok")
    # ruleid: py.response-header-injection
    response.headers.add(request.args["name"], "1")
    return response


def quoted():
    response = make_response("ok")
    # ok: py.response-header-injection
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(request.args['name'])}"
    return response


def one_line():
    response = make_response("ok")
    # ok: py.response-header-injection
    response.headers["X-Language"] = request.args["lang"].replace("\n", "").replace("\r", "")
    return response


def number():
    response = make_response("ok")
    # ok: py.response-header-injection
    response.headers["X-Page"] = str(int(request.args["page"]))
    return response


def echoed():
    response = make_response("ok")
    # ok: py.response-header-injection
    response.headers["X-Request-ID"] = request.headers.get("X-Request-ID", "")
    return response


def no_header(rows):
    # ok: py.response-header-injection
    rows["Name"] = request.args["name"]
    return rows


def headers_of_an_answer():
    # ruleid: py.response-header-injection
    return "ok", 200, {"X-Language": request.args["lang"]}


def headers_of_a_response():
    # ruleid: py.response-header-injection
    return Response("ok", headers={"X-Language": request.args["lang"]})


def constant_headers():
    # ok: py.response-header-injection
    return Response(request.args["text"], headers={"Content-Type": "text/plain"})


def constant_type():
    # ok: py.response-header-injection
    return request.args["text"], 200, {"Content-Type": "text/plain"}
