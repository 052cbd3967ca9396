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


def without_authority(authority):
    context = ssl.create_default_context()
    if authority:
        context.load_verify_locations(authority)
    else:
        # ruleid: py.tls-hostname-unchecked
        context.check_hostname = False
    return context


def after_the_choice(verify):
    context = ssl.create_default_context()
    if verify:
        context.load_verify_locations("ca.pem")
    else:
        context = ssl.create_default_context(cafile="other.pem")
    # ruleid: py.tls-hostname-unchecked
    context.check_hostname = False
    return context


def as_chosen(verify):
    context = ssl.create_default_context()
    if verify:
        context.load_verify_locations("ca.pem")
    else:
        # ok: py.tls-hostname-unchecked
        context.check_hostname = False
    return context


def as_chosen_among_more(options):
    context = ssl.create_default_context()
    if options.verification == "pinned":  # An authority of our own.
        context.load_verify_locations("ca.pem")
    elif options.system:

        context.load_default_certs()
    else:
        # ok: py.tls-hostname-unchecked
        context.check_hostname = False
    return context
