import gzip
import zlib

from flask import request

LIMIT = 10_000_000


def events():
    # ruleid: py.decompression-of-request
    return gzip.decompress(request.get_data()).splitlines()


def packed():
    data = request.files["data"].read()
    # ruleid: py.decompression-of-request
    return zlib.decompress(data)


async def body(request):
    raw = await request.body()
    # ruleid: py.decompression-of-request
    return zlib.decompress(raw, wbits=31)


def limited():
    # ok: py.decompression-of-request
    return zlib.decompressobj().decompress(request.get_data(), LIMIT)


def own(path):
    # ok: py.decompression-of-request
    return gzip.decompress(path.read_bytes())


def packing():
    # ok: py.decompression-of-request
    return zlib.compress(request.get_data())
