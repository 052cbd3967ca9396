"""The document that new tests go into: one that is there, open or on the disk, else a new one."""

import asyncio
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.agents.coding.tests_place import others
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Change, Edit, Snapshot, Span, apply
from omni_lsp.ports.folder import Files

TRIED = "write tests with a model"
_PACKAGE = re.compile(r"^package[ \t]+[\w.]+;?", re.MULTILINE)

Open = Callable[[Path], Snapshot | None]
"""The open document of a file."""


@dataclass(frozen=True, slots=True)
class Target:
    """`start` is the document that tests go into, of a new one with what has to be in it; `document` is it as it is."""

    document: Snapshot
    start: Snapshot
    is_new: bool = False

    def edit_of(self, edit: Edit) -> Edit:
        """An edit of the start as one of the document."""
        if self.document.text == self.start.text:
            return edit
        whole = Change(Span(0, len(self.document.text)), apply(self.start.text, edit.changes))
        return replace(edit, changes=(whole,))


async def target_of(files: Files, source: Snapshot, root: Path, path: str, opened: Open) -> Target:
    """Nothing that is there is written over: it gets more tests, or the next free name is taken.

    `path` is below the folder `root`, with `/`. Raises AgentValidationError where there is no place inside of the folder.
    """
    for name in (path, *others(path)):
        place = root / name
        if (document := opened(place)) is not None:
            return Target(document, document)
        if not await asyncio.to_thread(_is_inside, place, root):
            raise AgentValidationError(TRIED, name, "a link leads out of the folder there")
        if not await asyncio.to_thread(os.path.lexists, place):
            new = Snapshot(place.as_uri(), None, language_of(place), "", place, root)
            return Target(new, replace(new, text=_start(source)), is_new=True)
        try:
            there = await files.snapshot(place, root)
        except AgentError:
            continue
        return Target(there, there)
    raise AgentValidationError(TRIED, path, "there is no free name for a file with tests")


def _start(source: Snapshot) -> str:
    """Go and Java have the package first, and tests are in that of what they test."""
    package = _PACKAGE.search(source.text) if source.language in {"go", "java"} else None
    return f"{package[0]}\n\n" if package is not None else ""


def _is_inside(place: Path, root: Path) -> bool:
    return place.parent.resolve().is_relative_to(root.resolve())
