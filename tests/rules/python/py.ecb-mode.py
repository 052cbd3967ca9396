from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def positional(key, data):
    # ruleid: py.ecb-mode
    return AES.new(key, AES.MODE_ECB).encrypt(data)


def by_name(key, data):
    # ruleid: py.ecb-mode
    return AES.new(key, mode=AES.MODE_ECB).encrypt(data)


def other_library(key):
    # ruleid: py.ecb-mode
    return Cipher(algorithms.AES(key), modes.ECB())


def authenticated(key, data):
    # ok: py.ecb-mode
    return AES.new(key, AES.MODE_GCM).encrypt_and_digest(data)


def counter(key, nonce):
    # ok: py.ecb-mode
    return Cipher(algorithms.AES(key), modes.CTR(nonce))


def chained(key, iv):
    # ok: py.ecb-mode
    return AES.new(key, AES.MODE_CBC, iv)
