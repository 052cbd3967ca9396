"""What a reader of one file brings home, before anybody compared it with what other files say."""

import re
from collections.abc import Callable, Iterable
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

_VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){0,2}")


class Trust(IntEnum):
    """Why a command is believed to work, the best reason first: CI runs it, somebody wrote it down, the tool is there."""

    CI = 0
    TASK = 1
    TOOL = 2


class Line(NamedTuple):
    """A command and whether it builds, tests, lints, formats or runs."""

    purpose: str
    line: str
    trust: Trust = Trust.TOOL


class Habit(NamedTuple):
    """A convention that a configuration file states; both parts are words of ours."""

    topic: str
    value: str


class Entry(NamedTuple):
    """Where a program begins, see `EntryPoint`; an empty path stands for one that is not known."""

    kind: str
    name: str
    path: str = ""


Saying = Line | Habit | Entry


class Folder:
    """A workspace folder as readers may ask for it; `probes` are their questions with the answers."""

    def __init__(self, root: Path, names: frozenset[str]) -> None:
        self.names = names
        self.probes: dict[str, bool] = {}
        self._root = root

    def first(self, *paths: str) -> str:
        """The first of the paths, below the folder with `/`, that is a file; empty when none is."""
        return next((path for path in paths if self.has(path)), "")

    def has(self, path: str) -> bool:
        """Whether there is such a file below the folder."""
        if path not in self.probes:
            self.probes[path] = is_file(self._root, path)
        return self.probes[path]


Reader = Callable[[str, Folder], Iterable[Saying]]


def is_file(root: Path, path: str) -> bool:
    """Whether a path below a folder leads to a file; one that leads out of it does not."""
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or "\0" in path:
        return False
    try:
        return (root / path).is_file()
    except OSError:
        return False


def at_least(topic: str, version: object) -> Iterable[Habit]:
    """`3.11 or newer`, for a plain version."""
    if isinstance(version, str | int | float) and _VERSION.fullmatch(str(version)):
        yield Habit(topic, f"{version} or newer")


def line_length(topic: str, number: object) -> Iterable[Habit]:
    """For a sensible number."""
    if isinstance(number, int) and not isinstance(number, bool) and 40 <= number <= 400:
        yield Habit(topic, f"{number} characters")
