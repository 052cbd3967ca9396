from urllib.parse import urlparse

from aiohttp.web import HTTPFound
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from flask import redirect, request, url_for

PLACES = {"cart": "/cart", "home": "/"}


def after_login():
    target = request.args.get("next")
    if target:
        # ruleid: py.open-redirect
        return redirect(target)
    return redirect(url_for("index"))


def with_default():
    # ruleid: py.open-redirect
    return redirect(request.args.get("next") or "/")


def django_view(request):
    # ruleid: py.open-redirect
    return HttpResponseRedirect(request.GET["next"])


def posted():
    body = request.get_json()
    # ruleid: py.open-redirect
    return redirect(body["back"], code=303)


def built():
    # ok: py.open-redirect
    return redirect(url_for("show", number=request.args["number"]))


def checked(request):
    target = request.GET.get("next")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    # ok: py.open-redirect
    return HttpResponseRedirect(target)


def checked_inside(request):
    target = request.GET.get("next")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        # ok: py.open-redirect
        return HttpResponseRedirect(target)
    return HttpResponseRedirect("/")


def path_of_this_site():
    # ok: py.open-redirect
    return redirect(f"/orders/{request.args['number']}")


def from_a_table():
    # ok: py.open-redirect
    return redirect(PLACES[request.args["place"]])


def only_one_slash_looked_at():
    target = request.args.get("next", "")
    if not target.startswith("/"):
        target = "/"
    # ruleid: py.open-redirect
    return redirect(target)


def location(response):
    # ruleid: py.open-redirect
    response.headers["Location"] = request.args["to"]
    return response


async def asynchronous(request):
    # ruleid: py.open-redirect
    raise HTTPFound(request.query["to"])


def both_slashes_looked_at():
    target = request.args.get("next", "")
    if not target.startswith("/") or target.startswith("//"):
        target = "/"
    # ok: py.open-redirect
    return redirect(target)


def without_host():
    target = request.args.get("next")
    if not target or urlparse(target).netloc != "":
        target = url_for("index")
    # ok: py.open-redirect
    return redirect(target)


def own_address(request):
    # ok: py.open-redirect
    return HttpResponseRedirect(f"/search?q={request.GET['q']}")


def after_a_constant():
    # ok: py.open-redirect
    return redirect("https://shop.example/orders/" + request.args["number"])


def by_app(app):
    # ruleid: py.open-redirect
    return app.redirect(request.args["to"])


def by_app_constant(app):
    # ok: py.open-redirect
    return app.redirect("/start")
