"""The manifests that define commands, at the top of a folder and a little below."""

import os
from collections.abc import Iterator
from pathlib import Path

from omni_lsp.adapters.packs.places import read

_DEPTH = 2
_MOST = 500
"""Folders that are looked into."""
_NEVER = frozenset({"node_modules", "venv", "vendor", "third_party", "__pycache__"})


def manifests(root: Path, names: tuple[str, ...]) -> list[str]:
    """Texts of the files that have one of these names and can be read."""
    return [
        text for folder in _folders(root) for name in names if isinstance(text := read(root, f"{folder}{name}"), str)
    ]


def _folders(root: Path) -> Iterator[str]:
    """Paths below the root, with a slash at the end, the nearest first."""
    level, count = [""], 0
    for depth in range(_DEPTH + 1):
        yield from level
        count += len(level)
        if depth == _DEPTH or count > _MOST:
            return
        level = [f"{folder}{name}/" for folder in level for name in _inside(root / folder)][: _MOST - count]


def _inside(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            found = [each.name for each in entries if each.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(name for name in found if not name.startswith(".") and name not in _NEVER)
