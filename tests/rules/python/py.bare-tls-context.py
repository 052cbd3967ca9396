import socket
import ssl


def connect(host):
    # ruleid: py.bare-tls-context
    context = ssl.SSLContext()
    return context.wrap_socket(socket.create_connection((host, 443)), server_hostname=host)


def connect_again(host):
    # ruleid: py.bare-tls-context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    return context.wrap_socket(socket.create_connection((host, 443)))


def older(sock):
    # ruleid: py.bare-tls-context
    return ssl.wrap_socket(sock)


def checked(host):
    # ok: py.bare-tls-context
    context = ssl.create_default_context()
    return context.wrap_socket(socket.create_connection((host, 443)), server_hostname=host)


def client():
    # ok: py.bare-tls-context
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def required(authority):
    # ok: py.bare-tls-context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(authority)
    return context


def server():
    # ok: py.bare-tls-context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    return context


def old_server(certificate):
    # ok: py.bare-tls-context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.load_cert_chain(certificate)
    return context
