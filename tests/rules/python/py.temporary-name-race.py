import tempfile
from tempfile import mktemp


def report():
    # ruleid: py.temporary-name-race
    return open(tempfile.mktemp(), "w")


def picture():
    # ruleid: py.temporary-name-race
    return tempfile.mktemp(suffix=".png")


def imported():
    # ruleid: py.temporary-name-race
    return mktemp(dir="/var/tmp")


def created():
    # ok: py.temporary-name-race
    return tempfile.mkstemp(suffix=".png")


def named():
    # ok: py.temporary-name-race
    return tempfile.NamedTemporaryFile(suffix=".png", delete=False)


def folder():
    # ok: py.temporary-name-race
    return tempfile.mkdtemp()
