import os
import stat
import subprocess
from pathlib import Path


def share(path):
    # ruleid: py.writable-by-others
    os.chmod(path, stat.S_IRUSR | stat.S_IWUSR | stat.S_IWOTH)


def share_all(path: Path):
    # ruleid: py.writable-by-others
    path.chmod(stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)


def keyword(path: Path):
    # ruleid: py.writable-by-others
    path.chmod(mode=0o666)


def program(path):
    # ruleid: py.writable-by-others
    subprocess.run(["chmod", "-R", "777", path], check=True)


def shell():
    # ruleid: py.writable-by-others
    os.system("chmod 777 /srv/shop/uploads")


def private(path):
    # ok: py.writable-by-others
    os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)


def taken_away(path):
    # ok: py.writable-by-others
    os.chmod(path, os.stat(path).st_mode & ~stat.S_IWOTH)


def owner(path: Path):
    # ok: py.writable-by-others
    path.chmod(mode=0o600)


def closed(path):
    # ok: py.writable-by-others
    subprocess.run(["chmod", "600", path], check=True)


def folder(path):
    # ok: py.writable-by-others
    os.makedirs(path, mode=0o755, exist_ok=True)
