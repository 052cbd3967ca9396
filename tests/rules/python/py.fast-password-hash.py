import hashlib
import os


def register(password):
    # ruleid: py.fast-password-hash
    return hashlib.sha256(password.encode()).hexdigest()


def salted(user, salt):
    # ruleid: py.fast-password-hash
    return hashlib.sha512(salt + user.password.encode("utf-8")).digest()


def oldest(user_password):
    passwd = user_password
    # ruleid: py.fast-password-hash
    return hashlib.md5(passwd.encode()).hexdigest()


def slow(password):
    salt = os.urandom(16)
    # ok: py.fast-password-hash
    return salt + hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def iterated(password, salt):
    # ok: py.fast-password-hash
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)


def document(data):
    # ok: py.fast-password-hash
    return hashlib.sha256(data).hexdigest()


def reset_page(password_page):
    # ok: py.fast-password-hash
    return hashlib.sha256(password_page.encode()).hexdigest()
