"""What a script or target is for, judged by its name."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Line(NamedTuple):
    """A command and whether it builds, tests, lints, formats or runs."""

    purpose: str
    line: str


_PURPOSES = {
    word: purpose
    for purpose, words in (
        ("build", "build compile dist package bundle"),
        ("test", "test tests check unit e2e coverage"),
        ("lint", "lint typecheck types mypy vet"),
        ("format", "format fmt prettier"),
        ("run", "run start dev serve demo"),
    )
    for word in words.split()
}
_PLAIN_NAME = re.compile(r"[\w@][\w.:@/+-]*")


def is_plain(name: str) -> bool:
    """Whether a name is one word to a shell: people and assistants may paste what we show into one."""
    return bool(_PLAIN_NAME.fullmatch(name))


def named(names: Iterable[str], prefix: str) -> Iterator[Line]:
    """Commands for the plain names that tell their purpose: `test:unit` is a test."""
    for name in names:
        purpose = _PURPOSES.get(re.split(r"[:._-]", name)[0])
        if purpose is not None and is_plain(name):
            yield Line(purpose, f"{prefix} {name}")


def programs(names: Iterable[str], prefix: str = "") -> Iterator[Line]:
    """Commands that a package installs, all of them there to be run."""
    for name in names:
        if is_plain(name):
            yield Line("run", f"{prefix} {name}".strip())
