"""Many files outlined at once, headless, by several processes: trees are walked in Python, a second for 300 files.

Where a process can be copied, which is so on Linux as long as it has one thread, copies cost 20 ms and begin at once.
Elsewhere new ones are started, which import what they need first, so that it takes more files to be worth it.
"""

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.outline_rows import Row, facts_of, row_of
from omni_lsp.adapters.syntax.tree_sitter import outlined
from omni_lsp.agents.context_facts import file_facts
from omni_lsp.model.errors import AgentFatalError
from omni_lsp.model.facts import FileFacts
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.text import Snapshot

log = logging.getLogger(__name__)

_MANY = 20_000
"""Files that take ten seconds and more on two processors, and 11 kB of memory each."""
_CHUNK = 25
"""Files whose outlines are handed over together."""
_MOST = 8
"""Processes; each takes 30 MB and more."""


class Method(Enum):
    """By copies of this process, by new processes, or by this process alone."""

    FORK = "fork"
    SPAWN = "spawn"
    HERE = "here"


_WORTH_IT = {Method.FORK: 60, Method.SPAWN: 500}
"""Files from which on more than one process is quicker."""


@contextmanager
def outlining(root: Path, max_bytes: int) -> Iterator["Outlining"]:
    """Outlines of the source files that a walk comes to, under way; what cannot be read is left out.

    To be called before the first thread is started, else this process cannot be copied.
    """
    paths = [path for path in LocalFiles(max_bytes).walk([root]) if language_of(path) in LANGUAGES]
    if len(paths) > _MANY:
        log.warning("%d source files take a while and much memory; .omniignore can leave folders out", len(paths))
    under_way = Outlining(paths, root, max_bytes)
    try:
        yield under_way
    finally:
        under_way.close()


class Outlining:
    """Outlines of these files, under way since it was made; `close` ends what is not done."""

    def __init__(self, paths: Sequence[Path], root: Path, max_bytes: int, method: Method | None = None) -> None:
        self._paths = paths
        self._root = root
        self._max_bytes = max_bytes
        self._processes: list[BaseProcess] = []
        self._reader = ThreadPoolExecutor(1)
        self._told: Future[dict[str, FileFacts]] | None = None
        method = method or method_for(len(paths))
        if method is not Method.HERE:
            self._begin(method)

    def facts(self) -> list[FileFacts]:
        """Of each file that is text, in the order of the paths; waits until all are known.

        Raises AgentFatalError when a process ended before it was done.
        """
        if self._told is None:
            return list(_kept(self._work(self._paths).facts()))
        files = self._told.result()
        names = (path.relative_to(self._root).as_posix() for path in self._paths)
        return [files[name] for name in names if name in files]

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.join()
        self._reader.shutdown()

    def _work(self, paths: Sequence[Path]) -> "_Work":
        return _Work(paths, self._root, self._max_bytes)

    def _begin(self, method: Method) -> None:
        is_copied = method is Method.FORK
        context = multiprocessing.get_context("fork") if is_copied else multiprocessing.get_context("spawn")
        count = min(_processors(), _MOST)
        # The large ones first and in turn, so that all processes end at about the same time.
        by_size = sorted(self._paths, key=_size, reverse=True)
        ends: list[Connection] = []
        for number in range(count):
            here, there = context.Pipe(duplex=False)
            ends.append(here)
            # A copy has them, too, and with them open nobody would notice that this process is gone.
            copied = tuple(ends) if is_copied else ()
            work = (self._work(by_size[number::count]), there, copied)
            process = context.Process(target=_tell, args=work, daemon=True)
            process.start()
            there.close()
            self._processes.append(process)
        self._told = self._reader.submit(_heard, ends, self._root)


@dataclass(frozen=True, slots=True)
class _Work:
    paths: Sequence[Path]
    root: Path
    max_bytes: int

    def facts(self) -> Iterator[FileFacts]:
        """Of each file that is text."""
        files = LocalFiles(self.max_bytes)
        for path in self.paths:
            snapshot = files.snapshot_or_error(path, self.root)
            if isinstance(snapshot, Snapshot):
                yield file_facts(snapshot, outlined(snapshot))


def method_for(count: int) -> Method:
    """How to outline this many files here and now."""
    # A copy of a process with threads has their locks and not them.
    method = Method.FORK if sys.platform == "linux" and threading.active_count() == 1 else Method.SPAWN
    return method if count >= _WORTH_IT[method] and _processors() > 1 else Method.HERE


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _kept(files: Iterable[FileFacts]) -> Iterator[FileFacts]:
    """The same: what is known by now is never garbage, and looking through it again and again takes a third of the time."""
    for number, file in enumerate(files):
        if number % _CHUNK == 0:
            gc.freeze()
        yield file


def _tell(work: _Work, there: Connection, others: tuple[Connection, ...]) -> None:
    """Outlines files in a process of its own; one that nobody hears ends."""
    for end in others:
        end.close()
    # Whoever is interrupted ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Trees and their nodes go by themselves, and what is told is gone soon.
    gc.disable()
    rows: list[Row] = []
    with suppress(BrokenPipeError):
        for file in work.facts():
            rows.append(row_of(file))
            if len(rows) == _CHUNK:
                there.send(rows)
                rows = []
        if rows:
            there.send(rows)
        there.send([])


def _heard(ends: list[Connection], root: Path) -> dict[str, FileFacts]:
    """What all processes say, by path; nothing is the last that each says. Raises AgentFatalError."""
    files: dict[str, FileFacts] = {}
    waiting = set(ends)
    while waiting:
        for end in cast("list[Connection]", wait(list(waiting))):
            try:
                said: list[Row] = end.recv()
            except (EOFError, OSError) as error:
                raise AgentFatalError("outline", root.name, "a process ended before it was done") from error
            files |= {row[0]: file for row, file in zip(said, _kept(map(facts_of, said)), strict=True)}
            if not said:
                waiting.remove(end)
                end.close()
    return files
