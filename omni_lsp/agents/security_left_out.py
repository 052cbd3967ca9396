"""Rules that were left out for their slowness, said where somebody can do something about them."""

import re
from collections.abc import Iterable, Iterator

from omni_lsp.model.finding import Finding, Rule, Severity, fingerprints
from omni_lsp.model.leftout import LeftOut
from omni_lsp.model.text import Snapshot, Span

RULE = Rule(
    "omni.rule-left-out",
    "A rule was too slow and is left out",
    Severity.WARNING,
    message="A rule took too long on several files, so that it does not run any more in this session.",
    remedy="Make its patterns more specific; `omni-lsp rules list --timings FILE` tells what each rule costs.",
)


def left_out_findings(snapshot: Snapshot, left_out: Iterable[LeftOut], agent: str) -> Iterator[Finding]:
    """On the rule itself in the file that it is in, and at the beginning of the file on which it was once too slow."""
    mine = [(one, span) for one in left_out if (span := _place(snapshot, one)) is not None]
    marks = fingerprints((RULE.id, one.rule) for one, _ in mine)
    for (one, span), mark in zip(mine, marks, strict=True):
        yield Finding(RULE, agent, one.message, span, mark)


def _place(snapshot: Snapshot, one: LeftOut) -> Span | None:
    if one.source is not None and snapshot.path == one.source:
        written = re.search(rf"\bid[\"']?\s*:\s*[\"']?({re.escape(one.rule)})(?![\w.-])", snapshot.text)
        return Span(*written.span(1)) if written is not None else _first_line(snapshot)
    return _first_line(snapshot) if snapshot.name == one.files[-1] else None


def _first_line(snapshot: Snapshot) -> Span:
    return Span(0, len(snapshot.lines.text(0).rstrip("\r\n")))
