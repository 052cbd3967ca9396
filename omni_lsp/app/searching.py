"""The index for an editor: one index process for all its folders, begun when somebody first needs it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from omni_lsp.adapters.index.client import IndexClient
from omni_lsp.adapters.index.options import Options
from omni_lsp.app.inforce import InForce
from omni_lsp.app.retrieval import index_options
from omni_lsp.config.settings import Config, cache_dir
from omni_lsp.lsp.core import Found, Progress
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.retrieval import IndexStatus, Query
from omni_lsp.ports.retrieval import Index


@dataclass(eq=False, slots=True)
class Searching:
    """`make` is how an index is come by; other settings mean another one. `taken_in` hears of folders brought up to date.

    `writer` is the tool that wrote a file of a folder, by its path there.
    """

    now: Callable[[], InForce]
    environment: Mapping[str, str]
    make: Callable[[Options], Index] = IndexClient
    taken_in: Callable[[Path, IndexStatus], None] = lambda _root, _status: None
    writer: Callable[[Path, str], str] = lambda _root, _path: ""
    _index: Index | None = None
    _made_with: Options | None = None

    async def search(self, query: Query, progress: Progress) -> Sequence[Found]:
        """The best of all folders, whose indexes are brought up to date first. Raises AgentError."""
        index = await self.index()
        if index is None:
            raise AgentValidationError("search", "the workspace", "search.index is off")
        folders = self.now().trusted
        for root in folders:
            self.taken_in(root, await index.refresh(root, None, partial(_show, progress, root)))
        answers = await asyncio.gather(*(index.search(root, query) for root in folders))
        found = [(root, hit) for root, hits in zip(folders, answers, strict=True) for hit in hits]
        best = sorted(found, key=lambda each: -each[1].score)[: query.limit]
        return [Found(root, hit, self.writer(root, hit.path)) for root, hit in best]

    async def index(self) -> Index | None:
        """The one that the settings in force ask for, `None` when they ask for none; no process is started yet.

        Where no folder is trusted there is none, and the process that there was ends.
        """
        config = self.now().config
        options = self._options(config) if config.search.index and self.now().trusted else None
        if options != self._made_with:
            before, self._made_with = self._index, options
            self._index = self.make(options) if options is not None else None
            if before is not None:
                await before.close()
        return self._index

    async def close(self) -> None:
        index, self._index, self._made_with = self._index, None, None
        if index is not None:
            await index.close()

    def _options(self, config: Config) -> Options:
        return index_options(config, cache_dir(self.environment), self.environment)


def _show(progress: Progress, root: Path, done: int, total: int) -> None:
    progress(done, total, root.name)
