"""As much of the web framework as the programs beside it use."""

from types import SimpleNamespace

request = SimpleNamespace(args={"name": "Ada", "next": "/account"})


class Flask:
    def __init__(self, _name):
        self.views = {}

    def route(self, path):
        return lambda view: self.views.setdefault(path, view)


def redirect(address):
    return "302", address
