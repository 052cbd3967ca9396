from passlib.context import CryptContext
from passlib.hash import argon2, hex_sha256, md5_crypt
from werkzeug.security import generate_password_hash

# ruleid: py.weak-password-scheme
old = CryptContext(schemes=["md5_crypt", "bcrypt"])
# ok: py.weak-password-scheme
good = CryptContext(schemes=["argon2"])
# ok: py.weak-password-scheme
moving = CryptContext(schemes=["argon2", "sha1_crypt"], deprecated="auto")

# ruleid: py.weak-password-scheme
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# ok: py.weak-password-scheme
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.MD5PasswordHasher"]


def store(password):
    # ruleid: py.weak-password-scheme
    return md5_crypt.hash(password)


def plain(password):
    # ruleid: py.weak-password-scheme
    return hex_sha256.hash(password)


def flask_way(password):
    # ruleid: py.weak-password-scheme
    return generate_password_hash(password, method="sha256")


def slow(password):
    # ok: py.weak-password-scheme
    return argon2.hash(password)


def default(password):
    # ok: py.weak-password-scheme
    return generate_password_hash(password)


def named(password):
    # ok: py.weak-password-scheme
    return generate_password_hash(password, method="scrypt")


from django.contrib.auth.hashers import make_password


def stored(password):
    # ruleid: py.weak-password-scheme
    return make_password(password, hasher="md5")


def stored_well(password):
    # ok: py.weak-password-scheme
    return make_password(password, hasher="argon2")
