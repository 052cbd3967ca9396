import os

from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def same(key):
    # ruleid: py.key-as-nonce
    return AES.new(key, AES.MODE_CBC, key)


def beginning(key):
    # ruleid: py.key-as-nonce
    return AES.new(key, AES.MODE_CBC, key[:16])


def keyword(key):
    # ruleid: py.key-as-nonce
    return AES.new(key, AES.MODE_CBC, iv=key[:16])


def modern(key):
    # ruleid: py.key-as-nonce
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def fresh(key):
    # ok: py.key-as-nonce
    return AES.new(key, AES.MODE_CBC, os.urandom(16))


def apart(key, iv):
    # ok: py.key-as-nonce
    return AES.new(key, AES.MODE_CBC, iv)


def of_message(key, message):
    # ok: py.key-as-nonce
    return Cipher(algorithms.AES(key), modes.CBC(message[:16]))
