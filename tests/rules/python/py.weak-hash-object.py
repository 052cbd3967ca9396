from Crypto.Hash import MD5, SHA1, SHA256
from Cryptodome.Hash import MD4
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA1 as OldHash
from cryptography.hazmat.primitives.twofactor.totp import TOTP


def digest(data):
    # ruleid: py.weak-hash-object
    state = hashes.Hash(hashes.MD5())
    state.update(data)
    return state.finalize()


def digest_again(data):
    # ruleid: py.weak-hash-object
    state = hashes.Hash(OldHash())
    state.update(data)
    return state.finalize()


def sign(key, data):
    # ruleid: py.weak-hash-object
    return key.sign(data, padding.PKCS1v15(), hashes.SHA1())


def sign_short(key, data):
    # ruleid: py.weak-hash-object
    return key.sign(data, ec.ECDSA(hashes.SHA1()))


def other(data):
    # ruleid: py.weak-hash-object
    return MD5.new(data).hexdigest()


def another(data):
    # ruleid: py.weak-hash-object
    return SHA1.new(data=data).digest()


def oldest(data):
    # ruleid: py.weak-hash-object
    return MD4.new(data).digest()


def strong(data):
    # ok: py.weak-hash-object
    return SHA256.new(data).digest()


def strong_too(data):
    # ok: py.weak-hash-object
    state = hashes.Hash(hashes.SHA256())
    state.update(data)
    return state.finalize()


def codes(key):
    # ok: py.weak-hash-object
    return TOTP(key, 6, hashes.SHA1(), 30)


def seal(key, data):
    # ok: py.weak-hash-object
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    return key.encrypt(data, oaep)
