"""The lines where files use names, read when a hover asks and remembered for the next one."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from omni_lsp.model.errors import AgentError
from omni_lsp.model.facts import FileFacts
from omni_lsp.pipeline.background import Background
from omni_lsp.pipeline.worker import Worker
from omni_lsp.ports.folder import Files

KEPT = 2_000
WAITING = 32
_IMPORT = re.compile(r"\s*(?:import|from|use|require|package|export)\b")


class _Question(NamedTuple):
    """`digest` is that of the text in which the name is looked for: another text is another question."""

    root: Path
    path: str
    digest: str
    name: str


class Mentions:
    """Implements `ports.folder.Mentions`; everything on the event loop."""

    def __init__(self, files: Callable[[], Files], background: Background) -> None:
        self._files = files
        self._worker = Worker(background, self._work)
        self._known: OrderedDict[_Question, int | None] = OrderedDict()
        self._waiting: dict[_Question, None] = {}

    def line(self, root: Path, file: FileFacts, name: str) -> int | None:
        question = _Question(root, file.path, file.digest, name)
        if question not in self._known:
            self._waiting[question] = None
            if len(self._waiting) > WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._worker.wake()
        return self._known.get(question)

    async def _work(self) -> None:
        while self._waiting:
            question, _ = self._waiting.popitem()
            try:
                snapshot = await self._files().snapshot(question.root / question.path, question.root)
                line = await asyncio.to_thread(first_use, snapshot.text, question.name)
            except AgentError:
                line = None  # The next look at the disk tells that it is gone.
            self._known[question] = line
            while len(self._known) > KEPT:
                self._known.popitem(last=False)


def first_use(text: str, name: str) -> int | None:
    """The line, from 0, of the first mention of a name that is not in an import, else of the first one."""
    word = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])")
    found = [(number, line) for number, line in enumerate(text.splitlines()) if word.search(line)]
    uses = (number for number, line in found if not _IMPORT.match(line))
    return next(uses, found[0][0] if found else None)
