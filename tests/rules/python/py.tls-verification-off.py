import httpx
import requests

session = requests.Session()
# ruleid: py.tls-verification-off
session.verify = False


def fetch(url):
    # ruleid: py.tls-verification-off
    return requests.get(url, verify=False, timeout=5)


def send(url, data):
    # ruleid: py.tls-verification-off
    return session.post(url, json=data, verify = False)


def modern(url):
    # ruleid: py.tls-verification-off
    return httpx.get(url, verify=False)


def checked(url):
    # ok: py.tls-verification-off
    return requests.get(url, timeout=5)


def own_authority(url):
    # ok: py.tls-verification-off
    return requests.get(url, verify="/etc/ssl/shop-ca.pem", timeout=5)


def on(url):
    # ok: py.tls-verification-off
    return httpx.get(url, verify=True)


def form(data):
    # ok: py.tls-verification-off
    return data.clean(verify=False)
