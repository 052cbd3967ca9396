import os
import stat
from pathlib import Path


def share(path):
    # ruleid: py.world-writable-file
    os.chmod(path, 0o777)


def share_file(path: Path):
    # ruleid: py.world-writable-file
    path.chmod(0o666)


def drop_box(path):
    # ruleid: py.world-writable-file
    os.makedirs(path, 0o722)


def private(path):
    # ok: py.world-writable-file
    os.chmod(path, 0o600)


def program(path: Path):
    # ok: py.world-writable-file
    path.chmod(0o755)


def readable(path):
    # ok: py.world-writable-file
    os.chmod(path, 0o644)


def named(path):
    # ok: py.world-writable-file
    os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
