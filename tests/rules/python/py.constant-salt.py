import hashlib
import os

import bcrypt
from Crypto.Protocol.KDF import PBKDF2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

SALT = b"pepper and salt"


def store(password):
    # ruleid: py.constant-salt
    return hashlib.pbkdf2_hmac("sha256", password, b"salt", 600_000)


def store_constant(password):
    # ruleid: py.constant-salt
    return hashlib.pbkdf2_hmac("sha256", password, SALT, 600_000)


def memory(password):
    salt = b"saltsalt"
    # ruleid: py.constant-salt
    return hashlib.scrypt(password, salt=salt, n=2**14, r=8, p=1)


def derive():
    # ruleid: py.constant-salt
    return PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=bytes(16), iterations=600_000)


def other(password):
    # ruleid: py.constant-salt
    return PBKDF2(password, "shop".encode(), 32, count=600_000)


def fresh(password):
    salt = os.urandom(16)
    # ok: py.constant-salt
    return salt + hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)


def given(password, salt):
    # ok: py.constant-salt
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)


def of_user(user, password):
    # ok: py.constant-salt
    return hashlib.scrypt(password, salt=user["salt"], n=2**14, r=8, p=1)


def check(password, row):
    # ok: py.constant-salt
    return bcrypt.hashpw(password, row.get("hash"))


def configured(password):
    # ok: py.constant-salt
    return hashlib.pbkdf2_hmac("sha256", password, os.environ["SALT"].encode(), 600_000)
