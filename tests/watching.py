"""Which files an editor tells a server about: the glob patterns of LSP 3.17 (`FileSystemWatcher`)."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lsprotocol import types

_ALL_KINDS = 7
_KIND = {types.FileChangeType.Created: 1, types.FileChangeType.Changed: 2, types.FileChangeType.Deleted: 4}
_PIECE = re.compile(r"\*\*/|\*\*|\*|\?|\[!|\[|\]|\{|\}|,|.", re.DOTALL)
_MEANING = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]", "[!": "[^/", "[": "[", "]": "]"}


def is_watched(path: Path, kind: types.FileChangeType, watchers: list[dict[str, Any]]) -> bool:
    """By any of the watchers, as JSON of `DidChangeWatchedFilesRegistrationOptions`."""
    return any(
        watcher.get("kind", _ALL_KINDS) & _KIND[kind] and _matches(path, watcher["globPattern"]) for watcher in watchers
    )


def _matches(path: Path, pattern: str | dict[str, Any]) -> bool:
    if isinstance(pattern, str):
        return re.fullmatch(_expression(pattern), path.as_posix()) is not None
    base = pattern["baseUri"]
    folder = Path(unquote(urlsplit(base if isinstance(base, str) else base["uri"]).path))
    if not path.is_relative_to(folder):
        return False
    return re.fullmatch(_expression(pattern["pattern"]), path.relative_to(folder).as_posix()) is not None


def _expression(pattern: str) -> str:
    depth, parts, in_set = 0, [], False
    for piece in _PIECE.findall(pattern):
        if piece == "{":
            depth, part = depth + 1, "(?:"
        elif piece == "}" and depth:
            depth, part = depth - 1, ")"
        elif piece == "," and depth:
            part = "|"
        else:
            in_set = (in_set or piece in ("[", "[!")) and piece != "]"
            part = piece if in_set and piece == "-" else _MEANING.get(piece, re.escape(piece))
        parts.append(part)
    return "".join(parts)
