import tarfile
import zipfile


def unpack(path):
    with tarfile.open(path) as archive:
        # ruleid: py.unsafe-tar-extraction-here
        archive.extractall()


def unpack_by_name(path):
    archive = tarfile.open(path, "r:gz")
    # ruleid: py.unsafe-tar-extraction-here
    archive.extractall()


def unpack_at_once(path):
    # ruleid: py.unsafe-tar-extraction-here
    tarfile.open(path).extractall()


def filtered(path):
    with tarfile.open(path) as archive:
        # ok: py.unsafe-tar-extraction-here
        archive.extractall(filter="data")


def into_a_folder(path, target):
    with tarfile.open(path) as archive:
        # ok: py.unsafe-tar-extraction-here
        archive.extractall(target, filter="data")


def zipped(path):
    with zipfile.ZipFile(path) as archive:
        # ok: py.unsafe-tar-extraction-here
        archive.extractall()
