"""Conventions that command lines prove: whoever runs a formatter on every change formats with it."""

import re
from collections.abc import Iterable, Iterator

from omni_lsp.adapters.manifests.saying import Habit

_START = r"(?:^|[\s/@;&])"
_PROOFS = tuple(
    (re.compile(_START + pattern), habit)
    for pattern, habit in (
        (r"ruff format\b", Habit("Python formatter", "ruff format")),
        (r"black (?=\S)", Habit("Python formatter", "black")),
        (r"pytest\b", Habit("Python test framework", "pytest")),
        (r"prettier (?=\S)", Habit("JavaScript formatter", "prettier")),
        (r"gofmt\b", Habit("Go formatter", "gofmt")),
        (r"gofumpt\b", Habit("Go formatter", "gofumpt")),
        (r"golangci-lint run\b", Habit("Go linter", "golangci-lint")),
        (r"cargo fmt\b", Habit("Rust formatter", "rustfmt")),
        (r"cargo clippy\b", Habit("Rust linter", "clippy")),
    )
)


def proven(lines: Iterable[str]) -> Iterator[Habit]:
    """Habits that any of the lines shows; the lines are those of scripts, without what only installs."""
    text = [
        line
        for line in lines
        if not re.search(r"\b(install|add|pip|echo|rm)\b", line) and not line.lstrip().startswith("#")
    ]
    yield from (habit for pattern, habit in _PROOFS if any(pattern.search(line) for line in text))
