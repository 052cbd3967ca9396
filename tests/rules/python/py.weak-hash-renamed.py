import hashlib
from hashlib import md5, sha256


class Checksums:
    # ruleid: py.weak-hash-renamed
    algorithm = hashlib.sha1

    def of(self, data):
        return self.algorithm(data).hexdigest()


# ruleid: py.weak-hash-renamed
DIGEST = hashlib.md5
# ruleid: py.weak-hash-renamed
fingerprint = md5

# ok: py.weak-hash-renamed
STRONG = hashlib.sha256
# ok: py.weak-hash-renamed
checksum = sha256
# One-time passwords work with it still.
# ok: py.weak-hash-renamed
TOTP_DIGEST = hashlib.sha1
# ok: py.weak-hash-renamed
size = hashlib.sha1().digest_size
