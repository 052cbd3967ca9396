from Crypto.Cipher import AES, ARC4, DES, DES3
from Cryptodome.Cipher import Blowfish
from cryptography.hazmat.decrepit.ciphers import algorithms as old
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def short_blocks(key, iv):
    # ruleid: py.weak-cipher
    return DES3.new(key, DES3.MODE_CBC, iv)


def shorter(key, iv):
    # ruleid: py.weak-cipher
    return DES.new(key, DES.MODE_CBC, iv)


def stream(key):
    # ruleid: py.weak-cipher
    return ARC4.new(key)


def fish(key, iv):
    # ruleid: py.weak-cipher
    return Blowfish.new(key, Blowfish.MODE_CBC, iv)


def modern_library(key, iv):
    # ruleid: py.weak-cipher
    return Cipher(algorithms.TripleDES(key), modes.CBC(iv))


def moved(key):
    # ruleid: py.weak-cipher
    return Cipher(old.ARC4(key), None)


def strong(key, nonce):
    # ok: py.weak-cipher
    return AES.new(key, AES.MODE_GCM, nonce=nonce)


def strong_too(key, iv):
    # ok: py.weak-cipher
    return Cipher(algorithms.AES(key), modes.GCM(iv))


def another_class(designs, key):
    # ok: py.weak-cipher
    return designs.DES.new(key)


import pyDes


def old_library(key):
    # ruleid: py.weak-cipher
    return pyDes.des(key, pyDes.CBC, bytes(8))
