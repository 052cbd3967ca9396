"""What may be changed for a finding: a part of the text around it, and the imports at the start."""

import re
from collections.abc import Sequence
from itertools import count, takewhile

from omni_lsp.agents.coding.task import Task
from omni_lsp.model.facts import ProjectFacts, Symbol
from omni_lsp.model.finding import Finding
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.text import Snapshot, Span

_FUNCTIONS = frozenset({"function", "method"})
_MOST_LINES = 300
"""Of a longer function only lines around the finding may be changed."""
_AROUND = 40
LONGEST_HEAD = 40_000
"""Code points from the start in which imports are looked for."""

# Bounded, so that a hostile file of a megabyte is looked through in a moment.
_SPEC = r'(?:[\w.]+[ \t]+)?"[^"\n]+"'
_IMPORTS = {
    "python": re.compile(
        r"^(?:from[ \t]+[\w.]+[ \t]+import[ \t]+(?:\([\w\s,#.]{0,2000}\)|[\w ,*\t]+)[ \t]*|import[ \t]+[\w., \t]+)(?:#[^\n]*)?$",
        re.MULTILINE,
    ),
    "javascript": re.compile(
        r"^(?:import\b(?:[ \t]+type\b)?(?:[\w*\s{},$]{1,400}\bfrom)?[ \t]*[\"'][^\"'\n]+[\"']"
        r"|(?:const|let|var)[ \t]+[\w\s{},:$]{1,400}=[ \t]*require\([\"'][^\"'\n]+[\"']\)(?:\.\w+)?);?[ \t]*$",
        re.MULTILINE,
    ),
    "go": re.compile(
        rf"^import[ \t]+(?:{_SPEC}|\((?:\s*{_SPEC}|\s*//[^\n]*)*\s*\))[ \t]*$",
        re.MULTILINE,
    ),
    "java": re.compile(r"^import[ \t]+(?:static[ \t]+)?[\w.*]+;[ \t]*$", re.MULTILINE),
}


def task_of(
    snapshot: Snapshot, finding: Finding, symbols: Sequence[Symbol], before: Sequence[Finding], project: ProjectFacts
) -> Task:
    """The finding of a text to go: `symbols` are those of the text, `before` all findings in it."""
    body = body_of(snapshot, finding.span, symbols)
    modules = modules_of(project, snapshot.language)
    return Task(snapshot, finding, body, head_of(snapshot, body), tuple(before), modules)


def modules_of(project: ProjectFacts, language: str) -> frozenset[str]:
    """What files of a language import; a path that begins with a dot means another file for each that imports it."""
    files = (file for file in project.files.values() if family(file.language) == family(language))
    modules = (each.module for file in files for each in file.imports)
    return frozenset(module for module in modules if not module.startswith("."))


def body_of(snapshot: Snapshot, finding: Span, symbols: Sequence[Symbol]) -> Span:
    """Whole lines, with the line end of the last: the innermost function around a finding, else its paragraph.

    A callback has no name and is no symbol: its paragraph then ends with the lines around it that are not empty.
    """
    around = [one.span for one in symbols if one.kind in _FUNCTIONS and _covers(one.span, finding)]
    lines = snapshot.lines
    first, last = lines.position(finding.start).line, lines.position(finding.end).line
    if around:
        narrowest = min(around, key=lambda span: span.end - span.start)
        start, end = lines.position(narrowest.start).line, lines.position(narrowest.end).line
        if end - start < _MOST_LINES:
            return _lines(snapshot, start, end)
        return _lines(snapshot, max(start, first - _AROUND), min(end, last + _AROUND))
    above = takewhile(lambda line: line >= 0 and lines.text(line).strip(), count(first - 1, -1))
    below = takewhile(lambda line: line < len(lines) and lines.text(line).strip(), count(last + 1))
    start = min([first, *(line for line, _ in zip(above, range(_AROUND), strict=False))])
    end = max([last, *(line for line, _ in zip(below, range(_AROUND), strict=False))])
    return _lines(snapshot, start, end)


def head_of(snapshot: Snapshot, body: Span) -> Span:
    """From the start to the end of the imports before `body`, and at least the first line with code in it."""
    lines = snapshot.lines
    text = snapshot.text[: min(body.start, LONGEST_HEAD)]
    ends = [match.end() for match in import_statements(snapshot.language, text)]
    mark = LANGUAGES[snapshot.language].comment if snapshot.language in LANGUAGES else "#"
    last = lines.position(ends[-1]).line if ends else _first_code(snapshot, mark)
    return Span(0, min(_lines(snapshot, 0, last).end, body.start))


def without_imports(language: str, text: str) -> str:
    """What is in the start of a file besides import statements, without white space."""
    spans = [match.span() for match in import_statements(language, text)]
    parts, at = [], 0
    for start, end in spans:
        parts.append(text[at:start])
        at = end
    return "".join("".join([*parts, text[at:]]).split())


def family(language: str) -> str:
    """Languages with the same words: python, javascript (with TypeScript), go, java, else the id itself."""
    return "javascript" if language.startswith(("javascript", "typescript")) else language


def import_statements(language: str, text: str) -> list[re.Match[str]]:
    """In order, of the start of a file."""
    pattern = _IMPORTS.get(family(language))
    # Line ends of another kind would end no line for `re`.
    return list(pattern.finditer(text.replace("\r\n", " \n"))) if pattern else []


def _first_code(snapshot: Snapshot, mark: str) -> int:
    texts = (snapshot.lines.text(line).strip() for line in range(len(snapshot.lines)))
    return next((line for line, text in enumerate(texts) if text and not text.startswith((mark, "/*", "*", '"""'))), 0)


def _lines(snapshot: Snapshot, first: int, last: int) -> Span:
    lines = snapshot.lines
    end = lines.span(last + 1).start if last + 1 < len(lines) else len(snapshot.text)
    return Span(lines.span(first).start, end)


def _covers(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
