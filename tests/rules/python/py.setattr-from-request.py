from flask import request

FIELDS = ("title", "text")


def change(post):
    for name, value in request.get_json().items():
        # ruleid: py.setattr-from-request
        setattr(post, name, value)


def django_view(request, post):
    for name in request.POST:
        # ruleid: py.setattr-from-request
        setattr(post, name, request.POST[name])


def at_once(post):
    # ruleid: py.setattr-from-request
    post.__dict__.update(request.json)


def named(post):
    for name in FIELDS:
        # ok: py.setattr-from-request
        setattr(post, name, request.form[name])


def listed(post):
    for name, value in request.get_json().items():
        if name in FIELDS:
            # ok: py.setattr-from-request
            setattr(post, name, value)


def one(post):
    # ok: py.setattr-from-request
    setattr(post, "title", request.form["title"])


def own(post, values):
    for name, value in values.items():
        # ok: py.setattr-from-request
        setattr(post, name, value)


def listed(post):
    given = request.get_json()
    if not set(given) <= ALLOWED:
        raise ValueError("unknown field")
    for name, value in given.items():
        # ok: py.setattr-from-request
        setattr(post, name, value)


def subset(post):
    given = request.get_json()
    if not ALLOWED.issuperset(given):
        raise ValueError("unknown field")
    for name, value in given.items():
        # ok: py.setattr-from-request
        setattr(post, name, value)
