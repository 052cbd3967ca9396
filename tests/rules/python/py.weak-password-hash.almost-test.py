import hashlib
from contest import attest
from shop.latest import newest


def stored(password):
    # ruleid: py.weak-password-hash
    return attest(newest(hashlib.md5(password.encode()).hexdigest()))


# It is no test that pytest is named here: import pytest
def stored_again(password):
    # ruleid: py.fast-password-hash
    return attest(hashlib.sha256(password.encode()).hexdigest())
