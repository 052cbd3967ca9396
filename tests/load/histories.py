"""Histories to replay: the commits of a repository, and releases of packages taken for commits, whole or by folder."""

import subprocess
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path, PurePosixPath
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did to a folder, as paths below it with `/`; it has been done when the step is handed over."""

    name: str
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class History(NamedTuple):
    """`steps` does them in a folder that is not there yet."""

    name: str
    steps: Callable[[Path], Iterator[Step]]


def commits(repository: Path, folder: Path, count: int) -> Iterator[Step]:
    """The last commits along first parents, the oldest first, as a clone in `folder` comes to have them.

    The first step is the state before them, with nothing changed. Raises CalledProcessError.
    """
    _git(folder.parent, "clone", "--quiet", "--shared", "--no-checkout", str(repository), str(folder))
    hashes = _git(folder, "rev-list", "--first-parent", f"--max-count={count + 1}", "HEAD").split()[::-1]
    _git(folder, "checkout", "--quiet", "--detach", hashes[0])
    yield Step(hashes[0])
    for before, after in pairwise(hashes):
        _git(folder, "checkout", "--quiet", "--detach", after)
        said = _git(folder, "diff", "--no-renames", "--name-status", "-z", before, after).split("\0")[:-1]
        pairs = list(zip(said[::2], said[1::2], strict=True))
        yield Step(
            after,
            tuple(path for status, path in pairs if status != "D"),
            tuple(path for status, path in pairs if status == "D"),
        )


def releases(archives: Sequence[Path], folder: Path, *, by_folder: bool) -> Iterator[Step]:
    """Source archives in order, the first of them the state before the steps.

    With `by_folder` a release is as many steps as folders have files that it changed, in the order of their paths.
    """
    folder.mkdir()
    before: dict[str, bytes] = {}
    for number, archive in enumerate(archives):
        after = _unpacked(archive)
        touched = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
        parts = [list(group) for _, group in groupby(sorted(touched, key=_place), key=_parent)] if by_folder else []
        for part in parts if number and by_folder else [touched]:
            changed = tuple(path for path in part if path in after)
            gone = tuple(path for path in part if path not in after)
            for path in gone:
                (folder / path).unlink()
            for path in changed:
                _put(folder / path, after[path])
            if touched:
                yield Step(archive.name, changed, gone) if number else Step(archive.name)
        before = after


def _place(path: str) -> tuple[str, str]:
    return _parent(path), path


def _parent(path: str) -> str:
    return PurePosixPath(path).parent.as_posix()


def _unpacked(archive: Path) -> dict[str, bytes]:
    """Regular files by their paths below the one folder that such archives have at the top."""
    with tarfile.open(archive) as packed:
        found = {
            member.name.partition("/")[2]: file.read()
            for member in packed
            if member.isfile() and (file := packed.extractfile(member)) is not None
        }
    return {path: data for path, data in found.items() if path and ".." not in PurePosixPath(path).parts}


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "core.quotepath=off", "-c", "advice.detachedHead=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
