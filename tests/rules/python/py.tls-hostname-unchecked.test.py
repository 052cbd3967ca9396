import ssl
from unittest import TestCase


class Shop(TestCase):
    def test_answer(self):
        context = ssl.create_default_context()
        # ok: py.tls-hostname-unchecked
        context.check_hostname = False
        # ok: py.tls-certificate-optional
        context.verify_mode = ssl.CERT_NONE
        self.assertEqual(self.ask(context), 200)

    def test_answer_again(self):
        # ok: py.unverified-tls-context
        context = ssl._create_unverified_context()
        self.assertEqual(self.ask(context), 200)
