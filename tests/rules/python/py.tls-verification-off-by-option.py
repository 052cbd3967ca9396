import functools

import httpx
import requests

DEFAULTS = {"timeout": 5, "allow_redirects": False}


# ruleid: py.tls-verification-off-by-option
load = functools.partial(requests.get, verify=False, timeout=5)
# ok: py.tls-verification-off-by-option
load_safely = functools.partial(requests.get, timeout=5)


def fetch(address):
    options = {"timeout": 5, "verify": False}
    # ruleid: py.tls-verification-off-by-option
    return requests.get(address, **options)


def client():
    settings = {"verify": False, "http2": True}
    # ruleid: py.tls-verification-off-by-option
    return httpx.AsyncClient(**settings)


class Partner:
    CHECK = False

    def send(self, address, body):
        # ruleid: py.tls-verification-off-by-option
        return requests.post(address, json=body, verify=self.CHECK, timeout=5)


def fetch_safely(address):
    # ok: py.tls-verification-off-by-option
    return requests.get(address, **DEFAULTS)


def with_authority(address):
    options = {"verify": "/etc/ssl/company-ca.pem"}
    # ok: py.tls-verification-off-by-option
    return requests.get(address, **options)


class Checked:
    CHECK = True

    def send(self, address, body):
        # ok: py.tls-verification-off-by-option
        return requests.post(address, json=body, verify=self.CHECK, timeout=5)


def stored(form):
    options = {"verify": False}
    # ok: py.tls-verification-off-by-option
    return form.update(**options)
