r"""A text as a row of short blocks, so that an edit makes one or two of them anew and shares all the others.

Where one block ends and the next begins means nothing, but that it is never between `\r` and `\n`.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, count, pairwise
from operator import add

BLOCK_SIZE = 4_096
"""Code points a block has at most; most have more than half of that, and only a lone one less than a quarter."""

_LINE_END = re.compile(r"\r\n|\n|\r")


class Block:
    """A piece of a text, its length in code points and the number of line ends in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.length = len(text)
        self.line_ends = text.count("\n") + (text.count("\r") - text.count("\r\n") if "\r" in text else 0)

    @cached_property
    def ends(self) -> list[int]:
        """Offsets in the block right behind each line end; worked out when somebody asks for a line in this block."""
        if "\r" not in self.text or self.text.count("\r") == self.text.count("\r\n"):
            # Several times as fast as searching.
            return list(map(add, accumulate(map(len, self.text.split("\n")[:-1])), count(1)))
        return [match.end() for match in _LINE_END.finditer(self.text)]


def cut(text: str, size: int = BLOCK_SIZE) -> list[Block]:
    """The text in blocks of about the same length, one empty block for an empty text."""
    parts = -(-len(text) // size) or 1
    at = [_off_line_end(text, len(text) * part // parts) for part in range(parts + 1)]
    return [Block(text[start:end]) for start, end in pairwise(at)]


def replaced(blocks: Sequence[Block], first: int, last: int, text: str, size: int = BLOCK_SIZE) -> list[Block]:
    """The row with `text` in place of the blocks from `first` to `last`, which is taken along."""
    if first > 0 and _belong_together(blocks[first - 1].text, text, size):
        first -= 1
        text = blocks[first].text + text
    if last + 1 < len(blocks) and _belong_together(text, blocks[last + 1].text, size):
        last += 1
        text += blocks[last].text
    return [*blocks[:first], *cut(text, size), *blocks[last + 1 :]]


def _belong_together(left: str, right: str, size: int) -> bool:
    """Neighbours that part a line end, or of which one is so short that edits would leave crumbs for ever."""
    return min(len(left), len(right)) < size // 4 or (left.endswith("\r") and right.startswith("\n"))


def _off_line_end(text: str, at: int) -> int:
    return at + 1 if text.startswith("\r\n", at - 1) and at > 0 else at
