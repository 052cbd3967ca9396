from Crypto.Cipher import PKCS1_OAEP, PKCS1_v1_5
from Crypto.Signature import pkcs1_15
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15


def seal(key, data):
    # ruleid: py.rsa-padding
    return key.encrypt(data, padding.PKCS1v15())


def unseal(key, data):
    # ruleid: py.rsa-padding
    return key.decrypt(data, PKCS1v15())


def other(key):
    # ruleid: py.rsa-padding
    return PKCS1_v1_5.new(key)


def strong(key, data):
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    # ok: py.rsa-padding
    return key.encrypt(data, oaep)


def strong_too(key):
    # ok: py.rsa-padding
    return PKCS1_OAEP.new(key)


def sign(key, data):
    # ok: py.rsa-padding
    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def sign_too(key, digest):
    # ok: py.rsa-padding
    return pkcs1_15.new(key).sign(digest)
