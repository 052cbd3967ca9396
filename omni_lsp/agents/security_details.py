"""What is told of a finding beyond that it is there: how data comes to it, and that its fix does not hold.

Both cost more than finding it, so they are worked out when nobody waits, and remembered while the text they are about stays.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from omni_lsp.agents.security_fixes import Remedy
from omni_lsp.agents.security_scan import Sight
from omni_lsp.model.finding import Finding, Related
from omni_lsp.model.text import Snapshot, Span, digest
from omni_lsp.ports.engine import Match

# A minified file is one line of a megabyte: a thousand findings in it must not keep a thousand copies.
_KEPT = 2_000
_LONGEST_WAY = 5_000
_AROUND = 200

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Flow:
    """The way of data to a finding: `text` is what it goes through, from `ahead` before the finding on, or the start of it.

    `steps` are relative to the start of that text.
    """

    text: str
    ahead: int
    steps: tuple[Related, ...]

    def at(self, snapshot: Snapshot, finding: Finding) -> tuple[Related, ...] | None:
        """The steps in another text, `None` where it differs on the way."""
        start = finding.span.start - self.ahead
        if start < 0 or not snapshot.text.startswith(self.text, start):
            return None
        return tuple(_shifted(step, start) for step in self.steps)


class Details:
    """Remembers for the latest findings what was worked out about them."""

    def __init__(self, sight: Sight, remedy: Remedy) -> None:
        self._sight = sight
        self._remedy = remedy
        self._flows: _Latest[tuple[str, str], _Flow] = _Latest()
        self._refused: _Latest[Hashable, bool] = _Latest()

    def known(self, snapshot: Snapshot, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings with what is remembered of them."""
        others = _others(snapshot) if any(finding.rule.fixable for finding in findings) else ""
        return tuple(self._known(snapshot, finding, others) for finding in findings)

    async def looked_up(self, snapshot: Snapshot, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings with what there is to know of them; costs a run of the engine and some scans. Raises AgentError."""
        await self._look_for_flows(snapshot, findings)
        await self._try_fixes(snapshot, findings)
        return self.known(snapshot, findings)

    def _known(self, snapshot: Snapshot, finding: Finding, others: str) -> Finding:
        flow = self._flows.get((snapshot.uri, finding.fingerprint))
        steps = flow.at(snapshot, finding) if flow is not None and not finding.related else None
        refused = finding.rule.fixable and self._refused.get(_case(snapshot, finding, others)) is True
        return replace(finding, related=steps or finding.related, unfixable=refused)

    async def _look_for_flows(self, snapshot: Snapshot, findings: Sequence[Finding]) -> None:
        new = [one for one in findings if self._is_new(snapshot, one)]
        if not new:
            return
        for one, steps in zip(new, await self._sight.flows(snapshot, list(map(_match, new))), strict=True):
            self._flows[snapshot.uri, one.fingerprint] = _flow(snapshot, one, steps)

    def _is_new(self, snapshot: Snapshot, finding: Finding) -> bool:
        flow = self._flows.get((snapshot.uri, finding.fingerprint))
        return not finding.related and (flow is None or flow.at(snapshot, finding) is None)

    async def _try_fixes(self, snapshot: Snapshot, findings: Sequence[Finding]) -> None:
        others = _others(snapshot)
        fixable = [one for one in findings if one.rule.fixable]
        new = [one for one in fixable if self._refused.get(_case(snapshot, one, others)) is None]
        if not new:
            return
        marks = {one.fingerprint for one in new}
        before = await self._sight.all(snapshot)
        refused = await self._remedy.refused(snapshot, [one for one in before if one.fingerprint in marks], before)
        marks = {one.fingerprint for one in refused}
        for one in new:
            self._refused[_case(snapshot, one, others)] = one.fingerprint in marks


class _Latest(OrderedDict[K, V], Generic[K, V]):
    """Forgets what was put down the longest ago."""

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > _KEPT:
            self.popitem(last=False)


def _case(snapshot: Snapshot, finding: Finding, others: str) -> Hashable:
    """What decides whether a fix holds: the code around it, and what the file takes from others."""
    span = finding.span
    column = snapshot.lines.position(span.start).column
    return (snapshot.uri, finding.rule.id, _around(snapshot, span), column, span.end - span.start, others)


def _around(snapshot: Snapshot, span: Span) -> str:
    """The lines of a place, or of long ones what is near."""
    lines = snapshot.lines
    first, last = lines.span(lines.position(span.start).line), lines.span(lines.position(span.end).line)
    start, end = max(first.start, span.start - _AROUND), min(last.end, span.end + _AROUND)
    return snapshot.text[start : min(end, start + _LONGEST_WAY)]


def _others(snapshot: Snapshot) -> str:
    """Content hash of the lines that name other files."""
    return digest("\n".join(line for line in snapshot.text.splitlines() if "import" in line or "require" in line))


def _flow(snapshot: Snapshot, finding: Finding, steps: Sequence[Related]) -> _Flow:
    spans = [finding.span, *(step.span for step in steps)]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    text = snapshot.text[start : min(end, start + _LONGEST_WAY)]
    return _Flow(text, finding.span.start - start, tuple(_shifted(step, -start) for step in steps))


def _shifted(step: Related, by: int) -> Related:
    return Related(Span(step.span.start + by, step.span.end + by), step.message)


def _match(finding: Finding) -> Match:
    return Match(finding.rule.id, finding.span, finding.message)
