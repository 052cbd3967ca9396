import ssl


def first():
    context = ssl.create_default_context()
    # ruleid: py.tls-hostname-unchecked
    context.check_hostname = False
    return context


class Client:
    def __init__(self):
        self.context = ssl.create_default_context()
        # ruleid: py.tls-hostname-unchecked
        self.context.check_hostname = False


def switched(context, development):
    if development:
        # ruleid: py.tls-hostname-unchecked
        context.check_hostname=False
    return context


def on(context):
    # ok: py.tls-hostname-unchecked
    context.check_hostname = True


def chosen(context, checks):
    # ok: py.tls-hostname-unchecked
    context.check_hostname = checks


class Settings:
    def __init__(self):
        # ok: py.tls-hostname-unchecked
        self.check_hostname = False


def other(form):
    # ok: py.tls-hostname-unchecked
    form.check_name = False
