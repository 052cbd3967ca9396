"""Random edits out of random bytes: one draw for a whole sequence, so that ten thousand of them are quick to make."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from lsprotocol import types

Place = tuple[int, int]
Edit = tuple[Place, Place, str] | str
"""From where to where and the new text, or a whole new text."""

FARTHEST = 2**31 - 1
PIECES = (
    *("a", "b = 1", "\t", "\n", "\r", "\r\n", "\n\r", "\r\r\n", "\f", "\v", "\x1c", "\x85", "\u2028", "\u2029"),
    *(
        "é",
        "e\u0301",
        "\u200d",
        "漢",
        "漢字仮名",
        "😀",
        "👩‍💻",
        "𝒳y",
        "\ud83d",
        "\ude00",
        "\udc00\ud800",
        "",
        "\0",
        "ﬁ",
    ),
)


@dataclass
class _Bytes:
    """Read one by one; zeros when they are at an end, so that shorter and smaller inputs make simpler edits."""

    data: bytes
    at: int = 0

    def next(self) -> int:
        self.at += 1
        return self.data[self.at - 1] if self else 0

    def __bool__(self) -> bool:
        return self.at <= len(self.data)


def messages_of(data: bytes) -> tuple[str, list[list[Edit]]]:
    """A text to begin with, and the changes of each message after it."""
    source = _Bytes(data)
    return _text(source, source.next() % 24), list(_messages(source))


def event_of(edit: Edit) -> types.TextDocumentContentChangeEvent:
    if isinstance(edit, str):
        return types.TextDocumentContentChangeWholeDocument(edit)
    start, end, text = edit
    range_ = types.Range(types.Position(*start), types.Position(*end))
    # Deprecated, and wrong in every way here.
    return types.TextDocumentContentChangePartial(range_, text, range_length=len(text) + 3)


def _messages(source: _Bytes) -> Iterator[list[Edit]]:
    while source.at < len(source.data):
        yield [_edit(source) for _ in range(1 + source.next() % 3)]


def _edit(source: _Bytes) -> Edit:
    kind = source.next()
    if kind >= 240:
        return _text(source, kind % 12)
    start = (_number(source, 7), _number(source, 12))
    # Most edits are small, as most edits are.
    end = (
        (start[0], min(start[1] + source.next() % 4, FARTHEST))
        if kind < 120
        else (_number(source, 7), _number(source, 12))
    )
    return start, end, _text(source, kind % 4)


def _number(source: _Bytes, usual: int) -> int:
    value = source.next()
    return value % usual if value < 248 else (100, 65_535, 2**30, FARTHEST)[value % 4]


def _text(source: _Bytes, pieces: int) -> str:
    text = "".join(PIECES[source.next() % len(PIECES)] for _ in range(pieces))
    # As it comes off the wire: two halves side by side are one character there.
    return str(json.loads(json.dumps(text)))
