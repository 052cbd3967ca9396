import ssl


def server(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    # ok: py.tls-hostname-unchecked
    context.check_hostname = False
    return context


def server_by_purpose(certificate):
    context = ssl.create_default_context(purpose=ssl.Purpose.CLIENT_AUTH)
    # ok: py.tls-hostname-unchecked
    context.check_hostname = False
    return context


def client_of_both(certificate):
    listening = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    listening.load_cert_chain(certificate)
    asking = ssl.create_default_context()
    # ruleid: py.tls-hostname-unchecked
    asking.check_hostname = False
    return listening, asking
