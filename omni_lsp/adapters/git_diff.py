"""Line ranges out of the text of `git diff --unified=0`, without the lines themselves."""

import os
import re

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_NEW_NAME = b"+++ "
_UNMERGED = b"* Unmerged path "
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_CONTROLS = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_ALL = range(1 << 60)
_LONGEST = 1 << 16
"""Bytes of a line that are kept: more than any header has; of the lines of files only the first one matters."""


class HunkReader:
    """Fed with the bytes as they come; prefixes are `a/` and `b/`."""

    def __init__(self) -> None:
        self._changed: dict[str, list[range]] = {}
        self._rest = b""
        self._path: str | None = None
        self._removed = 0
        self._added = 0

    def feed(self, chunk: bytes) -> None:
        *lines, rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._line(line)
        self._rest = rest[:_LONGEST]

    def changed(self) -> dict[str, tuple[range, ...]]:
        """Half-open ranges of lines, from 0, by path below the top; empty ones where lines were only taken away."""
        return {path: tuple(ranges) for path, ranges in self._changed.items()}

    def _line(self, line: bytes) -> None:
        if self._removed or self._added:
            # The lines of a hunk are counted: what they hold may look like a header.
            self._removed -= line.startswith(b"-")
            self._added -= line.startswith(b"+")
        elif line.startswith(_NEW_NAME):
            self._path = _name(line[len(_NEW_NAME) :])
        elif line.startswith(_UNMERGED):
            self._changed.setdefault(os.fsdecode(_unquoted(line[len(_UNMERGED) :])), []).append(_ALL)
        elif match := _HUNK.match(line):
            self._removed, self._added = int(match[1] or 1), int(match[3] or 1)
            # Of a hunk that adds nothing, git names the line before it.
            start = int(match[2]) - (1 if self._added else 0)
            if self._path is not None:
                self._changed.setdefault(self._path, []).append(range(start, start + self._added))


def _name(written: bytes) -> str | None:
    """The path behind `+++`, `None` for a file that is no more."""
    # Git puts a tab behind names with spaces.
    name = _unquoted(written.removesuffix(b"\t"))
    return os.fsdecode(name.removeprefix(b"b/")) if name.startswith(b"b/") else None


def _unquoted(written: bytes) -> bytes:
    """A path as git quotes it where it holds quotes, backslashes, control or other characters: like a string in C."""
    if not (len(written) > 1 and written.startswith(b'"') and written.endswith(b'"')):
        return written
    return _ESCAPE.sub(_character, written[1:-1])


def _character(match: re.Match[bytes]) -> bytes:
    code: bytes = match[1]
    return bytes([int(code, 8) & 0xFF]) if len(code) == 3 else _CONTROLS.get(code, code)
