"""What a script or target is for, judged by its name."""

import re
from collections.abc import Iterable, Iterator

from omni_lsp.adapters.manifests.saying import Line, Trust

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
_PLAIN_NAME = re.compile(r"[\w@][\w.:@/+-]*", re.ASCII)


def is_plain(name: str) -> bool:
    """Whether a name is one word to a shell: people and assistants may paste what we show into one."""
    return bool(_PLAIN_NAME.fullmatch(name)) and len(name) <= 60


def purpose_of(name: str) -> str | None:
    """`test:unit` is a test, `lint:fix` writes; what waits for changes never ends, and is none."""
    first, *rest = re.split(r"[:._-]", name)
    purpose = _PURPOSES.get(first) if "watch" not in rest else None
    return "format" if purpose == "lint" and "fix" in rest else purpose


def named(names: Iterable[str], prefix: str) -> Iterator[Line]:
    """Commands for the plain names that tell their purpose."""
    for name in names:
        purpose = purpose_of(name)
        if purpose is not None and is_plain(name):
            yield Line(purpose, f"{prefix} {name}", Trust.TASK)


def programs(names: Iterable[str], prefix: str = "") -> Iterator[Line]:
    """Commands that a package installs, all of them there to be run."""
    for name in names:
        if is_plain(name):
            yield Line("run", f"{prefix} {name}".strip(), Trust.TASK)
