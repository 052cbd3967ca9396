import ssl
from ssl import TLSVersion


def old():
    context = ssl.create_default_context()
    # ruleid: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.TLSv1
    return context


def less_old(context):
    # ruleid: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.TLSv1_1


def any_version(context):
    # ruleid: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED


def imported(context):
    # ruleid: py.old-tls-version
    context.minimum_version = TLSVersion.SSLv3


def good(context):
    # ok: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.TLSv1_2


def best(context):
    # ok: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.TLSv1_3


def configured(context, version):
    # ok: py.old-tls-version
    context.minimum_version = version
