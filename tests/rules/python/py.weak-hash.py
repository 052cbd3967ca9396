from hashlib import md5
import hashlib

BLOCK = 65536


def digest(data):
    # ruleid: py.weak-hash
    return hashlib.md5(data).hexdigest()


def signature(data, key):
    # ruleid: py.weak-hash
    return hashlib.sha1(key + data).digest()


def file_digest(stream):
    # ruleid: py.weak-hash
    state = hashlib.md5()
    while block := stream.read(BLOCK):
        state.update(block)
    return state.hexdigest()


def download_is_intact(data, checksum):
    # ruleid: py.weak-hash
    return hashlib.md5(data).hexdigest() == checksum


def strong(data):
    # ok: py.weak-hash
    return hashlib.sha256(data).hexdigest()


def cached(path):
    # ok: py.weak-hash
    return hashlib.md5(path.encode(), usedforsecurity=False).hexdigest()


def short(data):
    # ok: py.weak-hash
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def by_name(data):
    # ruleid: py.weak-hash
    return md5(data).digest()


def page(response, body):
    # ok: py.weak-hash
    response.etag = hashlib.md5(body).hexdigest()
    # ok: py.weak-hash
    cache_key = "page:" + hashlib.sha1(body).hexdigest()
    return response, cache_key


def gravatar_url(mail):
    name = mail.strip().lower()

    # ok: py.weak-hash
    return "https://gravatar.com/avatar/" + hashlib.md5(name.encode()).hexdigest()


def after(data):
    # ruleid: py.weak-hash
    return hashlib.md5(data).hexdigest()


def response(challenge, password):
    # ruleid: py.weak-hash
    return hashlib.md5(challenge + password).hexdigest()
