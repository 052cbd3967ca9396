from Crypto.PublicKey import DSA
from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric import dh, dsa
from cryptography.hazmat.primitives.asymmetric import rsa
from paramiko import RSAKey

SIZE = 1024


def modern():
    # ruleid: py.short-rsa-key
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


def positional():
    # ruleid: py.short-rsa-key
    return rsa.generate_private_key(65537, 1024)


def constant():
    # ruleid: py.short-rsa-key
    return rsa.generate_private_key(public_exponent=65537, key_size=SIZE)


def other_library():
    # ruleid: py.short-rsa-key
    return RSA.generate(1024)


def other_scheme():
    # ruleid: py.short-rsa-key
    return DSA.generate(1024)


def signatures():
    # ruleid: py.short-rsa-key
    return dsa.generate_private_key(key_size=1024)


def agreement():
    # ruleid: py.short-rsa-key
    return dh.generate_parameters(generator=2, key_size=512)


def shell():
    # ruleid: py.short-rsa-key
    return RSAKey.generate(bits=1024)


def long_enough():
    # ok: py.short-rsa-key
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def longer():
    # ok: py.short-rsa-key
    return RSA.generate(3072)


def given(bits):
    # ok: py.short-rsa-key
    return RSA.generate(bits)


def of_settings(settings):
    # ok: py.short-rsa-key
    return rsa.generate_private_key(public_exponent=65537, key_size=settings.bits)
