from ssl import _create_unverified_context
import ssl
from urllib.request import urlopen


def fetch(url):
    # ruleid: py.unverified-tls-context
    return urlopen(url, context=ssl._create_unverified_context())


def everywhere():
    # ruleid: py.unverified-tls-context
    ssl._create_default_https_context = ssl._create_unverified_context


def kept():
    # ruleid: py.unverified-tls-context
    context = ssl._create_unverified_context(cafile=None)
    return context


def imported(url):
    # ruleid: py.unverified-tls-context
    return urlopen(url, context=_create_unverified_context())


def checked(url):
    # ok: py.unverified-tls-context
    return urlopen(url, context=ssl.create_default_context())


def own_authority(url):
    # ok: py.unverified-tls-context
    return urlopen(url, context=ssl.create_default_context(cafile="/etc/ssl/company-ca.pem"))


def default(url):
    # ok: py.unverified-tls-context
    return urlopen(url)


def as_chosen(verify):
    if verify:
        context = ssl.create_default_context()
    else:
        # ok: py.unverified-tls-context
        context = ssl._create_unverified_context()
    return context
