import ssl

from OpenSSL import SSL


def oldest():
    # ruleid: py.old-tls-protocol
    return ssl.SSLContext(ssl.PROTOCOL_SSLv3)


def old(sock):
    # ruleid: py.old-tls-protocol
    return ssl.wrap_socket(sock, ssl_version=ssl.PROTOCOL_TLSv1)


def other():
    # ruleid: py.old-tls-protocol
    return SSL.Context(SSL.TLSv1_METHOD)


def limited(context):
    # ruleid: py.old-tls-protocol
    context.maximum_version = ssl.TLSVersion.TLSv1_1


def good():
    # ok: py.old-tls-protocol
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def other_good():
    # ok: py.old-tls-protocol
    return SSL.Context(SSL.TLS_METHOD)


def at_most(context):
    # ok: py.old-tls-protocol
    context.maximum_version = ssl.TLSVersion.TLSv1_3
