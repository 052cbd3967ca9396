import hashlib
import os

from cryptography.hazmat.primitives import hashes


def register(user, password):
    # ruleid: py.fast-password-hash
    user.secret = hashlib.sha256(password.encode()).hexdigest()


def salted(salt, user):
    # ruleid: py.fast-password-hash
    return hashlib.sha512(salt + user.password.encode("utf-8")).digest()


def formatted(salt, form):
    text = f"{salt}{form['password']}"
    # ruleid: py.fast-password-hash
    return hashlib.sha256(text.encode()).hexdigest()


def in_steps(password):
    state = hashlib.sha256()
    state.update(os.urandom(8))
    # ruleid: py.fast-password-hash
    state.update(password.encode())
    return state.hexdigest()


def other_library(password):
    state = hashes.Hash(hashes.SHA256())
    # ruleid: py.fast-password-hash
    state.update(password.encode())
    return state.finalize()


def short(pwd):
    # ruleid: py.fast-password-hash
    return hashlib.blake2b(pwd.encode()).hexdigest()


def slow(password, salt):
    # ok: py.fast-password-hash
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def rounds(password, salt):
    # ok: py.fast-password-hash
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)


def file_digest(data):
    # ok: py.fast-password-hash
    return hashlib.sha256(data).hexdigest()


def token_digest(token):
    # ok: py.fast-password-hash
    return hashlib.sha256(token.encode()).hexdigest()


def already_slow(hasher, password):
    stored = hasher.hash(password)
    # ok: py.fast-password-hash
    return hashlib.sha256(stored.encode()).hexdigest()


def response(challenge, password):
    # ok: py.fast-password-hash
    return hashlib.sha256(challenge + password).hexdigest()


def salted_with_a_nonce(nonce, password):
    # ruleid: py.fast-password-hash
    return hashlib.sha256(nonce + password.encode()).hexdigest()
