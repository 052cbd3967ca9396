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


def one_member(path, target):
    with tarfile.open(path) as archive:
        # ruleid: py.unsafe-tar-extraction
        archive.extract("data.csv", target)


def at_once(path, target):
    # ruleid: py.unsafe-tar-extraction
    tarfile.open(path).extractall(target)


def filtered_for_all(path, target):
    archive = tarfile.open(path)
    archive.extraction_filter = tarfile.data_filter
    # ok: py.unsafe-tar-extraction
    archive.extractall(target)


def one_member_filtered(path, target):
    with tarfile.open(path) as archive:
        # ok: py.unsafe-tar-extraction
        archive.extract("data.csv", target, filter="data")


class Importer:
    def read(self, name, folder):
        self.archive = tarfile.TarFile.open(name)
        # ruleid: py.unsafe-tar-extraction
        self.archive.extractall(folder)


def looked_at(name, folder):
    with tarfile.open(name) as archive:
        for member in archive.getmembers():
            place = (folder / member.name).resolve()
            if not place.is_relative_to(folder):
                continue
            # ok: py.unsafe-tar-extraction
            archive.extract(member, folder)


def only_links_looked_at(name, folder):
    with tarfile.open(name) as archive:
        for member in archive.getmembers():
            if member.issym():
                continue
            # ruleid: py.unsafe-tar-extraction
            archive.extract(member, folder)
