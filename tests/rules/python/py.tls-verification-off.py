import httpx
import requests

session = requests.Session()


def fetch(url):
    # ruleid: py.tls-verification-off
    return requests.get(url, verify=False, timeout=5)


def fetch_async():
    # ruleid: py.tls-verification-off
    return httpx.AsyncClient(verify=False)


def send(url, body):
    # ruleid: py.tls-verification-off
    return session.post(url, json=body, verify=False)


def prepared():
    session = requests.Session()
    # ruleid: py.tls-verification-off
    session.verify = False
    return session


def every(urls):
    with requests.Session() as session:
        # ruleid: py.tls-verification-off
        session.verify = False
        return [session.get(url) for url in urls]


def fetch_stream(url):
    # ruleid: py.tls-verification-off
    return httpx.stream("GET", url, verify=False)


def checked(url):
    # ok: py.tls-verification-off
    return requests.get(url, verify=True, timeout=5)


def own_authority(url):
    # ok: py.tls-verification-off
    return requests.get(url, verify="/etc/ssl/company-ca.pem", timeout=5)


def default(url):
    # ok: py.tls-verification-off
    return session.get(url, timeout=5)


def form(check):
    # ok: py.tls-verification-off
    return check(verify=False)


def signature(token, box):
    # ok: py.tls-verification-off
    box.verify = False
    return box
