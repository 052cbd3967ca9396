"""What an agent offers to people who choose to live with a finding: a comment that says why."""

from collections.abc import Mapping
from types import MappingProxyType

from omni_lsp.model.finding import Finding, Offer
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.text import Change, Snapshot, Span

REASONS: Mapping[str, str] = MappingProxyType(
    {"ignore:false-positive": "false positive", "ignore:accepted-risk": "accepted risk"}
)
"""The reasons by `Offer.kind`."""


def ignore_offers(snapshot: Snapshot, finding: Finding) -> tuple[Offer, ...]:
    """One for each reason, none in a language without comments that we know."""
    if snapshot.language not in LANGUAGES:
        return ()
    return tuple(
        Offer(finding.agent, kind, f"Ignore on this line: {reason} ({finding.rule.id})", finding.fingerprint)
        for kind, reason in REASONS.items()
    )


def ignore_places(snapshot: Snapshot, span: Span, comment: str) -> tuple[Change, Change]:
    """Where a comment may go: the end of the first line of what it is about, or a line of its own above."""
    number = snapshot.lines.position(span.start).line
    line, text = snapshot.lines.span(number), snapshot.lines.text(number)
    indentation = text[: len(text) - len(text.lstrip())]
    newline = "\r\n" if "\r\n" in snapshot.text else "\n"
    return (
        Change(Span(line.end, line.end), f"  {comment}"),
        Change(Span(line.start, line.start), f"{indentation}{comment}{newline}"),
    )
