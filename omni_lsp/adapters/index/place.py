"""Where the index of a folder lies: in the user's cache, never in the folder itself."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """The folder that holds one index; an `epoch` begins when everything is built anew."""

    folder: Path

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.sqlite3"

    @property
    def write_lock(self) -> Path:
        return self.folder / "write.lock"

    @property
    def build_lock(self) -> Path:
        return self.folder / "build.lock"

    def tables(self, epoch: str) -> Path:
        return self.folder / f"tables-{epoch}"

    def size(self) -> int:
        """Bytes of the files, as far as they stay while they are looked at."""
        files = (os.path.join(folder, name) for folder, _, names in os.walk(self.folder) for name in names)  # noqa: PTH118
        return sum(_size(file) for file in files)


def place_of(caches: Path, root: Path) -> Place:
    """One folder has one place, by whatever links one comes to it."""
    real = os.fsencode(os.path.realpath(root))
    return Place(Path(os.path.abspath(caches)) / "index" / hashlib.blake2b(real, digest_size=16).hexdigest())  # noqa: PTH100


def _size(file: str) -> int:
    try:
        return os.stat(file).st_size  # noqa: PTH116 - a Path for each would double the time
    except OSError:
        return 0
