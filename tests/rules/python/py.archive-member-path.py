import os
import tarfile
import zipfile
from pathlib import Path


def unpack(archive_path, target):
    with zipfile.ZipFile(archive_path) as archive:
        for name in archive.namelist():
            # ruleid: py.archive-member-path
            with open(os.path.join(target, name), "wb") as out:
                out.write(archive.read(name))


def unpack_members(archive_path, target):
    archive = zipfile.ZipFile(archive_path)
    for member in archive.infolist():
        path = Path(target) / member.filename
        # ruleid: py.archive-member-path
        path.write_bytes(archive.read(member))


def unpack_tar(archive_path, target):
    with tarfile.open(archive_path) as archive:
        for member in archive:
            # ruleid: py.archive-member-path
            os.makedirs(os.path.join(target, member.name))


def checked(archive_path, target):
    root = Path(target).resolve()
    with zipfile.ZipFile(archive_path) as archive:
        for name in archive.namelist():
            path = (root / name).resolve()
            if not path.is_relative_to(root):
                raise ValueError(name)
            # ok: py.archive-member-path
            path.write_bytes(archive.read(name))


def base_names(archive_path, target):
    with zipfile.ZipFile(archive_path) as archive:
        for name in archive.namelist():
            # ok: py.archive-member-path
            with open(os.path.join(target, os.path.basename(name)), "wb") as out:
                out.write(archive.read(name))


def library(archive_path, target):
    with zipfile.ZipFile(archive_path) as archive:
        for name in archive.namelist():
            # ok: py.archive-member-path
            archive.extract(name, target)


def listing(archive_path):
    with zipfile.ZipFile(archive_path) as archive:
        # ok: py.archive-member-path
        return [archive.open(name).read() for name in archive.namelist()]
