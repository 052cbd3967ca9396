"""Byte offsets of UTF-8 text as code-point offsets, cheap at any place of any text."""

from itertools import accumulate

_BLOCK = 1024
_CONTINUATION = bytes(range(0x80, 0xC0))


class CodePoints:
    """Counted once a kilobyte, so that a look-up counts at most one block and long lines cost no more than short ones."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        starts = range(0, len(data), _BLOCK)
        self._before = [0] if data.isascii() else [0, *accumulate(_count(data[at : at + _BLOCK]) for at in starts)]

    def at(self, offset: int) -> int:
        """Code points before a byte offset, which lies between characters."""
        if len(self._before) == 1:
            return offset
        block = offset // _BLOCK
        return self._before[block] + _count(self._data[block * _BLOCK : offset])


def _count(data: bytes) -> int:
    return len(data.translate(None, _CONTINUATION))
