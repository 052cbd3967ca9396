import hashlib
from twisted.trial import unittest


class Stored(unittest.TestCase):
    def test_old_hash(self, password="twelve"):
        # ok: py.weak-password-hash
        self.assertEqual(self.read(), hashlib.md5(password.encode()).hexdigest())

    def test_new_hash(self, password="twelve"):
        # ok: py.fast-password-hash
        self.assertEqual(self.read(), hashlib.sha256(password.encode()).hexdigest())
