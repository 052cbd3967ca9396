"""What an agent tells about its findings, and what it offers to do about them."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from itertools import pairwise

from omni_lsp.adapters.guests.answers import LONGEST_HOVER, is_safe
from omni_lsp.contract.asking import Subject, ask, called, with_text
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import FileFindings
from omni_lsp.model.finding import Explanation, Finding, Offer
from omni_lsp.model.text import Edit, Snapshot, apply
from omni_lsp.ports.agent import Agent, Explains, Remedies

_HOVER_SECONDS = 0.05
_FIX_SECONDS = 10.0
_MOST_FINDINGS = 20  # Of a sample; each is fixed and looked at again.


async def explains(subject: Subject) -> AsyncIterator[str]:
    """Hovers at every finding and where there is none: quick, in the text, without anything that acts."""
    for number, sample in enumerate(subject.samples, start=1):
        agent, here = subject.agent(), sample.snapshot
        if not isinstance(agent, Explains):
            return
        found = await subject.found(agent, here)
        facts = (await subject.facts(here)).with_values(FileFindings(found))
        spans = [one.span for one in found[:_MOST_FINDINGS]]
        for offset in sorted({0, len(here.text), *(s.start for s in spans), *(s.end for s in spans)}):
            hover = partial(agent.explain, here, offset, facts)
            outcome = await ask(called(hover), _FIX_SECONDS)
            # A machine with other things to do makes one slow, and hardly three.
            seconds = min([outcome.seconds, *[(await ask(called(hover), _FIX_SECONDS)).seconds for _ in range(2)]])
            at = f"sample {number}: the hover at {offset}"
            if outcome.error is not None:
                yield f"{at} raised {outcome.error!r}: give None where there is nothing to tell"
            elif seconds > _HOVER_SECONDS:
                yield f"{at} took {seconds:.2f} s: hovers are answered from memory, at once"
            else:
                for said in _about_hover(outcome.value, here):
                    yield f"{at} {said}"


async def remedies(subject: Subject) -> AsyncIterator[str]:
    """Offers that hold: they change what they say, the finding goes, none comes, and they keep when the code moves."""
    for number, sample in enumerate(subject.samples, start=1):
        agent, here = subject.agent(), sample.snapshot
        if not isinstance(agent, Remedies):
            return
        found = await subject.found(agent, here)
        preferred: list[Finding] = []
        for finding in found[:_MOST_FINDINGS]:
            listed: Sequence[object] = list(agent.offers(here, finding))
            offers = [offer for offer in listed if isinstance(offer, Offer)]
            preferred += [finding] * any(offer.is_preferred for offer in offers)
            if len(offers) < len(listed):
                yield f"sample {number}: among the offers of {finding.rule.id} is something that is no Offer"
            for said in _about_offers(offers, finding):
                yield f"sample {number}: {said}"
            for offer in offers:
                async for said in _about_offer(subject, agent, here, offer, found):
                    yield f"sample {number}: the offer {offer.kind!r} of {finding.rule.id} {said}"
        async for said in _about_all(subject, agent, here, preferred, found):
            yield f"sample {number}: `resolve_all` {said}"


def _about_hover(value: object, here: Snapshot) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, Explanation):
        yield f"is a {type(value).__name__}: give an Explanation or None"
        return
    if not value.markdown.strip():
        yield "says nothing: give None"
    if len(value.markdown) > LONGEST_HOVER:
        yield f"has more than {LONGEST_HOVER:,} characters"
    if not is_safe(value.markdown):
        yield "has an image, HTML, or a link to something else than the web: put what it quotes through model.markdown"
    if not 0 <= value.span.start <= value.span.end <= len(here.text):
        yield "speaks about a span outside of the text"


def _about_offers(mine: Sequence[Offer], finding: Finding) -> Iterator[str]:
    for offer in mine:
        if offer.agent != finding.agent or offer.fingerprint != finding.fingerprint:
            yield f"the offer {offer.kind!r} must have the agent and the fingerprint of its finding"
        if not offer.title.strip():
            yield f"the offer {offer.kind!r} has no title: say what it does"
    if len({offer.kind for offer in mine}) < len(mine):
        yield f"two offers of {finding.rule.id} have the same kind: nobody could tell which one is meant"
    if sum(offer.is_preferred for offer in mine) > 1:
        yield f"several offers of {finding.rule.id} are preferred: at most one is the right one"


async def _about_offer(
    subject: Subject, agent: Agent, here: Snapshot, offer: Offer, found: Sequence[Finding]
) -> AsyncIterator[str]:
    if not isinstance(agent, Remedies):
        return
    outcome = await ask(agent.resolve(offer, here), _FIX_SECONDS)
    if outcome.error is not None or outcome.is_late:
        why = "is not ready in time" if outcome.is_late else f"raised {outcome.error!r}"
        yield f"{why}: offer only what holds"
        return
    if wrong := _flaw(outcome.value, here):
        yield wrong
        return
    rules = [one.rule.id for one in found if one.fingerprint == offer.fingerprint]
    async for said in _became(subject, here, outcome.value, rules, found):
        yield said
    moved = with_text(here, "\n\n" + here.text)
    again = await ask(agent.resolve(offer, moved), _FIX_SECONDS)
    if _flaw(again.value, moved) or [said async for said in _became(subject, moved, again.value, rules, found)]:
        yield "does not hold when the code has moved: find the place again by the fingerprint"
    gone = await ask(agent.resolve(offer, with_text(here, "")), _FIX_SECONDS)
    if not isinstance(gone.error, AgentValidationError):
        yield "must raise AgentValidationError where its finding is not there any more"


async def _about_all(
    subject: Subject, agent: Agent, here: Snapshot, preferred: Sequence[Finding], found: Sequence[Finding]
) -> AsyncIterator[str]:
    if not isinstance(agent, Remedies):
        return
    none = await ask(agent.resolve_all(here, ()), _FIX_SECONDS)
    if not isinstance(none.error, AgentValidationError) and not (
        isinstance(none.value, Edit) and not none.value.changes
    ):
        yield "without findings must raise AgentValidationError"
    if not preferred:
        return
    outcome = await ask(agent.resolve_all(here, preferred), _FIX_SECONDS)
    if outcome.error is not None or outcome.is_late:
        yield f"of findings with a preferred offer failed: {outcome.error!r}"
    elif wrong := _flaw(outcome.value, here):
        yield wrong
    else:
        async for said in _became(subject, here, outcome.value, [preferred[0].rule.id], found):
            yield said


def _flaw(edit: object, here: Snapshot) -> str:
    """What is wrong with an edit whatever it does, empty where nothing is."""
    if not isinstance(edit, Edit):
        return f"gives a {type(edit).__name__}: it must be an Edit"
    if (edit.uri, edit.version) != (here.uri, here.version):
        return "is for another document or version: take both from the snapshot"
    spans = sorted(change.span for change in edit.changes)
    if any(not 0 <= span.start <= span.end <= len(here.text) for span in spans):
        return "changes a place outside of the text"
    if any(before.end > after.start for before, after in pairwise(spans)):
        return "has changes that overlap"
    return "" if apply(here.text, edit.changes) != here.text else "changes nothing"


async def _became(
    subject: Subject, here: Snapshot, edit: object, rules: Sequence[str], found: Sequence[Finding]
) -> AsyncIterator[str]:
    """What is wrong with the text that an edit leads to."""
    if not isinstance(edit, Edit):
        return
    edited = with_text(here, apply(here.text, edit.changes))
    syntax = subject.services.syntax
    if await syntax.error_count(edited) > await syntax.error_count(here):
        yield "breaks the syntax of the text: try the text out with `services.syntax.error_count`"
    were = Counter(one.rule.id for one in found)
    are = Counter(one.rule.id for one in await subject.found(subject.agent(), edited))
    if any(are[rule] >= were[rule] for rule in rules):
        yield "leaves its finding there"
    elif are - were:
        yield f"brings a new finding: {', '.join(sorted(are - were))}"
