"""Code that is like what somebody points at."""

from collections.abc import Sequence
from typing import NamedTuple

from omni_lsp.app.searching import Searching
from omni_lsp.lsp.core import Progress, Similar
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import FileFacts, Symbol
from omni_lsp.model.retrieval import Domain, Query
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.retrieval.likeness import likeness

MOST = 10


class Subject(NamedTuple):
    """What is pointed at, in short and as it stands in the file."""

    name: str
    text: str


async def similar(searching: Searching, snapshot: Snapshot, subject: Subject, progress: Progress) -> Similar:
    """The most similar code of other files. Raises AgentError, also when there is nothing to go by."""
    words = likeness(subject.text)
    if not words:
        raise AgentValidationError("look for similar code", snapshot.name, "there is no code at this place")
    # The file itself is what is most like it.
    found = await searching.search(Query(words, MOST + 1, Domain.CODE), progress)
    others = [each for each in found if each.root / each.hit.path != snapshot.path]
    return Similar(subject.name, tuple(others[:MOST]))


def subject_of(snapshot: Snapshot, span: Span, file: FileFacts | None) -> Subject:
    """What is selected, else the innermost definition around the cursor, else its line."""
    text, lines = snapshot.text, snapshot.lines
    if text[span.start : span.end].strip():
        return Subject("the selection", text[span.start : span.end])
    around = [symbol for symbol in _current(file, snapshot) if symbol.span.start <= span.start <= symbol.span.end]
    if around:
        innermost = min(around, key=lambda symbol: symbol.span.end - symbol.span.start)
        return Subject(innermost.qualified, text[innermost.span.start : innermost.span.end])
    number = lines.position(span.start).line
    line = lines.span(number)
    return Subject(f"line {number + 1}", text[line.start : line.end])


def _current(file: FileFacts | None, snapshot: Snapshot) -> Sequence[Symbol]:
    return file.symbols if file is not None and file.digest == snapshot.digest else ()
