"""Wishes for tests of new code: a document of Python with a place in it."""

from collections.abc import Sequence
from dataclasses import replace

from coding_fakes import NOTHING, document, judge, means

from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.adapters.syntax.tree_sitter import symbols
from omni_lsp.agents.coding.code_proof import code_proof
from omni_lsp.agents.coding.place import asked_at, place_of
from omni_lsp.agents.coding.proof import Proof
from omni_lsp.agents.coding.region import modules_of
from omni_lsp.agents.coding.wish import Wish, spoken_of, task_at
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.text import Snapshot, Span, apply

TEXT = """\
import os


class Cart:
    def total(self, prices):
        assert prices
        return sum(prices)

    # omni: the mean of some prices


def name(cart):
    return os.fspath(cart)
"""


def selected(text: str, words: str = "") -> Span:
    """The first place of these words in a text, the end of it without any."""
    start = text.index(words) if words else len(text)
    return Span(start, start + len(words))


async def wish(
    snapshot: Snapshot | None = None,
    at: str = "omni:",
    said: str = "",
    project: ProjectFacts = NOTHING,
) -> Wish:
    """At a cursor in these words; `said` is an instruction."""
    snapshot = snapshot or document(TEXT)
    span = selected(snapshot.text, at)
    return await wish_of(snapshot, Span(span.start, span.start), said, project)


async def wish_of(snapshot: Snapshot, selection: Span, said: str = "", project: ProjectFacts = NOTHING) -> Wish:
    asked = None if said else asked_at(snapshot, selection)
    words = said or (asked.words if asked is not None else "")
    place = place_of(snapshot, selection, asked, symbols(snapshot))
    before = tuple(await judge(snapshot))
    task = task_at(snapshot, place, before, modules_of(project, snapshot.language))
    return Wish(task, place, words, may_import=spoken_of(words))


def code(*lines: str, imports: Sequence[str] = ()) -> str:
    head = ["@@@ imports", *imports] if imports else []
    return "\n".join([*head, "@@@ code", *lines, "@@@ end", ""])


async def proven(about: Wish, answer: str) -> Proof:
    return await code_proof(about, answer, replace(means(), redact=redacted))


async def after(about: Wish, answer: str) -> str:
    """The text with an answer in it, which holds."""
    told = await proven(about, answer)
    assert told.edit is not None, told.flaws
    return apply(about.task.snapshot.text, told.edit.changes)


def with_line_ends(snapshot: Snapshot, end: str) -> Snapshot:
    return replace(snapshot, text=snapshot.text.replace("\n", end))
