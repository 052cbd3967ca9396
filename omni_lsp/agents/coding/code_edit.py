"""New code and its imports as one edit of exactly the text that it was made for."""

import re
from collections.abc import Sequence

from omni_lsp.agents.coding.change import Changed
from omni_lsp.agents.coding.code_answer import Code
from omni_lsp.agents.coding.edit import line_end
from omni_lsp.agents.coding.place import Place, imports_at
from omni_lsp.agents.coding.task import Task
from omni_lsp.model.text import Change, Edit, Span

_APART = {"python": 2}
"""Empty lines between definitions (PEP 8), elsewhere one; so it is in a class, too."""
_DEFINES = re.compile(
    r"@|(?:async|def|class|export|function|func|type|interface|enum|record|public|private|protected|static|abstract|final)\b"
)
_OPENS = re.compile(r".*[:{(\[]\s*|\s*(?:#|//|/?\*|@).*")
_GOES_ON = re.compile(r"\s*(?:[})\]]|(?:else|elif|except|finally|case|default)\b).*")
"""Lines that a definition may follow at once, and those that may follow one."""


def changed_by(task: Task, place: Place, code: Code) -> Changed:
    """The change that puts the code at its place, and in front of it the imports that the file does not have."""
    end = line_end(task.snapshot)
    new = Change(place.span, _placed(task, place, code.lines, end))
    head = tuple(_imports(task, code.imports, end))
    edit = Edit(task.snapshot.uri, task.snapshot.version, (*head, new))
    return Changed(task, edit, head)


def merged(edit: Edit) -> Edit:
    """The same with changes that meet as one, since not every editor keeps the order of two at one offset."""
    changes: list[Change] = []
    for change in edit.changes:
        last = changes[-1] if changes else None
        if last is not None and last.span.end == change.span.start:
            changes[-1] = Change(Span(last.span.start, change.span.end), last.text + change.text)
        else:
            changes.append(change)
    return Edit(edit.uri, edit.version, tuple(changes), edit.evidence)


def indented(lines: Sequence[str], indent: str) -> list[str]:
    """The lines as deep as their place; those that a model has indented itself stay where it put them."""
    starts = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines if line.strip()]
    if any(not start for start in starts):
        return [f"{indent}{line}" if line.strip() else "" for line in lines]
    return list(lines)


def _placed(task: Task, place: Place, lines: Sequence[str], end: str) -> str:
    text, span = task.snapshot.text, place.span
    above, below = _empty_lines(task, place, lines)
    whole = end.join([*[""] * above, *indented(lines, place.indent), *[""] * below])
    if span.start == len(text) and text and not text.endswith(("\n", "\r")):
        return f"{end}{whole}{end}"
    is_last = span.start < span.end == len(text) and not text.endswith(("\n", "\r"))
    return whole if is_last else whole + end


def _empty_lines(task: Task, place: Place, lines: Sequence[str]) -> tuple[int, int]:
    """To be added above and below: definitions stand apart from their neighbours."""
    if place.replaces or not lines or not _DEFINES.match(lines[0].lstrip()):
        return place.apart, 0
    text, most = task.snapshot.text, _APART.get(task.snapshot.language, 1)
    above = text[: place.span.start].splitlines()[::-1]
    below = text[place.span.end :].splitlines()
    is_indented = next((line for line in below if line.strip()), "")[:1].isspace()
    lack = _lacking(above, 1 if place.indent else most, _OPENS), _lacking(below, 1 if is_indented else most, _GOES_ON)
    return max(place.apart, lack[0]), lack[1]


def _lacking(neighbours: Sequence[str], wanted: int, close: re.Pattern[str]) -> int:
    """Empty lines that lack between a definition and its neighbours, the nearest of which comes first."""
    blank = next((number for number, line in enumerate(neighbours) if line.strip()), None)
    if blank is None or close.fullmatch(neighbours[blank]):
        return 0
    return max(0, wanted - blank)


def _imports(task: Task, imports: Sequence[str], end: str) -> list[Change]:
    known = {line.strip() for line in task.snapshot.text[: task.head.end].splitlines()}
    new = [line for line in imports if line.strip() not in known or line.strip() in {"", "(", ")"}]
    if not any(line.strip() for line in new):
        return []
    text = task.snapshot.text
    at, is_behind_others = imports_at(task.snapshot, task.head.end)
    lines = list(new)
    if not is_behind_others:
        lines += [""] * _APART.get(task.snapshot.language, 1)
    if at and not is_behind_others and text[:at].strip():
        lines = ["", *lines]
    start = end if at and not text[:at].endswith(("\n", "\r")) else ""
    return [Change(Span(at, at), start + "".join(line + end for line in lines))]
