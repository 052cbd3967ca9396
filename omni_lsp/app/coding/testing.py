"""From a definition to what a model is told about tests of it, and the document that these go into."""

import asyncio
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.agents.coding.code_prompt import Subject, opening_of_tests
from omni_lsp.agents.coding.place import end_of
from omni_lsp.agents.coding.prompt import Around
from omni_lsp.agents.coding.region import family, modules_of
from omni_lsp.agents.coding.tests_place import is_for_tests, others, tests_of
from omni_lsp.agents.coding.tests_proof import bar, importable, may_import
from omni_lsp.agents.coding.wish import Wish, task_at
from omni_lsp.agents.coding.words import SCRIPT_TESTS
from omni_lsp.app.coding.bench import Bench
from omni_lsp.app.coding.generating import Ordered, names_beside
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.facts import ProjectFacts, Symbol
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Change, Edit, Snapshot, Span, apply

TRIED = "write tests with a model"
_SUBJECTS = frozenset({"function", "method", "class", "struct"})
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


async def tests_ordered(
    bench: Bench, snapshot: Snapshot, selection: Span, project: ProjectFacts, opened: Open
) -> tuple[Ordered, Target, Symbol]:
    """What a model would be told, where its tests go, and what they test. Raises AgentError."""
    file = await bench.file(snapshot)
    around = [one for one in file.symbols if one.kind in _SUBJECTS and _lies_in(snapshot, one, selection.start)]
    if snapshot.root is None or snapshot.path is None or is_for_tests(snapshot.name):
        raise AgentValidationError(TRIED, snapshot.name, "it is no source file of a folder")
    if not around:
        raise AgentValidationError(TRIED, snapshot.name, "there is no function or class at this place")
    symbol = min(around, key=lambda one: one.span.end - one.span.start)
    target = await _target(bench, snapshot, tests_of(snapshot.name, snapshot.language, project.files), opened)
    start = target.start
    before = tuple(await bench.findings(start)) if start.text.strip() else ()
    place = end_of(start) if not target.is_new else replace(end_of(start), apart=0)
    task = task_at(start, place, before, modules_of(project, snapshot.language))
    forms = importable(snapshot.name, start.name, snapshot.language)
    said = "\n".join(forms) or "It is in the same package: no import is needed."
    beside = names_beside(project, snapshot) | names_beside(project, start) | {one.name for one in file.symbols}
    is_script = family(snapshot.language) == "javascript"
    known = beside if not forms else SCRIPT_TESTS if is_script else frozenset()
    wish = Wish(task, place, said, known, may_import(snapshot.name, start.name, snapshot.language), bar(symbol))
    related = await bench.related(snapshot, file, symbol.span, project)
    subject, told = Subject(snapshot, symbol), Around(project.conventions, related)
    turns = opening_of_tests(wish, subject, told, bench.room, bench.means.redact)
    counter = bench.room.counter
    files = sum(counter.count(text) for text in (snapshot.text, start.text, *(text for _, text in related)))
    return Ordered(wish, turns, files), target, symbol


def _lies_in(snapshot: Snapshot, symbol: Symbol, offset: int) -> bool:
    """Anywhere on its lines: editors put the cursor in front of a name."""
    first = snapshot.lines.position(symbol.span.start).line
    return snapshot.lines.span(first).start <= offset <= symbol.span.end


async def _target(bench: Bench, snapshot: Snapshot, path: str, opened: Open) -> Target:
    """Nothing that is there is written over: it gets more tests, or the next free name is taken."""
    assert snapshot.root is not None  # noqa: S101 - the caller has looked
    for name in (path, *others(path)):
        place = snapshot.root / name
        if (document := opened(place)) is not None:
            return Target(document, document)
        if not await asyncio.to_thread(_is_inside, place, snapshot.root):
            raise AgentValidationError(TRIED, name, "a link leads out of the folder there")
        if not await asyncio.to_thread(os.path.lexists, place):
            new = Snapshot(place.as_uri(), None, language_of(place), "", place, snapshot.root)
            package = _PACKAGE.search(snapshot.text) if snapshot.language in {"go", "java"} else None
            start = replace(new, text=f"{package[0]}\n\n") if package is not None else new
            return Target(new, start, is_new=True)
        try:
            there = await bench.team.files.snapshot(place, snapshot.root)
        except AgentError:
            continue
        return Target(there, there)
    raise AgentValidationError(TRIED, path, "there is no free name for a file with tests")


def _is_inside(place: Path, root: Path) -> bool:
    return place.parent.resolve().is_relative_to(root.resolve())
