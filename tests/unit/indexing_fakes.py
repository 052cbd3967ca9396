"""An index that notes what it is asked, and time that passes only when somebody sleeps."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from omni_lsp.app.indexing import Indexing, Means
from omni_lsp.config.settings import Config, load
from omni_lsp.lsp.core import Progress, Setup
from omni_lsp.model.errors import AgentFatalError
from omni_lsp.model.retrieval import Hit, IndexPhase, IndexStatus, Query
from omni_lsp.pipeline.background import Background

ROOT = Path("/src/shop")
READY = IndexStatus(IndexPhase.READY, files=3)


@dataclass
class FakeIndex:
    """`held` keeps runs over whole folders from ending; `total` is how many files they find new or changed."""

    phase: IndexPhase = IndexPhase.ABSENT
    total: int = 3
    hits: Sequence[Hit] = ()
    is_broken: bool = False
    refreshed: list[tuple[str, ...] | None] = field(default_factory=list)
    asked: list[Query] = field(default_factory=list)
    held: asyncio.Event | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: int = 0

    async def refresh(
        self, _root: Path, paths: Iterable[Path] | None = None, progress: Callable[[int, int], None] | None = None
    ) -> IndexStatus:
        self.refreshed.append(None if paths is None else tuple(path.name for path in paths))
        self.begun.set()
        if self.is_broken:
            raise AgentFatalError("refresh", "the index", "the disk is full")
        try:
            if progress is not None:
                progress(1, self.total)
            await (self.held.wait() if self.held is not None and paths is None else asyncio.sleep(0))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        self.phase = IndexPhase.READY
        return READY

    async def status(self, _root: Path) -> IndexStatus:
        return IndexStatus(self.phase)

    async def search(self, _root: Path, query: Query) -> Sequence[Hit]:
        self.asked.append(query)
        return self.hits

    async def close(self) -> None: ...


@dataclass
class FakeOutbox:
    """`shown` holds what people saw of progress; `press` cancels what they see."""

    phases: list[str] = field(default_factory=list)
    shown: list[object] = field(default_factory=list)
    at_work: asyncio.Task[object] | None = None

    def indexed(self, _root: Path, status: IndexStatus) -> None:
        self.phases.append(status.phase.value)

    @asynccontextmanager
    async def working(self, title: str) -> AsyncIterator[Progress]:
        self.shown.append(title)
        self.at_work = asyncio.current_task()
        yield lambda done, total, message: self.shown.append((done, total, message))

    def press(self) -> None:
        assert self.at_work is not None
        self.at_work.cancel()


@dataclass(frozen=True)
class Now:
    config: Config
    setup: Setup
    is_trusted: bool = True

    @property
    def trusted(self) -> tuple[Path, ...]:
        return self.setup.folders if self.is_trusted else ()


@dataclass
class Bench:
    """An `Indexing` of one folder with everything around it; `busy` are the answers about the scheduler still to come."""

    index: FakeIndex = field(default_factory=FakeIndex)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    background: Background = field(default_factory=Background)
    now: Now = field(default_factory=lambda: Now(Config(), Setup((ROOT,), {}, {})))
    time: float = 100.0
    slept: list[float] = field(default_factory=list)
    busy: list[bool] = field(default_factory=list)
    while_asleep: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        means = Means(
            lambda: self.now,  # type: ignore[arg-type,return-value] - all that is asked for
            self._current,
            lambda: self.busy.pop(0) if self.busy else False,
            self.outbox,  # type: ignore[arg-type] - all that is called
            lambda: self.time,
            self._sleep,
        )
        self.indexing = Indexing(means, self.background)

    def set(self, **search: object) -> None:
        self.now = replace(self.now, config=load({"search": search}))

    async def settled(self) -> None:
        """Until nothing is left to do."""
        while tasks := tuple(self.background._tasks):
            await asyncio.wait(tasks)

    async def _current(self) -> FakeIndex | None:
        return self.index if self.now.config.search.index else None

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        self.while_asleep()
        await asyncio.sleep(0)
