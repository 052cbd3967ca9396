import hashlib


def digest(document):
    return hashlib.sha1(document).hexdigest()


assert digest(b"tea") == digest(b"tea")
assert digest(b"tea") != digest(b"coffee")
