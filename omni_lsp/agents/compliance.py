"""Compliance: licences, personal data and dependencies of a file, measured by the policy in force there."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date

from omni_lsp.agents.compliance_fixes import Remedy
from omni_lsp.agents.compliance_hover import explained
from omni_lsp.agents.compliance_look import Look, Seen
from omni_lsp.agents.compliance_rules import (
    DEPENDENCY_NOT_ALLOWED,
    HEADER_MISSING,
    LOCK_OUTDATED,
    POLICY_MISTAKE,
    RULES,
)
from omni_lsp.model.citing import Citations
from omni_lsp.model.compliance import ComplianceFacts
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import Facts, FileFindings
from omni_lsp.model.finding import Explanation, Finding, Offer, fingerprints
from omni_lsp.model.ignoring import REASONS, ignore_offers
from omni_lsp.model.report import AgentResult
from omni_lsp.model.suppression import Ignored, suppressions
from omni_lsp.model.text import Edit, Snapshot, Span
from omni_lsp.ports.agent import AgentMeta
from omni_lsp.ports.engine import Match
from omni_lsp.ports.syntax import Syntax

_ID = "compliance"
_HEADER = "header"
_KEPT = 1000  # Files whose licence is remembered for offers.


class ComplianceAgent:
    """Looks at the whole text each time, which takes a few milliseconds; `today` decides which ignoring comments count."""

    meta = AgentMeta(_ID, provides=frozenset({ComplianceFacts}))

    def __init__(self, look: Look, syntax: Syntax, today: Callable[[], date] = lambda: date.min) -> None:
        self._look = look
        self._remedy = Remedy(syntax)
        self._today = today
        self._licences: OrderedDict[str, str] = OrderedDict()

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:  # noqa: ARG002 - text and disk say it
        seen = await self._look.at(snapshot)
        self._remember(snapshot, seen)
        comments = suppressions(snapshot.lines, self._today())
        kept: list[Finding] = []
        ignored: list[Ignored] = []
        for finding in _findings(snapshot, seen.matches):
            line = snapshot.lines.position(finding.span.start).line
            comment = comments.of(line, finding.rule.id)
            if comment is None:
                kept.append(finding)
            else:
                ignored.append(Ignored(finding, comment.reason))
        told = ComplianceFacts(snapshot.name, seen.declared)
        return AgentResult(tuple(kept), (told,), ignored=tuple(ignored))

    def explain(self, snapshot: Snapshot, offset: int, facts: Facts) -> Explanation | None:  # noqa: ARG002 - as above
        known = facts.get(FileFindings) or FileFindings()
        here = Span(offset, offset)
        mine = [one for one in known.findings if one.agent == _ID and one.span.touches(here)]
        if not mine:
            return None
        narrowest = min(mine, key=lambda finding: finding.span.end - finding.span.start)
        return Explanation(explained(mine, facts.get(Citations) or Citations()), narrowest.span)

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        if finding.agent != _ID or finding.rule.id == POLICY_MISTAKE.id:
            return ()
        mark = finding.fingerprint
        licence = self._licences.get(snapshot.uri, "")
        header = []
        if finding.rule.id == HEADER_MISSING.id and licence:
            header = [Offer(_ID, _HEADER, f"Add the licence header {licence}", mark, is_preferred=True)]
        return (*header, *ignore_offers(snapshot, finding))

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        seen = await self._look.at(snapshot)
        match = next((match for match, mark in _marked(snapshot, seen.matches) if mark == offer.fingerprint), None)
        if match is None:
            raise AgentValidationError(offer.title, snapshot.name, "the finding is not there any more")
        if offer.kind == _HEADER:
            return await self._remedy.header(snapshot, seen.licence, offer.title)
        if offer.kind in REASONS:
            return await self._remedy.ignore(snapshot, match, REASONS[offer.kind], offer.title)
        raise AgentValidationError(offer.title, snapshot.name, f"unknown offer {offer.kind}")

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        tried = "fix all that can be fixed"
        if not any(one.agent == _ID and one.rule.id == HEADER_MISSING.id for one in findings):
            raise AgentValidationError(tried, snapshot.name, "nothing here has a fix")
        seen = await self._look.at(snapshot)
        return await self._remedy.header(snapshot, seen.licence, tried)

    def _remember(self, snapshot: Snapshot, seen: Seen) -> None:
        """What lists of offers need, which are answered from memory."""
        self._licences[snapshot.uri] = seen.licence
        self._licences.move_to_end(snapshot.uri)
        while len(self._licences) > _KEPT:
            self._licences.popitem(last=False)


def _findings(snapshot: Snapshot, matches: Sequence[Match]) -> list[Finding]:
    return [
        Finding(RULES[match.rule], _ID, match.message, match.span, mark) for match, mark in _marked(snapshot, matches)
    ]


def _marked(snapshot: Snapshot, matches: Sequence[Match]) -> list[tuple[Match, str]]:
    marks = fingerprints((match.rule, _identity(snapshot, match)) for match in matches)
    return list(zip(matches, marks, strict=True))


def _identity(snapshot: Snapshot, match: Match) -> str:
    """What tells a match from others of its rule: the text it is about, where that is not the whole file or another one."""
    if match.rule == HEADER_MISSING.id:
        return ""
    if match.rule in {LOCK_OUTDATED.id, DEPENDENCY_NOT_ALLOWED.id, POLICY_MISTAKE.id}:
        return match.message
    return snapshot.text[match.span.start : match.span.end]
