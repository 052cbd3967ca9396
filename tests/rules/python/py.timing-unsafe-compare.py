import hashlib
import hmac


def webhook(key, body, given):
    expected = hmac.new(key, body, hashlib.sha256).hexdigest()
    # ruleid: py.timing-unsafe-compare
    return expected == given


def prefixed(key, body, given):
    expected = "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()
    # ruleid: py.timing-unsafe-compare
    if expected != given:
        raise PermissionError


def inline(key, body, given):
    # ruleid: py.timing-unsafe-compare
    return given == hmac.new(key, body, "sha256").digest()


def turned(key, body, given):
    expected = hmac.new(key, body, hashlib.sha256).hexdigest()
    # ruleid: py.timing-unsafe-compare
    return given == expected


def in_steps(key, body, given):
    state = hmac.new(key, digestmod="sha256")
    state.update(body)
    expected = state.hexdigest()
    # ruleid: py.timing-unsafe-compare
    return given == expected


def constant_time(key, body, given):
    expected = hmac.new(key, body, hashlib.sha256).hexdigest()
    # ok: py.timing-unsafe-compare
    return hmac.compare_digest(expected, given)


def file_unchanged(data, known):
    digest = hashlib.sha256(data).hexdigest()
    # ok: py.timing-unsafe-compare
    return digest == known


def version(key, body, number):
    # ok: py.timing-unsafe-compare
    signature = hmac.new(key, body, "sha256").digest()
    # ok: py.timing-unsafe-compare
    return number == 2
