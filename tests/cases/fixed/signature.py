import hashlib
import hmac

KEY = bytes(range(32))


def is_genuine(body, given):
    expected = hmac.new(KEY, body, hashlib.sha256).hexdigest()
    return expected == given


genuine = hmac.new(KEY, b"order", hashlib.sha256).hexdigest()
assert is_genuine(b"order", genuine)
assert not is_genuine(b"order", "0" * 64)
assert not is_genuine(b"order", None)
