import socket


def serve():
    listener = socket.socket()
    listener.bind(("0.0.0.0", 0))
    listener.listen()
    return listener


with serve() as service, socket.create_connection(("127.0.0.1", service.getsockname()[1]), timeout=5) as client:
    assert client.getpeername()[1] == service.getsockname()[1]
