from Crypto.Cipher import AES, ARC4, DES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305


def old_block(key, data):
    # ruleid: py.weak-cipher
    return DES.new(key, DES.MODE_CBC).encrypt(data)


def old_stream(key, data):
    # ruleid: py.weak-cipher
    return ARC4.new(key).encrypt(data)


def triple(key, iv):
    # ruleid: py.weak-cipher
    return Cipher(algorithms.TripleDES(key), modes.CBC(iv))


def sealed(key, nonce, data):
    # ok: py.weak-cipher
    return AESGCM(key).encrypt(nonce, data, None)


def aes(key, iv):
    # ok: py.weak-cipher
    return Cipher(algorithms.AES(key), modes.CTR(iv))


def stream(key, nonce, data):
    # ok: py.weak-cipher
    return ChaCha20Poly1305(key).encrypt(nonce, data, None)


def authenticated(key):
    # ok: py.weak-cipher
    return AES.new(key, AES.MODE_GCM)
