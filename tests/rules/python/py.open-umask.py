import os

# ruleid: py.open-umask
os.umask(0)
# ruleid: py.open-umask
os.umask(0o000)


def start():
    # ruleid: py.open-umask
    before = os.umask(0o001)
    return before


# ok: py.open-umask
os.umask(0o077)
# ok: py.open-umask
os.umask(0o022)
# ok: py.open-umask
os.umask(0o027)


def given(mask):
    # ok: py.open-umask
    os.umask(mask)
