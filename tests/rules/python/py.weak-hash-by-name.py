import hashlib
import hmac

NAME = "md5"


def digest(data):
    # ruleid: py.weak-hash-by-name
    return hashlib.new("md5", data).hexdigest()


def upper(data):
    # ruleid: py.weak-hash-by-name
    return hashlib.new("SHA1", data).hexdigest()


def constant(data):
    # ruleid: py.weak-hash-by-name
    state = hashlib.new(NAME)
    state.update(data)
    return state.digest()


def of_file(stream):
    # ruleid: py.weak-hash-by-name
    return hashlib.file_digest(stream, "sha1").hexdigest()


def seal(key, data):
    # ruleid: py.weak-hash-by-name
    return hmac.new(key, data, hashlib.md5).digest()


def seal_by_name(key, data):
    # ruleid: py.weak-hash-by-name
    return hmac.new(key, data, digestmod="md5").digest()


def strong(data):
    # ok: py.weak-hash-by-name
    return hashlib.new("sha256", data).hexdigest()


def marked(data):
    # ok: py.weak-hash-by-name
    return hashlib.new("md5", data, usedforsecurity=False).hexdigest()


def chosen(name, data):
    # ok: py.weak-hash-by-name
    return hashlib.new(name, data).hexdigest()


def one_time_password(key, counter):
    # ok: py.weak-hash-by-name
    return hmac.new(key, counter, "sha1").digest()


def one_time_password_again(key, counter):
    # ok: py.weak-hash-by-name
    return hmac.new(key, counter, hashlib.sha1).digest()


def strong_seal(key, data):
    # ok: py.weak-hash-by-name
    return hmac.new(key, data, hashlib.sha256).digest()


def by_function(data):
    # ruleid: py.weak-hash-by-name
    return getattr(hashlib, "sha1")(data)


def by_function_of_today(data):
    # ok: py.weak-hash-by-name
    return getattr(hashlib, "sha256")(data)
