import os

from Crypto.Cipher import AES, ChaCha20
from Crypto.Random import get_random_bytes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

IV = b"0123456789abcdef"


def chained(key):
    # ruleid: py.constant-nonce
    return AES.new(key, AES.MODE_CBC, b"0000000000000000")


def constant(key):
    # ruleid: py.constant-nonce
    return AES.new(key, AES.MODE_CBC, iv=IV)


def zero(key):
    iv = b"\x00" * 16
    # ruleid: py.constant-nonce
    return AES.new(key, AES.MODE_CBC, iv)


def modern(key):
    # ruleid: py.constant-nonce
    return Cipher(algorithms.AES(key), modes.CBC(bytes(16)))


def local(key):
    nonce = b"twelve bytes"
    # ruleid: py.constant-nonce
    return Cipher(algorithms.AES(key), modes.GCM(nonce))


def sealed(key, data):
    # ruleid: py.constant-nonce
    return AESGCM(key).encrypt(b"unique nonce", data, None)


def sealed_in_steps(key, data):
    box = ChaCha20Poly1305(key)
    # ruleid: py.constant-nonce
    return box.encrypt(b"unique nonce", data, None)


def stream(key):
    # ruleid: py.constant-nonce
    return ChaCha20.new(key=key, nonce=b"12345678")


def fresh(key):
    iv = os.urandom(16)
    # ok: py.constant-nonce
    return iv, AES.new(key, AES.MODE_CBC, iv)


def drawn(key):
    # ok: py.constant-nonce
    return AES.new(key, AES.MODE_CBC, iv=get_random_bytes(AES.block_size))


def received(key, message):
    # ok: py.constant-nonce
    return Cipher(algorithms.AES(key), modes.CBC(message[:16]))


def from_table(key, message):
    # ok: py.constant-nonce
    return AES.new(key, AES.MODE_GCM, nonce=message["nonce"])


def fresh_box(key, data):
    nonce = os.urandom(12)
    # ok: py.constant-nonce
    return nonce + AESGCM(key).encrypt(nonce, data, b"header")


def other_library(client, data):
    # ok: py.constant-nonce
    return client.encrypt(b"name of the key", data, None)
