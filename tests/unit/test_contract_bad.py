"""The contract catches agents that break it, each by its rule and in a sentence."""

import asyncio
import itertools
import os
import re
import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from omni_lsp.contract.kit import RULES, ContractError, breaches, check_agent
from omni_lsp.contract.samples import Sample
from omni_lsp.model.errors import AgentTransientError, AgentValidationError
from omni_lsp.model.facts import Facts, FileFacts, FileFindings, ProjectFacts
from omni_lsp.model.finding import Explanation, Finding, Offer, Related, Rule, Severity, findings_of
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.ports.agent import AgentMeta, Services

RULE = Rule("words.slip", "A slip", Severity.INFO, fixable=True)
SAMPLES = (Sample("x = 1  # teh first\ny = 2  # teh end\n", finds=("words.slip",)),)


def found(text: str, rule: Rule = RULE) -> tuple[Finding, ...]:
    places = (Span(match.start(), match.end()) for match in re.finditer("teh", text))
    return findings_of("words", text, [(rule, span, "It is not teh.") for span in places])


class Words:
    """Keeps to all of it."""

    meta = AgentMeta("words")

    def __init__(self, services: Services) -> None:
        self.services = services

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        return AgentResult(found(snapshot.text))

    def explain(self, snapshot: Snapshot, offset: int, facts: Facts) -> Explanation | None:
        here = facts.get(FileFindings) or FileFindings()
        spans = [one.span for one in here.findings if one.span.touches(Span(offset, offset))]
        return Explanation("It is _the_.", spans[0]) if spans else None

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        return [Offer("words", "fix", "Write the", finding.fingerprint, is_preferred=True)]

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        mine = [one for one in found(snapshot.text) if one.fingerprint == offer.fingerprint]
        return await self.resolve_all(snapshot, mine)

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        if not findings:
            raise AgentValidationError("fix", snapshot.name, "it is not there any more")
        return Edit(snapshot.uri, snapshot.version, tuple(Change(one.span, self.better(one)) for one in findings))

    def better(self, finding: Finding) -> str:
        return "the"


def test_one_that_keeps_to_it_passes() -> None:
    check_agent(Words, SAMPLES)


def result(change: Callable[[Finding, Snapshot], Finding]) -> type[Words]:
    """An agent that gives its findings changed."""

    class Changed(Words):
        async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
            return AgentResult(tuple(change(one, snapshot) for one in found(snapshot.text)))

    return Changed


def runs(act: Callable[[Snapshot, Facts], object]) -> type[Words]:
    """An agent that does something before it answers."""

    class Acting(Words):
        async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
            act(snapshot, facts)
            return AgentResult(found(snapshot.text))

    return Acting


def with_meta(meta: object) -> type[Words]:
    return type("Other", (Words,), {"meta": meta})


def with_edit(edit: Callable[[Snapshot, Sequence[Finding]], object]) -> type[Words]:
    class Fixing(Words):
        async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
            if not findings:
                raise AgentValidationError("fix", snapshot.name, "it is not there any more")
            return edit(snapshot, findings)  # type: ignore[return-value]

    return Fixing


def with_better(text: str) -> type[Words]:
    return type("Fixing", (Words,), {"better": lambda self, finding: text})


def with_offers(offers: Callable[[Finding], Sequence[object]]) -> type[Words]:
    return type("Offering", (Words,), {"offers": lambda self, snapshot, finding: offers(finding)})


def with_hover(explain: Callable[[int], object]) -> type[Words]:
    return type("Telling", (Words,), {"explain": lambda self, snapshot, offset, facts: explain(offset)})


class Still(Words):
    def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:  # type: ignore[override]
        return AgentResult()


class Stubborn(Words):
    """Goes on for longer than it may when it is cancelled."""

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            await asyncio.wait([asyncio.ensure_future(asyncio.Event().wait())], timeout=1.1)
        return AgentResult(found(snapshot.text))


class Torn(Words):
    """Forgets to put back what it took when it is cancelled."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.words = ["teh"]

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        words = self.words
        self.words = []
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self.words = words
        return AgentResult(found(snapshot.text) if words else ())


class Counting(Words):
    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.count = 0

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        self.count += 1
        return AgentResult(found(snapshot.text)[: self.count])


class Trading(Words):
    """Puts something in place of a finding that it does not like either."""

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        sees = re.finditer("see", snapshot.text)
        more = [(replace(RULE, id="words.see"), Span(one.start(), one.end()), "See?") for one in sees]
        return AgentResult((*found(snapshot.text), *findings_of("words", snapshot.text, more)))

    def better(self, finding: Finding) -> str:
        return "see"


NUMBERS = itertools.count()


@dataclass
class Loose:
    words: list[str] = field(default_factory=list)


class Giving(Words):
    meta = AgentMeta("words", provides=frozenset({Loose}))

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        return AgentResult(found(snapshot.text), (Loose(),))


def lines(finding: Finding, snapshot: Snapshot) -> str:
    return f"{snapshot.lines.position(finding.span.start).line:032x}"


def bytes_of(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


BAD: list[tuple[str, type[Words], str]] = [
    ("meta", with_meta("words"), "it has no `meta`"),
    ("meta", with_meta(AgentMeta("My Words")), "is no name for a pipeline"),
    ("meta", with_meta(AgentMeta("words", uses={FileFacts})), "`meta.uses` must be a frozenset"),  # type: ignore[arg-type]
    ("meta", with_meta(property(lambda self: AgentMeta(f"w{next(NUMBERS)}"))), "another one each time"),
    ("meta", Still, "it has no `async def run"),
    ("guest", with_meta(AgentMeta("security")), "is a name of omni-lsp's own agents"),
    ("guest", with_meta(AgentMeta("words", uses=frozenset({ProjectFacts}))), "it asks for ProjectFacts"),
    ("guest", Giving, "`provides` must be empty"),
    ("guest", Giving, "it gives facts"),
    ("guest", result(lambda one, _: replace(one, rule=replace(RULE, id="py.slip"))), "must be called `words.`"),
    ("guest", result(lambda one, _: replace(one, fingerprint="x")), "the server would refuse it"),
    ("findings", runs(lambda *_: 1 / 0), "it raised ZeroDivisionError"),
    ("findings", result(lambda one, _: one.message), "there is a str among its findings"),  # type: ignore[arg-type, return-value]
    ("findings", result(lambda one, _: replace(one, agent="other")), "it must be 'words'"),
    ("findings", result(lambda one, _: replace(one, span=Span(0, 999))), "count code points of `snapshot.text`"),
    ("findings", result(lambda one, _: replace(one, related=(Related(Span(-1, 0), "x"),))), "outside of the text"),
    ("findings", result(lambda one, _: replace(one, message=" ")), "has no message"),
    ("findings", result(lambda one, _: replace(one, message="x" * 1_001)), "cut what it quotes"),
    ("findings", result(lambda one, _: replace(one, message="\x1b[31m")), "has control characters"),
    ("findings", result(lambda one, _: replace(one, fingerprint="0" * 32)), "two findings of words.slip have one"),
    ("findings", result(lambda one, _: replace(one, rule=replace(RULE, severity=2))), "is not a Severity"),  # type: ignore[arg-type]
    ("findings", result(lambda one, _: replace(one, rule=replace(RULE, title=""))), "needs a title"),
    ("findings", result(lambda one, _: replace(one, rule=replace(RULE, id="words.x"))), "it finds words.x, not"),
    ("odd-texts", runs(lambda here, _: here.text[0]), "a text with nothing in it: it raised IndexError"),
    ("odd-texts", runs(lambda here, _: here.text.encode()), "half of a surrogate pair: it raised UnicodeEncodeError"),
    (
        "odd-texts",
        result(lambda one, here: replace(one, span=Span(one.span.start, one.span.start + bytes_of(here.text)))),
        "outside of the text",
    ),
    ("same", Counting, "a second look finds something else"),
    ("same", result(lambda one, _: replace(one, message=f"{next(NUMBERS)}")), "finds something else"),
    ("identity", result(lambda one, here: replace(one, fingerprint=lines(one, here))), "another fingerprint"),
    ("frozen", Giving, "AgentResult.facts[0] can be changed"),
    ("frozen", Giving, "AgentResult.facts[0].words can be changed"),
    ("frozen", runs(lambda here, _: object.__setattr__(here, "version", 9)), "it changed the snapshot"),
    ("cancel", Stubborn, "it goes on for more than 1 s"),
    ("cancel", Torn, "after it was cancelled it finds something else"),
    ("quiet", runs(lambda *_: print("x")), "it prints"),
    ("quiet", runs(lambda *_: subprocess.run(["true"], check=True)), "it starts a program"),
    ("quiet", runs(lambda *_: socket.getaddrinfo("127.0.0.1", 9)), "it asks the network"),
    ("explains", with_hover(lambda offset: [][offset]), "give None where there is nothing to tell"),
    ("explains", with_hover(lambda _: Explanation("![x](https://e.org)", Span(0, 1))), "has an image"),
    ("explains", with_hover(lambda _: Explanation("", Span(0, 1))), "says nothing"),
    ("explains", with_hover(lambda _: Explanation("x", Span(0, 999))), "outside of the text"),
    ("explains", with_hover(lambda _: "x"), "is a str"),
    ("explains", with_hover(lambda offset: offset == 9 and sum(range(6_000_000)) and None), "answered from memory"),
    ("remedies", with_offers(lambda one: ["x"]), "is no Offer"),
    ("remedies", with_offers(lambda one: [Offer("words", "fix", "x", "y")]), "must have the agent and the fingerprint"),
    ("remedies", with_offers(lambda one: [Offer("words", "fix", "", one.fingerprint)]), "has no title"),
    ("remedies", with_offers(lambda one: [Offer("words", "fix", "x", one.fingerprint)] * 2), "the same kind"),
    (
        "remedies",
        with_offers(lambda one: [Offer("words", kind, "x", one.fingerprint, is_preferred=True) for kind in "ab"]),
        "several offers",
    ),
    ("remedies", with_edit(lambda here, _: Edit(here.uri, 99, ())), "is for another document or version"),
    ("remedies", with_edit(lambda here, _: Edit(here.uri, here.version, ())), "changes nothing"),
    ("remedies", with_edit(lambda here, _: "x"), "gives a str"),
    (
        "remedies",
        with_edit(lambda here, _: Edit(here.uri, here.version, (Change(Span(0, 999), "x"),))),
        "changes a place outside",
    ),
    (
        "remedies",
        with_edit(lambda here, _: Edit(here.uri, here.version, (Change(Span(0, 3), "x"), Change(Span(1, 4), "y")))),
        "overlap",
    ),
    ("remedies", with_better("teh!"), "leaves its finding there"),
    ("remedies", with_better("teh teh"), "leaves its finding there"),
    ("remedies", with_better("\n(("), "breaks the syntax"),
    ("remedies", Trading, "brings a new finding: words.see"),
    (
        "remedies",
        with_edit(lambda here, found: Edit(here.uri, here.version, (Change(Span(9, 12), "the"),))),
        "does not hold when the code has moved",
    ),
]


@pytest.mark.parametrize(("rule", "make", "said"), BAD, ids=[f"{rule}-{said[:40]}" for rule, _, said in BAD])
def test_a_bad_agent_is_told_what_to_do(rule: str, make: type[Words], said: str) -> None:
    told = breaches(rule, make, SAMPLES)
    assert any(said in one for one in told), told


def test_writing_is_seen(tmp_path: Path) -> None:
    for act in (
        lambda *_: (tmp_path / "a").write_text("x"),
        lambda *_: os.open(tmp_path / "b", os.O_CREAT | os.O_WRONLY),
        lambda *_: (tmp_path / "a").unlink(),
    ):
        (said, *_) = breaches("quiet", runs(act), SAMPLES)
        assert "a file" in said or "changes files" in said


def test_what_is_written_nowhere_is_nothing() -> None:
    assert breaches("quiet", runs(lambda *_: Path(os.devnull).write_text("x")), SAMPLES) == ()


def test_an_agent_that_fails_is_not_taken_for_one_that_finds_nothing() -> None:
    def fail(snapshot: Snapshot, facts: Facts) -> None:
        raise AgentTransientError("look", snapshot.name, "not now")

    assert any("not now" in said for said in breaches("findings", runs(fail), SAMPLES))


def test_without_findings_the_kit_says_that_it_saw_little() -> None:
    assert "in which it finds something" in breaches("findings", Words, ())[0]
    assert "most rules were not tried" in breaches("findings", Words, (Sample("x = 1\n"),))[0]


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ContractError) as caught:
        check_agent(with_better("teh!"), [*SAMPLES, Sample("x")])
    assert {rule for rule, _ in caught.value.breaches} == {"remedies"}
    assert str(caught.value).startswith("remedies: sample 1: the offer 'fix' of words.slip leaves its finding there")


def test_there_is_a_bad_agent_for_every_rule() -> None:
    assert {rule for rule, _, _ in BAD} | {"pickles"} == set(RULES)


def test_what_cannot_be_passed_on_is_told() -> None:
    odd = result(lambda one, _: replace(one, message=type("Odd", (str,), {})("It is not teh.")))
    assert "cannot be passed on" in breaches("pickles", odd, SAMPLES)[0]
