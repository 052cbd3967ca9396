import hashlib
import os

import bcrypt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

ROUNDS = 1000
ENOUGH = 600_000


def store(password, salt):
    # ruleid: py.few-hash-rounds
    return hashlib.pbkdf2_hmac("sha256", password, salt, 1000)


def store_constant(password, salt):
    # ruleid: py.few-hash-rounds
    return hashlib.pbkdf2_hmac("sha256", password, salt, ROUNDS)


def derive(salt):
    # ruleid: py.few-hash-rounds
    return PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=10_000)


def quick(password):
    # ruleid: py.few-hash-rounds
    return bcrypt.hashpw(password, bcrypt.gensalt(rounds=4))


def small(password, salt):
    # ruleid: py.few-hash-rounds
    return hashlib.scrypt(password, salt=salt, n=1024, r=8, p=1)


def slow(password, salt):
    # ok: py.few-hash-rounds
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)


def slow_constant(password, salt):
    # ok: py.few-hash-rounds
    return hashlib.pbkdf2_hmac("sha512", password, salt, ENOUGH)


def usual(password):
    # ok: py.few-hash-rounds
    return bcrypt.hashpw(password, bcrypt.gensalt(rounds=12))


def default(password):
    # ok: py.few-hash-rounds
    return bcrypt.hashpw(password, bcrypt.gensalt())


def memory(password):
    # ok: py.few-hash-rounds
    return hashlib.scrypt(password, salt=os.urandom(16), n=16384, r=8, p=1)
