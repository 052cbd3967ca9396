import ssl
from dataclasses import dataclass


def lenient():
    context = ssl.create_default_context()
    # ruleid: py.tls-hostname-unchecked
    context.check_hostname = False
    return context


class Client:
    def __init__(self):
        self.context = ssl.create_default_context()
        # ruleid: py.tls-hostname-unchecked
        self.context.check_hostname = False


def in_table(contexts):
    # ruleid: py.tls-hostname-unchecked
    contexts["shop"].check_hostname = False


def strict():
    context = ssl.create_default_context()
    # ok: py.tls-hostname-unchecked
    context.check_hostname = True
    return context


def given(context, wanted):
    # ok: py.tls-hostname-unchecked
    context.check_hostname = wanted


@dataclass
class Options:
    # ok: py.tls-hostname-unchecked
    check_hostname: bool = False

    def reset(self):
        # ok: py.tls-hostname-unchecked
        self.check_hostname = False
