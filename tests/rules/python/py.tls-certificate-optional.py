import ssl
from ssl import CERT_NONE


def lenient():
    context = ssl.create_default_context()
    # ruleid: py.tls-certificate-optional
    context.verify_mode = ssl.CERT_NONE
    return context


class Client:
    def __init__(self):
        self.context = ssl.create_default_context()
        # ruleid: py.tls-certificate-optional
        self.context.verify_mode = ssl.CERT_NONE


def imported(context):
    # ruleid: py.tls-certificate-optional
    context.verify_mode = CERT_NONE


def long_form(context):
    # ruleid: py.tls-certificate-optional
    context.verify_mode = ssl.VerifyMode.CERT_NONE


def strict():
    context = ssl.create_default_context()
    # ok: py.tls-certificate-optional
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def given(context, mode):
    # ok: py.tls-certificate-optional
    context.verify_mode = mode


def server():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # ok: py.tls-certificate-optional
    context.verify_mode = ssl.CERT_NONE
    return context


def server_again():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    # ok: py.tls-certificate-optional
    context.verify_mode = ssl.CERT_NONE
    return context


def without_authority(authority):
    context = ssl.create_default_context()
    if authority:
        context.load_verify_locations(authority)
    else:
        # ruleid: py.tls-certificate-optional
        context.verify_mode = ssl.CERT_NONE
    return context


def as_chosen(self):
    context = ssl.create_default_context()
    if self.verify_certificates:
        context.load_verify_locations("ca.pem")
    else:
        # ok: py.tls-certificate-optional
        context.verify_mode = ssl.CERT_NONE
    return context


def server_by_keyword():
    context = ssl.SSLContext(protocol=ssl.PROTOCOL_TLS_SERVER)
    # ok: py.tls-certificate-optional
    context.verify_mode = ssl.CERT_NONE
    return context
