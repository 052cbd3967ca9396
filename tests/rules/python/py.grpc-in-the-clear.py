import grpc

NEAR = "localhost:50051"


def stock():
    # ruleid: py.grpc-in-the-clear
    return grpc.insecure_channel("stock.shop.io:50051")


def given(target):
    # ruleid: py.grpc-in-the-clear
    return grpc.aio.insecure_channel(target)


def serve(server):
    # ruleid: py.grpc-in-the-clear
    server.add_insecure_port("[::]:50051")


def secure():
    # ok: py.grpc-in-the-clear
    return grpc.secure_channel("stock.shop.io:443", grpc.ssl_channel_credentials())


def near():
    # ok: py.grpc-in-the-clear
    return grpc.insecure_channel(NEAR)


def serve_near(server):
    # ok: py.grpc-in-the-clear
    server.add_insecure_port("127.0.0.1:50051")
