"""What is wrong with a pack file, shown like the findings of any agent."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from omni_lsp.model.finding import Finding, Rule, Severity, fingerprints
from omni_lsp.model.packs import PackFile, PackProblem
from omni_lsp.model.report import AgentResult, StageReport, Status
from omni_lsp.model.text import Snapshot, Span

AUTHOR = "packs"

_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "pack.markers": "Markers of a context pack that are not one pair in order",
        "pack.kept-aside": "Text between the markers of a context pack that somebody changed",
        "pack.yours": "Context pack without markers",
        "pack.front-matter": "Front matter that assistants do not read",
        "pack.link": "Context pack that is a link",
        "pack.unreadable": "Context pack that cannot be read",
        "pack.secret": "Section of a context pack that looks like a secret",
        "pack.over-limit": "Context pack that is longer than what is read of it",
        "pack.stale-path": "Path in a context pack that does not exist",
        "pack.said-again": "Paragraph that README.md says, too",
    }
)


def pack_file(snapshot: Snapshot) -> PackFile | None:
    """Which pack of its workspace folder a document is."""
    if snapshot.root is None or snapshot.name not in frozenset(PackFile):
        return None
    return PackFile(snapshot.name)


def on_disk(root: Path, file: PackFile, text: str) -> Snapshot:
    path = root / file
    return Snapshot(path.as_uri(), None, "markdown", text, path, root)


def review(snapshot: Snapshot, problems: Sequence[PackProblem], trace: str) -> StageReport:
    """Of all problems those of this file, each at its line without the white space around that."""
    mine = [each for each in problems if each.path == snapshot.name]
    spans = [_line(snapshot, each.line) for each in mine]
    marks = fingerprints(
        (each.code, snapshot.text[span.start : span.end]) for each, span in zip(mine, spans, strict=True)
    )
    findings = tuple(
        Finding(
            Rule(each.code, _TITLES.get(each.code, each.code), Severity(each.severity)),
            AUTHOR,
            each.message,
            span,
            mark,
        )
        for each, span, mark in zip(mine, spans, marks, strict=True)
    )
    return StageReport(AUTHOR, Status.DONE, 0.0, 0.0, AgentResult(findings), trace_id=trace)


def _line(snapshot: Snapshot, line: int) -> Span:
    whole = snapshot.lines.span(line)
    text = snapshot.text[whole.start : whole.end]
    start = whole.start + len(text) - len(text.lstrip())
    return Span(start, max(start, whole.start + len(text.rstrip())))
