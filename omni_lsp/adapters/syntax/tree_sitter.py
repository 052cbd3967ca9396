"""The `Syntax` port by tree-sitter: every version of a text is parsed once."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from omni_lsp.adapters.syntax.outline import outline
from omni_lsp.adapters.syntax.trees import DIALECTS, Parsed, error_count, in_comment, parse
from omni_lsp.model.facts import Symbol
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.syntax import Outline

T = TypeVar("T")

MAX_BYTES = 1_000_000
"""Larger texts are data or generated code, and take longer than a save may."""
_INLINE_LENGTH = 20_000
"""Code points; up to this many take a few milliseconds, which a thread would not make shorter."""


class TreeSitterSyntax:
    """Texts over 1 MB, like those without a grammar, have an empty outline, no errors and no comments.

    `keep` trees are kept, the latest used; one takes about ten times the memory of its text.
    """

    def __init__(self, keep: int = 4) -> None:
        self._keep = keep
        self._parsed: OrderedDict[tuple[str, str], Parsed] = OrderedDict()

    async def outline(self, snapshot: Snapshot) -> Outline:
        parsed = await self._parse(snapshot)
        return await _work(snapshot, lambda: outline(parsed, snapshot.lines)) if parsed else Outline()

    async def error_count(self, snapshot: Snapshot) -> int:
        parsed = await self._parse(snapshot)
        return await _work(snapshot, lambda: error_count(parsed)) if parsed else 0

    async def in_comment(self, snapshot: Snapshot, offset: int) -> bool:
        parsed = await self._parse(snapshot)
        if parsed is None:
            return False
        start = _bytes(snapshot.text[:offset])
        return in_comment(parsed, start, start + _bytes(snapshot.text[offset : offset + 1]))

    async def _parse(self, snapshot: Snapshot) -> Parsed | None:
        if snapshot.language not in DIALECTS or len(snapshot.text) > MAX_BYTES or _bytes(snapshot.text) > MAX_BYTES:
            return None
        key = (snapshot.language, snapshot.digest)
        parsed = self._parsed.get(key)
        if parsed is None:
            parsed = await _work(snapshot, lambda: parse(snapshot.language, snapshot.text))
        self._parsed[key] = parsed
        self._parsed.move_to_end(key)
        while len(self._parsed) > self._keep:
            self._parsed.popitem(last=False)
        return parsed


def symbols(snapshot: Snapshot) -> tuple[Symbol, ...]:
    """What a text defines, worked out where this is called; none for a text that has no outline."""
    return outlined(snapshot).symbols


def outlined(snapshot: Snapshot) -> Outline:
    """The outline of a text, worked out where this is called."""
    if snapshot.language not in DIALECTS or _bytes(snapshot.text) > MAX_BYTES:
        return Outline()
    return outline(parse(snapshot.language, snapshot.text), snapshot.lines)


async def _work(snapshot: Snapshot, function: Callable[[], T]) -> T:
    """Off the event loop when it may take long."""
    return await asyncio.to_thread(function) if len(snapshot.text) > _INLINE_LENGTH else function()


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
