"""Source archives of the newest releases of a package, fetched by the programs of its index and kept."""

import json
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

BUILDERS = ("poetry-core", "setuptools", "hatchling", "flit-core")
"""pip asks for the metadata of what it fetches; with these at hand it does so without installing anything each time."""


def pypi(name: str, folder: Path, count: int) -> list[Path]:
    """Releases with a source archive, the oldest first. What is in the folder is not fetched again."""
    folder.mkdir(parents=True, exist_ok=True)
    pip = [str(_python(folder.parent / ".venv")), "-m", "pip", "--disable-pip-version-check"]
    said = _out([*pip, "index", "versions", name])
    listed = said.partition("Available versions:")[2].partition("\n")[0].replace(",", " ").split()
    fetch = [*pip, "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--dest", "."]
    return _had(folder, "tar.gz", listed, count, lambda version: [*fetch, f"{name}=={version}"])


def npm(name: str, folder: Path, count: int) -> list[Path]:
    """Releases that are no preview, the oldest first. What is in the folder is not fetched again."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = json.loads(_out(["npm", "view", name, "versions", "--json"]) or "[]")
    final = [version for version in listed if "-" not in version]
    return _had(folder, "tgz", final[::-1], count, lambda version: ["npm", "pack", "--silent", f"{name}@{version}"])


def _had(
    folder: Path, ending: str, versions: Sequence[str], count: int, fetch: Callable[[str], Sequence[str]]
) -> list[Path]:
    """The archives of so many versions, the newest last; a version without one makes way for the next."""
    return list(islice(_fetched(folder, ending, versions, fetch), count))[::-1]


def _fetched(
    folder: Path, ending: str, versions: Sequence[str], fetch: Callable[[str], Sequence[str]]
) -> Iterator[Path]:
    for version in versions:
        if not _archive(folder, version, ending):
            subprocess.run(fetch(version), cwd=folder, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        if found := _archive(folder, version, ending):
            yield found


def _archive(folder: Path, version: str, ending: str) -> Path | None:
    return next(folder.glob(f"*-{version}.{ending}"), None)


def _python(place: Path) -> Path:
    """The Python of an environment with the builders of most packages."""
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", *BUILDERS]
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return python


def _out(command: Sequence[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.stdout
