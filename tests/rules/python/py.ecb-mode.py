from Crypto.Cipher import AES
from Crypto.Cipher.AES import MODE_ECB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def blocks(key):
    # ruleid: py.ecb-mode
    return AES.new(key, AES.MODE_ECB)


def keyword(key):
    # ruleid: py.ecb-mode
    return AES.new(key, mode=AES.MODE_ECB)


def imported(key):
    # ruleid: py.ecb-mode
    return AES.new(key, MODE_ECB)


def modern(key):
    # ruleid: py.ecb-mode
    return Cipher(algorithms.AES(key), modes.ECB())


def authenticated(key):
    # ok: py.ecb-mode
    return AES.new(key, AES.MODE_GCM)


def chained(key, iv):
    # ok: py.ecb-mode
    return Cipher(algorithms.AES(key), modes.CBC(iv))


def of_settings(key, settings):
    # ok: py.ecb-mode
    return AES.new(key, settings.mode)


class Vault:
    # ruleid: py.ecb-mode
    mode = AES.MODE_ECB


def by_number(key):
    # ruleid: py.ecb-mode
    return AES.new(key, 1)


def by_other_number(key, start):
    # ok: py.ecb-mode
    return AES.new(key, 2, start)
