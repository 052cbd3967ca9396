"""Search for assistants: the index is brought up to date first, within a time that a client waits for."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from omni_lsp.app import tools_safe as safe
from omni_lsp.app.tools_answers import FoundCode, SearchAnswer
from omni_lsp.model.errors import AgentError
from omni_lsp.model.retrieval import Hit, IndexPhase, IndexStatus, Query
from omni_lsp.ports.retrieval import Index

_PATIENCE_SECONDS = 20.0
_SHARE = 10
"""Looking for what changed may take a tenth of the time that passes."""
_WHOLE = frozenset({IndexPhase.READY, IndexPhase.IN_MEMORY})


class Searcher:
    """Asks an index, which is made at the first question."""

    def __init__(self, index: Callable[[], Index], clock: Callable[[], float] = time.monotonic) -> None:
        self._make = index
        self._clock = clock
        self._index: Index | None = None
        self._turns: dict[Path, asyncio.Lock] = {}
        self._fresh_until: dict[Path, float] = {}

    async def search(self, root: Path, query: Query) -> SearchAnswer:
        """Hits that an index gives that is as fresh as it can be made in that time. Raises AgentError."""
        if self._index is None:
            self._index = self._make()
        note = await self._refreshed(self._index, root)
        hits = await self._index.search(root, query)
        status = await self._index.status(root)
        return SearchAnswer(tuple(map(_found, hits)), 0, status.phase.value, note or _note(status))

    async def close(self) -> None:
        index, self._index = self._index, None
        if index is not None:
            await index.close()

    async def _refreshed(self, index: Index, root: Path) -> str:
        """Why the index is not fresh, empty when it is; one after the other takes a look, the next profits from it."""
        async with self._turns.setdefault(root, asyncio.Lock()):
            if self._clock() < self._fresh_until.get(root, 0.0):
                return ""
            begun = self._clock()
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    status = await index.refresh(root)
            except TimeoutError:
                return "The index is not complete yet: ask again to have it go on."
            except AgentError as error:
                # What is there still answers.
                return f"The index could not be refreshed: {safe.without_folders(error.reason)}"
            if status.phase in _WHOLE:
                self._fresh_until[root] = self._clock() + _SHARE * (self._clock() - begun)
            return ""


def _found(hit: Hit) -> FoundCode:
    path, symbol = safe.line(hit.path), safe.line(hit.symbol)
    return FoundCode(path, hit.start + 1, hit.end, symbol, round(hit.score, 4), safe.code(hit.text))


def _note(status: IndexStatus) -> str:
    if status.phase in _WHOLE:
        return ""
    reason = f": {safe.without_folders(status.reason)}" if status.reason else ""
    return f"The index is {status.phase}{reason}; files may be missing."
