"""`REUSE.toml`: licences of files by path (REUSE specification 3.3, section REUSE.toml)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from omni_lsp.adapters.manifests.tables import table

_MOST = 500  # Tables of one file that are looked at.


@dataclass(frozen=True, slots=True)
class Annotation:
    """One table: patterns of paths below the folder of the file, and the expressions for what they match."""

    paths: tuple[str, ...]
    expressions: tuple[str, ...]
    overrides: bool

    def matches(self, path: str) -> bool:
        """`path` is below the folder of the file, with `/`."""
        return any(_pattern(each).fullmatch(path) for each in self.paths)


def annotations(text: str) -> tuple[Annotation, ...]:
    """The tables in order, none for a text that is no such file; the last one that matches a file counts."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return ()
    tables = document.get("annotations")
    return tuple(_read(tables[:_MOST])) if isinstance(tables, list) else ()


def _read(tables: list[object]) -> Iterator[Annotation]:
    for each in tables:
        row = table(each)
        paths, expressions = _texts(row.get("path")), _texts(row.get("SPDX-License-Identifier"))
        if paths and expressions:
            yield Annotation(paths, expressions, row.get("precedence") == "override")


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


@lru_cache(maxsize=512)
def _pattern(glob: str) -> re.Pattern[str]:
    """`*` is anything but a slash, `**` anything, a backslash takes what follows as it is."""
    parts = re.findall(r"\\.|\*{2,}|\*|[^\\*]+|\\$", glob[:1000], re.DOTALL)
    return re.compile("".join(map(_expression, parts)), re.DOTALL)


def _expression(part: str) -> str:
    if part.startswith("**"):
        return ".*"
    if part == "*":
        return "[^/]*"
    return re.escape(part[1:] if len(part) == 2 and part[0] == "\\" else part)
