"""Stand-ins for what the tools ask: an index, a counter of tokens, a folder with files."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from omni_lsp.app.tools import Means
from omni_lsp.config.settings import Config
from omni_lsp.model.retrieval import Hit, IndexPhase, IndexStatus, Query
from omni_lsp.ports.retrieval import Index


@dataclass
class FakeIndex:
    """Gives the hits that it has; fails with `failure`, or waits for ever, where it is told to."""

    hits: Sequence[Hit] = ()
    phase: IndexPhase = IndexPhase.READY
    failure: Exception | None = None
    refresh_failure: Exception | None = None
    hangs: bool = False
    asked: list[Query] = field(default_factory=list)
    refreshes: int = 0
    is_closed: bool = False
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def search(self, root: Path, query: Query) -> Sequence[Hit]:
        self.asked.append(query)
        self.begun.set()
        if self.hangs:
            try:
                await asyncio.Event().wait()
            finally:
                self.stopped.set()
        if self.failure is not None:
            raise self.failure
        return self.hits[: query.limit]

    async def refresh(
        self, root: Path, paths: Iterable[Path] | None = None, progress: Callable[[int, int], None] | None = None
    ) -> IndexStatus:
        self.refreshes += 1
        if self.refresh_failure is not None:
            raise self.refresh_failure
        return await self.status(root)

    async def status(self, root: Path) -> IndexStatus:
        return IndexStatus(self.phase, reason="" if self.phase is IndexPhase.READY else "the disk is full")

    async def close(self) -> None:
        self.is_closed = True


@dataclass
class Words:
    """A token a word, so that tests can count."""

    id: str = "words"

    def count(self, text: str) -> int:
        return len(text.split())


def means(index: Index, caches: Path) -> Means:
    return Means(Config(), caches, None, lambda: index, Words(), lambda: date(2026, 1, 1))


def hit(path: str = "app/cart.py", start: int = 9, text: str = "def total(cart):\n    return sum(cart)\n") -> Hit:
    return Hit(path, start, start + len(text.splitlines()), "total", 0.51234567, text)
