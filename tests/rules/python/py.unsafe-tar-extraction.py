import tarfile
import zipfile


def unpack(path, target):
    with tarfile.open(path) as archive:
        # ruleid: py.unsafe-tar-extraction
        archive.extractall(target)


def unpack_by_name(path, target):
    archive = tarfile.open(path, "r:gz")
    # ruleid: py.unsafe-tar-extraction
    archive.extractall(path=target)


def unpack_without_owner(path, target):
    with tarfile.open(path) as archive:
        # ruleid: py.unsafe-tar-extraction
        archive.extractall(
            target,
            numeric_owner=False,
        )


def filtered(path, target):
    with tarfile.open(path) as archive:
        # ok: py.unsafe-tar-extraction
        archive.extractall(target, filter="data")


def chosen(path, target):
    with tarfile.open(path) as archive:
        # ok: py.unsafe-tar-extraction
        archive.extractall(target, members=checked(archive))


def zipped(path, target):
    with zipfile.ZipFile(path) as archive:
        # ok: py.unsafe-tar-extraction
        archive.extractall(target)
