"""Security: what rules find in a text, explained, with fixes that were scanned again before they are handed out."""

import asyncio
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from omni_lsp.agents.security_details import Details
from omni_lsp.agents.security_fixes import Remedy
from omni_lsp.agents.security_hover import explained
from omni_lsp.agents.security_left_out import RULE as LEFT_OUT, left_out_findings
from omni_lsp.agents.security_scan import Look, Seen, Sight
from omni_lsp.model.citing import Citations
from omni_lsp.model.errors import AgentError, AgentTimeoutError, AgentValidationError
from omni_lsp.model.facts import Facts, FileFindings
from omni_lsp.model.finding import Explanation, Finding, Offer, fingerprints
from omni_lsp.model.ignore_problems import IGNORE_RULES, Problem
from omni_lsp.model.ignoring import REASONS, ignore_offers
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.report import AgentResult
from omni_lsp.model.stage import Trigger
from omni_lsp.model.suppression import Ignored
from omni_lsp.model.text import Edit, Snapshot, Span
from omni_lsp.ports.agent import AgentMeta
from omni_lsp.ports.engine import Match, Matcher, Pack, RuleEngine, Scan
from omni_lsp.ports.syntax import Syntax

_ID = "security"
_FIX = "fix"


@dataclass(slots=True)
class _SoFar:
    """What a run has found; `soon` is what a scan that is under way is to tell of as well."""

    quick: Sequence[Match] = ()
    slow: list[Match] = field(default_factory=list)
    soon: Sequence[Match] = ()


class SecurityAgent:
    """Reports matches of rules that are not ignored by a comment: at a change those of the quick matchers alone."""

    meta = AgentMeta(_ID)

    def __init__(
        self,
        engine: RuleEngine,
        syntax: Syntax,
        quick: Sequence[Matcher] = (),
        today: Callable[[], date] = lambda: date.min,
        others: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._sight = Sight(engine, quick, today, others)
        self._syntax = syntax
        self._remedy = Remedy(self._sight, syntax)
        self._details = Details(self._sight, self._remedy)

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        return await self.stream(snapshot, facts, lambda _: None)

    async def stream(self, snapshot: Snapshot, facts: Facts, show: Callable[[AgentResult], None]) -> AgentResult:
        if facts.get(Trigger) is Trigger.CHANGE:
            look = self._sight.look(snapshot, await self._sight.quick(snapshot))
            return replace(await self._result(snapshot, look), is_quick=True)
        so_far = _SoFar()
        packs = self._sight.packs or (None,)
        tasks = [asyncio.create_task(self._scanned(snapshot, pack, so_far, show)) for pack in packs]
        failure: AgentError | None = None
        try:
            await asyncio.sleep(0)  # The engine, another process, works while the quick matchers do.
            so_far.quick = await self._sight.quick(snapshot)
            if so_far.quick:
                show(await self._result(snapshot, self._sight.look(snapshot, so_far.quick)))
            for task in asyncio.as_completed(tasks):
                # What else was found is shown all the same.
                try:
                    scan = await task
                    so_far.slow += scan.matches
                    if scan.too_slow:
                        reason = f"rule {', '.join(scan.too_slow)} took too long"
                        failure = AgentTimeoutError("scan", snapshot.name, reason)
                except AgentError as error:
                    failure = error
                show(await self._partial(snapshot, so_far))
        finally:
            for task in tasks:
                task.cancel()
        if failure is not None:
            raise failure
        self._sight.remember(snapshot, so_far.slow)
        look = self._sight.look(snapshot, so_far.quick, so_far.slow)
        return self._with_left_out(snapshot, await self._result(snapshot, look, self._sight.rules))

    async def _scanned(
        self, snapshot: Snapshot, pack: Pack | None, so_far: "_SoFar", show: Callable[[AgentResult], None]
    ) -> Scan:
        """What takes long is preceded by a look at what is new. Raises AgentError."""
        if pack is not Pack.DEEP:
            return await self._sight.slow(snapshot, pack)
        so_far.soon = await self._sight.new(snapshot)
        if so_far.soon:
            show(await self._partial(snapshot, so_far))
        try:
            return await self._sight.slow(snapshot, pack)
        finally:
            so_far.soon = ()

    async def _partial(self, snapshot: Snapshot, so_far: "_SoFar") -> AgentResult:
        slow = dict.fromkeys((*so_far.slow, *so_far.soon))
        return self._with_left_out(
            snapshot, await self._result(snapshot, self._sight.look(snapshot, so_far.quick, tuple(slow)))
        )

    async def ponder(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Sequence[Finding]:
        """How data comes to what was found, and which fixes do not hold."""
        return await self._details.looked_up(snapshot, findings)

    def _with_left_out(self, snapshot: Snapshot, result: AgentResult) -> AgentResult:
        """With the rules that do not run any more; the quick look has nothing to do with them."""
        told = left_out_findings(snapshot, self._sight.left_out, _ID)
        return replace(result, findings=(*result.findings, *told))

    async def _result(self, snapshot: Snapshot, look: Look, complete: Container[str] = ()) -> AgentResult:
        """Findings, also about comments that ignore some; a comment is idle only when all rules had their say."""
        wrong = self._sight.problems(snapshot, look, complete)
        if snapshot.language in LANGUAGES:
            # What looks like a comment in a text is none.
            wrong = tuple([one for one in wrong if await self._syntax.in_comment(snapshot, one.span.start)])
        ignored = tuple(Ignored(_finding(seen), by.reason) for seen, by in look.ignored)
        found = self._details.known(snapshot, tuple(map(_finding, look.seen)))
        return AgentResult((*found, *_told(snapshot, wrong)), ignored=ignored)

    def explain(self, snapshot: Snapshot, offset: int, facts: Facts) -> Explanation | None:
        known = facts.get(FileFindings) or FileFindings()
        here = Span(offset, offset)
        mine = [one for one in known.findings if one.agent == _ID and one.span.touches(here)]
        if not mine:
            return None
        # The narrowest is what the pointer means; the others enclose it.
        narrowest = min(mine, key=lambda finding: finding.span.end - finding.span.start)
        return Explanation(explained(mine, snapshot, facts.get(Citations) or Citations()), narrowest.span)

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        if finding.agent != _ID or finding.rule in (*IGNORE_RULES, LEFT_OUT):
            return ()
        title, mark = finding.rule.title, finding.fingerprint
        can_fix = finding.rule.fixable and not finding.unfixable
        fix = [Offer(_ID, _FIX, f"Fix: {title}", mark, is_preferred=True)] if can_fix else []
        return (*fix, *ignore_offers(snapshot, finding))

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        before = await self._sight.all(snapshot)
        seen = next((one for one in before if one.fingerprint == offer.fingerprint), None)
        if seen is None:
            raise AgentValidationError(offer.title, snapshot.name, "the finding is not there any more")
        if offer.kind == _FIX:
            return await self._remedy.fix(offer, snapshot, seen, before)
        if offer.kind in REASONS:
            return await self._remedy.ignore(offer, snapshot, seen, before, REASONS[offer.kind])
        raise AgentValidationError(offer.title, snapshot.name, f"unknown offer {offer.kind}")

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        wanted = {finding.fingerprint for finding in findings if finding.agent == _ID and finding.rule.fixable}
        before = await self._sight.all(snapshot) if wanted else []
        return await self._remedy.fix_all(snapshot, [one for one in before if one.fingerprint in wanted], before)


def _finding(seen: Seen) -> Finding:
    match = seen.match
    return Finding(seen.rule, _ID, match.message, match.span, seen.fingerprint, related=match.flow, quick=seen.quick)


def _told(snapshot: Snapshot, wrong: Sequence[Problem]) -> Iterable[Finding]:
    marks = fingerprints((one.rule.id, snapshot.text[one.span.start : one.span.end]) for one in wrong)
    for one, mark in zip(wrong, marks, strict=True):
        yield Finding(one.rule, _ID, one.message, one.span, mark, quick=one.by_text)
