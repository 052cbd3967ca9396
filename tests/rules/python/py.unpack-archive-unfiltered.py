import shutil
from shutil import unpack_archive


def unpack(archive, target):
    # ruleid: py.unpack-archive-unfiltered
    shutil.unpack_archive(archive, target)


def unpack_here(archive):
    # ruleid: py.unpack-archive-unfiltered
    unpack_archive(archive)


def unpack_tar(archive, target):
    # ruleid: py.unpack-archive-unfiltered
    shutil.unpack_archive(archive, target, format="gztar")


def filtered(archive, target):
    # ok: py.unpack-archive-unfiltered
    shutil.unpack_archive(archive, target, filter="data")


def zipped(archive, target):
    # ok: py.unpack-archive-unfiltered
    shutil.unpack_archive(archive, target, format="zip")


def zipped_by_position(archive, target):
    # ok: py.unpack-archive-unfiltered
    shutil.unpack_archive(archive, target, "zip")


def named(target):
    # ok: py.unpack-archive-unfiltered
    shutil.unpack_archive("assets.zip", target)


import tarfile


def trusting(name, folder):
    with tarfile.open(name) as archive:
        # ruleid: py.unpack-archive-unfiltered
        archive.extractall(folder, filter="fully_trusted")


def everything(name, folder):
    with tarfile.open(name) as archive:
        # ruleid: py.unpack-archive-unfiltered
        archive.extractall(folder, members=archive.getmembers())


def filtered(name, folder):
    with tarfile.open(name) as archive:
        # ok: py.unpack-archive-unfiltered
        archive.extractall(folder, filter="data")
