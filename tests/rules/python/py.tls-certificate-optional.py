import ssl


def first():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # ruleid: py.tls-certificate-optional
    context.verify_mode = ssl.CERT_NONE
    return context


class Client:
    def __init__(self, context):
        self.context = context
        # ruleid: py.tls-certificate-optional
        self.context.verify_mode = ssl.CERT_NONE


def switched(context, development):
    if development:
        # ruleid: py.tls-certificate-optional
        context.verify_mode = ssl.CERT_NONE
    return context


def required(context):
    # ok: py.tls-certificate-optional
    context.verify_mode = ssl.CERT_REQUIRED


def chosen(context, mode):
    # ok: py.tls-certificate-optional
    context.verify_mode = mode


def is_open(context):
    # ok: py.tls-certificate-optional
    return context.verify_mode == ssl.CERT_NONE
