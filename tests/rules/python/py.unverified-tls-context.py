import ssl
from urllib.request import urlopen


def fetch(url):
    # ruleid: py.unverified-tls-context
    return urlopen(url, context=ssl._create_unverified_context())


def context():
    # ruleid: py.unverified-tls-context
    unchecked = ssl._create_unverified_context()
    return unchecked


# ruleid: py.unverified-tls-context
ssl._create_default_https_context = ssl._create_unverified_context


def checked(url):
    # ok: py.unverified-tls-context
    return urlopen(url, context=ssl.create_default_context())


def own_authority(path):
    # ok: py.unverified-tls-context
    return ssl.create_default_context(cafile=path)


def plain():
    # ok: py.unverified-tls-context
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
