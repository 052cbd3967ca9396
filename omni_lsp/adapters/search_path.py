"""Programs by name, from folders of `PATH` that no workspace has written."""

import os
from collections.abc import Iterable
from pathlib import Path


def search_path(without: Path | None = None) -> list[str]:
    """The absolute folders of `PATH`, but for those within a folder, by whatever links one comes to them.

    Any other entry, an empty one too, means the current folder, which may be the one that is not trusted.
    """
    entries = [entry for entry in os.environ.get("PATH", "").split(os.pathsep) if Path(entry).is_absolute()]
    if without is None:
        return entries
    left = os.path.realpath(without)
    return [entry for entry in entries if not Path(os.path.realpath(entry)).is_relative_to(left)]


def system_path() -> list[str]:
    """The folders that programs which we start find others in: those of the system, which no workspace is in.

    Where a system keeps its programs elsewhere, or is none of POSIX, the absolute folders of `PATH`.
    """
    usual = os.defpath.split(os.pathsep)
    return usual if os.name == "posix" and first_program(usual, "uname") is not None else search_path()


def first_program(folders: Iterable[str | Path], *names: str) -> Path | None:
    """The first file there with one of the names that may be run; unlike shutil.which never from the current folder."""
    places = (Path(folder, name) for folder in folders for name in names)
    return next((place for place in places if place.is_file() and os.access(place, os.X_OK)), None)
