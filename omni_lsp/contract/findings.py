"""What an agent finds: at places that there are, the same each time, under names that are its own."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence

from omni_lsp.adapters.guests.answers import (
    CONTROLS,
    LONGEST_MESSAGE,
    LONGEST_TITLE,
    AnswerError,
    rule_pattern,
    said_of,
)
from omni_lsp.adapters.guests.choosing import RESERVED
from omni_lsp.adapters.guests.wire import result_answer
from omni_lsp.adapters.guests.worker import flaw
from omni_lsp.contract.asking import Outcome, Subject, with_text
from omni_lsp.contract.samples import odd_samples
from omni_lsp.model.finding import Finding, Rule, Severity, fingerprints
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.agent import AgentMeta

_SLOW_SECONDS = 5.0


async def findings(subject: Subject) -> AsyncIterator[str]:
    """Findings as they must be, and those in the samples that there must be."""
    if not subject.samples:
        yield "there are no samples: give at least one text in which it finds something"
    agent = subject.agent()
    total = 0
    for number, sample in enumerate(subject.samples, start=1):
        outcome = await subject.run(agent, sample.snapshot)
        for said in _wrong(outcome, sample.snapshot, agent.meta):
            yield f"sample {number}: {said}"
        result = outcome.value
        if not isinstance(result, AgentResult):
            continue
        total += len(result.findings)
        ids = sorted({one.rule.id for one in result.findings if isinstance(one, Finding)})
        if sample.finds is not None and ids != sorted(set(sample.finds)):
            yield f"sample {number}: it finds {', '.join(ids) or 'nothing'}, not {', '.join(sample.finds) or 'nothing'}"
    if agent.meta.reports_findings and subject.samples and not total:
        yield "it finds nothing in any sample, so most rules were not tried: give a text in which it does"


async def odd_texts(subject: Subject) -> AsyncIterator[str]:
    """Texts that nobody thinks of."""
    agent = subject.agent()
    for what, sample in odd_samples(subject.samples):
        outcome = await subject.run(agent, sample.snapshot)
        for said in _wrong(outcome, sample.snapshot, agent.meta):
            yield f"a text with {what}: {said}"
        if not outcome.is_late and outcome.seconds > _SLOW_SECONDS:
            yield f"a text with {what} took {outcome.seconds:.1f} s: be done within {_SLOW_SECONDS:g} s"


async def same(subject: Subject) -> AsyncIterator[str]:
    """Equal texts have equal findings, whatever was looked at before."""
    used = subject.agent()
    first = [await subject.run(used, sample.snapshot) for sample in subject.samples]
    again = [await subject.run(used, sample.snapshot) for sample in reversed(subject.samples)][::-1]
    fresh = [await subject.run(subject.agent(), sample.snapshot) for sample in subject.samples]
    for number, (one, other, new) in enumerate(zip(first, again, fresh, strict=True), start=1):
        if one.value != other.value:
            yield f"sample {number}: a second look finds something else: keep nothing from one look to the next"
        elif one.value != new.value:
            yield f"sample {number}: a new agent finds something else: results must follow from text and facts alone"


async def identity(subject: Subject) -> AsyncIterator[str]:
    """A finding stays the one it was when the code moves."""
    for number, sample in enumerate(subject.samples, start=1):
        agent, here = subject.agent(), sample.snapshot
        before = await subject.found(agent, here)
        after = await subject.found(agent, with_text(here, "\n\n\n" + here.text))
        moved = {(one.rule.id, one.fingerprint) for one in after}
        if lost := [one for one in before if (one.rule.id, one.fingerprint) not in moved]:
            names = ", ".join(sorted({one.rule.id for one in lost}))
            yield (
                f"sample {number}: three empty lines above it give {names} another fingerprint: "
                "make findings with findings_of, which leaves places out of it"
            )


async def guest(subject: Subject) -> AsyncIterator[str]:
    """What holds for agents of other packages alone."""
    agent = subject.agent()
    if wrong := flaw(agent, agent.meta.id):
        yield wrong
    if agent.meta.id in RESERVED:
        yield f"{agent.meta.id} is a name of omni-lsp's own agents or rules: choose another"
    for number, sample in enumerate(subject.samples, start=1):
        here = sample.snapshot
        result = (await subject.run(agent, here)).value
        if not isinstance(result, AgentResult):
            continue
        if result.facts:
            yield f"sample {number}: it gives facts, which stay with our own agents: leave them out"
        for name in sorted({one.rule.id for one in result.findings}):
            if not rule_pattern(agent.meta.id).fullmatch(name):
                yield f"the rule {name!r} must be called `{agent.meta.id}.` and a name in small letters"
        try:
            answer = json.loads(json.dumps(result_answer(result.findings, {}, {}), allow_nan=False))
            said_of(answer, agent.meta.id, here.text)
        except (AnswerError, TypeError, ValueError) as error:
            yield f"sample {number}: the server would refuse it: {error}"


def _wrong(outcome: Outcome[AgentResult], snapshot: Snapshot, meta: AgentMeta) -> Iterator[str]:
    if outcome.is_late:
        yield f"it was not done after {outcome.seconds:.0f} s"
    elif outcome.error is not None:
        yield f"it raised {outcome.error!r}: give an empty AgentResult for a text that is not for it"
    elif not isinstance(outcome.value, AgentResult):
        yield f"`run` gave a {type(outcome.value).__name__}: it must give an AgentResult"
    else:
        yield from _about_facts(outcome.value, meta)
        for finding in outcome.value.findings:
            yield from _about(finding, snapshot, meta)
        yield from _about_identities(outcome.value.findings)


def _about_facts(result: AgentResult, meta: AgentMeta) -> Iterator[str]:
    kinds = [type(fact) for fact in result.facts]
    for kind in kinds:
        if kind not in meta.provides:
            yield f"it gave {kind.__name__}, which is not in `meta.provides`"
        if kinds.count(kind) > 1:
            yield f"it gave several {kind.__name__}: one of each class is all there can be"


def _about(finding: object, snapshot: Snapshot, meta: AgentMeta) -> Iterator[str]:
    if not isinstance(finding, Finding):
        yield f"there is a {type(finding).__name__} among its findings"
        return
    name = finding.rule.id
    if finding.agent != meta.id:
        yield f"{name} says it is of the agent {finding.agent!r}: it must be {meta.id!r}"
    for span in (finding.span, *(one.span for one in finding.related)):
        yield from _about_span(name, span, snapshot)
    if not finding.message.strip():
        yield f"{name} has no message: say what is wrong, and what to do"
    if len(finding.message) > LONGEST_MESSAGE:
        yield f"the message of {name} has more than {LONGEST_MESSAGE:,} characters: cut what it quotes"
    if CONTROLS.search(finding.message) or "\n" in finding.message:
        yield f"the message of {name} has control characters or line ends: take them out of what it quotes"
    yield from _about_rule(finding.rule)


def _about_span(name: str, span: Span, snapshot: Snapshot) -> Iterator[str]:
    ends: tuple[object, object] = (span.start, span.end)  # An author's code may not be checked for types.
    if not all(isinstance(end, int) for end in ends):
        yield f"the span of {name} is not made of whole numbers"
    elif not 0 <= span.start <= span.end <= len(snapshot.text):
        yield (
            f"the span of {name}, {span.start} to {span.end}, is outside of the text of {len(snapshot.text)}: "
            "count code points of `snapshot.text`, neither bytes nor lines"
        )


def _about_rule(rule: Rule) -> Iterator[str]:
    severity: object = rule.severity
    if not isinstance(severity, Severity):
        yield f"the severity of {rule.id} is not a Severity"
    if not rule.title.strip() or len(rule.title) > LONGEST_TITLE:
        yield f"the rule {rule.id} needs a title of at most {LONGEST_TITLE} characters"


def _about_identities(found: Sequence[object]) -> Iterator[str]:
    mine = [one for one in found if isinstance(one, Finding)]
    marks = Counter(one.fingerprint for one in mine)
    for one in mine:
        if len(one.fingerprint) != len(fingerprints([("", "")])[0]):
            yield f"the fingerprint of {one.rule.id} is none: make findings with findings_of"
        elif marks[one.fingerprint] > 1:
            yield f"two findings of {one.rule.id} have one fingerprint: make all of a text with one call of findings_of"
