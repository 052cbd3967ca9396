import os
import secrets


def invite():
    # ruleid: py.short-token
    token = secrets.token_hex(4)
    return token


def session():
    # ruleid: py.short-token
    session_id = secrets.token_urlsafe(6)
    return session_id


def salted():
    # ruleid: py.short-token
    salt = os.urandom(4)
    return salt


def long_enough():
    # ok: py.short-token
    token = secrets.token_hex(16)
    return token


def default():
    # ok: py.short-token
    token = secrets.token_urlsafe()
    return token


def suffix():
    # ok: py.short-token
    suffix = secrets.token_hex(3)
    return suffix


def given(size):
    # ok: py.short-token
    token = secrets.token_bytes(size)
    return token
