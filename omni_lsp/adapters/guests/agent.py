"""A guest as one of our agents: asked in its process, its answers looked at, its fixes tried, its hovers kept in memory."""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from omni_lsp.adapters.guests.answers import CONTROLS, MOST_FINDINGS, AnswerError, Said, changes_of, said_of
from omni_lsp.adapters.guests.hover import explained
from omni_lsp.adapters.guests.room import Room
from omni_lsp.adapters.guests.wire import Answer, Question, Resolve, Run, Text
from omni_lsp.adapters.guests.worker import KNOWN_FACTS
from omni_lsp.agents.compliance_fixes import Remedy
from omni_lsp.agents.context_facts import file_facts
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTimeoutError, AgentValidationError
from omni_lsp.model.facts import Facts, FileFindings
from omni_lsp.model.finding import Explanation, Finding, Offer
from omni_lsp.model.ignoring import REASONS, ignore_offers
from omni_lsp.model.report import AgentResult
from omni_lsp.model.stage import Trigger
from omni_lsp.model.suppression import Ignored, suppressions
from omni_lsp.model.text import Edit, Snapshot, Span, apply
from omni_lsp.ports.agent import AgentMeta
from omni_lsp.ports.engine import Match
from omni_lsp.ports.syntax import Syntax

T = TypeVar("T")

log = logging.getLogger(__name__)

_KEPT = 300  # Documents whose hovers and offers are remembered.
_FIX_SECONDS = 10.0


class GuestAgent:
    """Looks at files of the folders that `trusts` says yes to, and reports nothing of others.

    `today` decides which ignoring comments count: guests need not know of them.
    """

    def __init__(
        self,
        room: Room,
        syntax: Syntax,
        trusts: Callable[[Path | None], bool],
        today: Callable[[], date] = lambda: date.min,
    ) -> None:
        # Which facts it wants is known only when it runs, and nothing is run to put a plan together.
        self.meta = AgentMeta(room.guest.name, uses=KNOWN_FACTS)
        self.room = room
        self._origin = room.guest.origin
        self._syntax = syntax
        self._trusts = trusts
        self._today = today
        self._said: OrderedDict[str, Said] = OrderedDict()
        self._given: OrderedDict[str, tuple[object, ...]] = OrderedDict()

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        if not self._trusts(snapshot.root):
            return AgentResult()
        given = tuple(value for kind in (Trigger, *KNOWN_FACTS) if (value := facts.get(kind)) is not None)
        _keep(self._given, snapshot.uri, given)
        said = await self._looked(snapshot, given)
        _keep(self._said, snapshot.uri, said)
        comments = suppressions(snapshot.lines, self._today())
        kept: list[Finding] = []
        ignored: list[Ignored] = []
        for finding in said.findings:
            comment = comments.of(snapshot.lines.position(finding.span.start).line, finding.rule.id)
            if comment is None:
                kept.append(finding)
            else:
                ignored.append(Ignored(finding, comment.reason))
        return AgentResult(tuple(kept), ignored=tuple(ignored))

    def explain(self, snapshot: Snapshot, offset: int, facts: Facts) -> Explanation | None:
        known, here = facts.get(FileFindings) or FileFindings(), Span(offset, offset)
        mine = [one for one in known.findings if one.agent == self.meta.id and one.span.touches(here)]
        if not mine:
            return None
        hovers = self._said.get(snapshot.uri, Said()).hovers
        told = (hovers.get(one.fingerprint) or explained(one, self._origin, snapshot.language) for one in mine)
        narrowest = min(mine, key=lambda finding: finding.span.end - finding.span.start)
        return Explanation("\n\n---\n\n".join(dict.fromkeys(told)), narrowest.span)

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        if finding.agent != self.meta.id:
            return ()
        own = self._said.get(snapshot.uri, Said()).offers.get(finding.fingerprint, ())
        return (*own, *ignore_offers(snapshot, finding))

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        async with self._in_time(offer.title, snapshot):
            before = await self._looked_again(snapshot)
            finding = next((one for one in before if one.fingerprint == offer.fingerprint), None)
            if finding is None:
                raise AgentValidationError(offer.title, snapshot.name, "the finding is not there any more")
            if offer.kind in REASONS:
                match = Match(finding.rule.id, finding.span, finding.message)
                return await Remedy(self._syntax).ignore(snapshot, match, REASONS[offer.kind], offer.title)
            question = Resolve(Text.of(snapshot), offer=offer)
            return await self._tried(snapshot, await self._edit(question, snapshot), before, [finding])

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        tried = "fix all that can be fixed"
        async with self._in_time(tried, snapshot):
            before = await self._looked_again(snapshot)
            marks = {
                one.fingerprint for one in findings if any(offer.is_preferred for offer in self.offers(snapshot, one))
            }
            wanted = [one for one in before if one.fingerprint in marks]
            if not wanted:
                raise AgentValidationError(tried, snapshot.name, "nothing here has a fix")
            question = Resolve(Text.of(snapshot), tuple(wanted))
            return await self._tried(snapshot, await self._edit(question, snapshot), before, wanted[:1])

    async def _looked(self, snapshot: Snapshot, given: tuple[object, ...]) -> Said:
        answer = await self._asked(Run(Text.of(snapshot), given), snapshot)
        try:
            said = said_of(answer, self.meta.id, snapshot.text)
        except AnswerError as error:
            raise self._refusal(snapshot, str(error)) from error
        if said.is_cut:
            log.warning("agent %s: more than %d findings in %s", self.meta.id, MOST_FINDINGS, snapshot.name)
        return said

    async def _looked_again(self, snapshot: Snapshot) -> tuple[Finding, ...]:
        """What it finds in another text than that of the last run, with what was known then."""
        if not self._trusts(snapshot.root):
            raise AgentValidationError("fix", snapshot.name, "the folder is not trusted")
        file = file_facts(snapshot, await self._syntax.outline(snapshot))
        known = self._given.get(snapshot.uri, ())
        given = (file, *(value for value in known if not isinstance(value, type(file))))
        return (await self._looked(snapshot, given)).findings

    async def _edit(self, question: Resolve, snapshot: Snapshot) -> Edit:
        answer = await self._asked(question, snapshot)
        try:
            return Edit(snapshot.uri, snapshot.version, changes_of(answer, len(snapshot.text)))
        except AnswerError as error:
            raise self._refusal(snapshot, str(error)) from error

    async def _tried(self, snapshot: Snapshot, edit: Edit, before: Sequence[Finding], gone: Sequence[Finding]) -> Edit:
        """The edit, when the text parses as well as before, of each rule in `gone` there is less, and of none more."""
        edited = replace(snapshot, text=apply(snapshot.text, edit.changes))
        if await self._syntax.error_count(edited) > await self._syntax.error_count(snapshot):
            raise self._refusal(snapshot, "the fix was tried and breaks the syntax")
        were = Counter(one.rule.id for one in before)
        are = Counter(one.rule.id for one in await self._looked_again(edited))
        if any(are[one.rule.id] >= were[one.rule.id] for one in gone):
            raise self._refusal(snapshot, "the fix was tried and the finding stays")
        if are - were:
            raise self._refusal(snapshot, f"the fix was tried and brings {', '.join(sorted(are - were))}")
        return edit

    async def _asked(self, question: Question, snapshot: Snapshot) -> Answer:
        """Raises AgentError."""
        try:
            answer = await self.room.ask(question)
        except AgentError as error:
            raise type(error)(f"run {self.meta.id}", snapshot.name, f"{self._origin}: {_line(error.reason)}") from error
        if "broke" in answer:
            log.debug("agent %s broke: %s", self.meta.id, answer.get("trace"))
            reason = f"{self._origin}: it raised {_line(answer['broke'])}; the log of the level debug has the details"
            raise AgentFatalError(f"run {self.meta.id}", snapshot.name, reason)
        for key in ("error", "refused"):
            if key in answer:
                raise self._refusal(snapshot, _line(answer[key]))
        return answer

    def _refusal(self, snapshot: Snapshot, reason: str) -> AgentValidationError:
        return AgentValidationError(f"run {self.meta.id}", snapshot.name, f"{self._origin}: {reason}")

    @asynccontextmanager
    async def _in_time(self, tried: str, snapshot: Snapshot) -> AsyncIterator[None]:
        """No budget of a pipeline holds for fixes, so they have one of their own. Raises AgentTimeoutError."""
        try:
            async with asyncio.timeout(_FIX_SECONDS):
                yield
        except TimeoutError as error:
            reason = f"{self._origin}: not ready within {_FIX_SECONDS:g} s"
            raise AgentTimeoutError(tried, snapshot.name, reason) from error


def _keep(kept: OrderedDict[str, T], uri: str, value: T) -> None:
    kept[uri] = value
    kept.move_to_end(uri)
    while len(kept) > _KEPT:
        kept.popitem(last=False)


def _line(value: object) -> str:
    return " ".join(CONTROLS.sub("\ufffd", str(value)).split())[:500]
