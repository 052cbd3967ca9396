"""The `Index` port over a process of its own, started when it is needed: LanceDB, Arrow and numpy stay out of ours."""

import asyncio
import itertools
import logging
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.adapters import process
from omni_lsp.adapters.index import wire
from omni_lsp.adapters.index.child import Child, EndedError, Progress
from omni_lsp.adapters.index.options import Options, as_message
from omni_lsp.adapters.index.place import place_of
from omni_lsp.adapters.index.standing import on_disk
from omni_lsp.adapters.index.wire import Message
from omni_lsp.adapters.process import Program
from omni_lsp.adapters.python_child import python_child
from omni_lsp.adapters.semgrep.breaker import Breaker
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTransientError
from omni_lsp.model.retrieval import Hit, IndexStatus, Query

log = logging.getLogger(__name__)

_TRIED, _ON = "ask", "the index process"
# Libraries that would start a thread for each processor, or a heap for each thread, and write to stderr.
_MODEST: Mapping[str, str] = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "LANCEDB_LOG": "error",
}
# Proxies, and certificates of whoever runs them; each program reads the names as it likes.
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_WAY = (*_PROXIES, *(name.lower() for name in _PROXIES), "SSL_CERT_FILE", "SSL_CERT_DIR")
_CRASHES, _CRASHES_SECONDS = 3, 300.0
_RESTS = f"it crashed {_CRASHES} times, so it rests for some minutes"


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for answers, for runs over some files and over whole folders, how long a process may idle, and how long it
    may say nothing while it owes an answer, see `Child`.
    """

    search: float = 15.0
    status: float = 10.0
    some: float = 120.0
    whole: float = 3600.0
    idle: float = 180.0
    silent: float = 20.0


class IndexClient:
    """`program` is what to start instead of ours."""

    def __init__(
        self,
        options: Options,
        program: Program | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._options = options
        self._program = program or index_program(options.embedder)
        self._patience = patience or Patience()
        self._breaker = Breaker(clock, _CRASHES, _CRASHES_SECONDS)
        self._numbers = itertools.count(1)
        self._starting = asyncio.Lock()
        self._child: Child | None = None
        self._waiting = 0
        self._is_closed = False
        self._rest: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """That of the process, if there is one now."""
        return self._child.pid if self._child is not None and not self._child.has_ended else None

    async def search(self, root: Path, query: Query) -> Sequence[Hit]:
        asked = {"do": "search", "root": str(root), **wire.query_message(query)}
        return wire.hits_of(await self._ask(asked, self._patience.search))

    async def refresh(
        self,
        root: Path,
        paths: Iterable[Path] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> IndexStatus:
        chosen = None if paths is None else [str(path) for path in paths]
        seconds = self._patience.whole if chosen is None else self._patience.some
        asked = {"do": "refresh", "root": str(root), "paths": chosen}
        return wire.status_of(await self._ask(asked, seconds, progress))

    async def status(self, root: Path) -> IndexStatus:
        """Where no process is at work, or none that answers, the disk tells, and none is started for it."""
        failure = _RESTS if self._breaker.is_open else ""
        if self.pid is not None:
            try:
                return wire.status_of(await self._ask({"do": "status", "root": str(root)}, self._patience.status))
            except AgentError as error:
                failure = error.reason
        return await asyncio.to_thread(on_disk, place_of(self._options.caches, root), failure, is_busy=False)

    async def rebuild(self, root: Path) -> None:
        """Throws away what is there; `refresh` builds it anew. Raises AgentError."""
        await self._ask({"do": "rebuild", "root": str(root)}, self._patience.some)

    async def close(self) -> None:
        """Ends the process; who still waits for an answer gets an AgentError."""
        self._is_closed = True
        if self._rest is not None:
            self._rest.cancel()
        child, self._child = self._child, None
        if child is not None:
            await child.close()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _ask(self, message: Message, seconds: float, progress: Progress | None = None) -> Message:
        """The answer; a process that ends meanwhile is replaced once. Raises AgentError."""
        self._waiting += 1
        try:
            for _ in range(2):
                child = await self._started()
                number = next(self._numbers)
                try:
                    return await child.ask({"id": number, **message}, number, seconds, progress)
                except EndedError:
                    await self._lost(child)
            raise AgentTransientError(_TRIED, _ON, "it ended twice without an answer")
        finally:
            self._waiting -= 1
            self._begin_rest()

    async def _started(self) -> Child:
        async with self._starting:
            if self._child is not None and not self._child.has_ended:
                return self._child
            if self._is_closed:
                raise AgentFatalError(_TRIED, _ON, "it was closed")
            if self._breaker.is_open:
                raise AgentFatalError(_TRIED, _ON, _RESTS)
            try:
                running = await process.start(self._program)
            except OSError as error:
                raise AgentFatalError("start", _ON, error.strerror or type(error).__name__) from error
            self._child = Child(running, self._patience.silent)
            self._child.send(as_message(self._options))
            return self._child

    async def _lost(self, child: Child) -> None:
        """Counts a crash once, however many questions it took with it."""
        if self._child is not child:
            return
        self._child = None
        log.warning("the index process %d ended by itself", child.pid)
        self._breaker.failed()
        await child.close()

    def _begin_rest(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        if self._is_closed:
            return
        self._rest = asyncio.get_running_loop().call_later(self._patience.idle, self._end_if_idle)

    def _end_if_idle(self) -> None:
        child = self._child
        if child is not None and not self._waiting:
            self._child = None
            task = asyncio.get_running_loop().create_task(child.close())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


def index_program(embedder: Mapping[str, str]) -> Program:
    """The process gets what the environment says of the way to a service only where there is one to ask."""
    passed = _WAY if embedder.get("kind") == "url" else ()
    way = {name: os.environ[name] for name in passed if name in os.environ}
    return python_child("omni_lsp.adapters.index", {**_MODEST, **way})
