"""What is worked out about findings when nobody waits: ways of data, and fixes that do not hold."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from semgrep_samples import python

from omni_lsp.agents.security import SecurityAgent
from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Finding, Related, Rule, Severity
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.ports.engine import Match, Pack, Ruleset, Scan
from omni_lsp.ports.syntax import Outline

FLOW = Rule("flow", "Flow", Severity.ERROR, languages=("python",))
WEAK = Rule("weak", "Weak", Severity.WARNING, languages=("python",), fixable=True)


@dataclass
class FakeEngine:
    """`run(v)` gets its data from the last `v = ask()` before it; `weak(…)` is fixed as `made` says by its text."""

    made: Mapping[str, str] = field(default_factory=dict)
    flows_asked: int = 0
    fixes_asked: int = 0
    ruleset: Ruleset = field(default_factory=lambda: Ruleset({rule.id: rule for rule in (FLOW, WEAK)}))

    @property
    def packs(self) -> Sequence[Pack]:
        return ()

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        found = re.finditer(r"(run|weak)\((\w*)\)", snapshot.text)
        rules = {"run": "flow", "weak": "weak"}
        return Scan(tuple(Match(rules[one[1]], Span(one.start(), one.end()), "it is") for one in found))

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        self.fixes_asked += 1
        texts = [self.made.get(snapshot.text[match.span.start : match.span.end]) for match in matches]
        return [
            None if text is None else Edit(snapshot.uri, snapshot.version, (Change(match.span, text),))
            for match, text in zip(matches, texts, strict=True)
        ]

    async def flows(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[tuple[Related, ...]]:
        self.flows_asked += 1
        return [self._flow(snapshot.text, match) if match.rule == "flow" else () for match in matches]

    def _flow(self, text: str, match: Match) -> tuple[Related, ...]:
        start = text.rindex("ask()", 0, match.span.start)
        return (Related(Span(start, start + 5), "Comes from ask()"),)


class FakeSyntax:
    """An error is a `!`."""

    async def outline(self, snapshot: Snapshot) -> Outline:
        return Outline()

    async def error_count(self, snapshot: Snapshot) -> int:
        return snapshot.text.count("!")

    async def in_comment(self, snapshot: Snapshot, offset: int) -> bool:
        return False


def found(agent: SecurityAgent, snapshot: Snapshot) -> Sequence[Finding]:
    return asyncio.run(agent.run(snapshot, Facts())).findings


def pondered(agent: SecurityAgent, snapshot: Snapshot) -> Sequence[Finding]:
    return asyncio.run(agent.ponder(snapshot, found(agent, snapshot)))


def sources(snapshot: Snapshot, findings: Sequence[Finding]) -> list[list[int]]:
    """The lines that data comes from, for each finding."""
    return [[snapshot.lines.position(step.span.start).line for step in one.related] for one in findings]


def offered(agent: SecurityAgent, snapshot: Snapshot, findings: Sequence[Finding]) -> list[bool]:
    return [any(offer.is_preferred for offer in agent.offers(snapshot, finding)) for finding in findings]


TWO_WAYS = "a = ask()\nrun(a)\n\n\nb = ask()\nrun(b)\n"


def test_the_way_of_the_data_is_told_afterwards() -> None:
    agent, snapshot = SecurityAgent(FakeEngine(), FakeSyntax()), python(TWO_WAYS)
    assert sources(snapshot, found(agent, snapshot)) == [[], []]
    assert sources(snapshot, pondered(agent, snapshot)) == [[0], [4]]


def test_a_way_is_remembered_until_something_on_it_changes() -> None:
    engine = FakeEngine()
    agent = SecurityAgent(engine, FakeSyntax())
    pondered(agent, python(TWO_WAYS))
    moved = python("\n\n\n" + TWO_WAYS)
    assert sources(moved, found(agent, moved)) == [[3], [7]]
    pondered(agent, moved)
    assert engine.flows_asked == 1
    changed = python(TWO_WAYS.replace("b = ask()", "b = ask()  # yes"))
    assert sources(changed, found(agent, changed)) == [[0], []]
    assert sources(changed, pondered(agent, changed)) == [[0], [4]]


def test_a_fix_that_does_not_hold_is_offered_no_more() -> None:
    made = {"weak(a)": "a()", "weak(b)": "b()!", "weak(c)": "weak(c)", "weak(d)": "stranger(d)"}
    agent, snapshot = SecurityAgent(FakeEngine(made), FakeSyntax()), python("".join(f"weak({n})\n" for n in "abcde"))
    before = found(agent, snapshot)
    assert offered(agent, snapshot, before) == [True] * 5
    assert offered(agent, snapshot, pondered(agent, snapshot)) == [True, False, False, False, False]
    assert offered(agent, snapshot, found(agent, snapshot)) == [True, False, False, False, False]


def test_a_fix_is_tried_again_when_its_line_or_an_import_changes() -> None:
    engine = FakeEngine({"weak(b)": "a(b)!"})
    agent = SecurityAgent(engine, FakeSyntax())
    pondered(agent, python("weak(b)\n"))
    pondered(agent, python("x = 1\nweak(b)\n"))
    assert engine.fixes_asked == 1
    for text in ("x = 1\nweak(b)  # so\n", "import x\nweak(b)  # so\n"):
        assert offered(agent, python(text), found(agent, python(text))) == [True]
        pondered(agent, python(text))
    assert engine.fixes_asked == 3


def test_what_the_engine_told_at_once_is_not_asked_for_again() -> None:
    engine = FakeEngine()
    agent, snapshot = SecurityAgent(engine, FakeSyntax()), python("a = ask()\nrun(a)\n")
    (finding,) = found(agent, snapshot)
    known = replace(finding, related=(Related(Span(0, 1), "Comes from a"),))
    assert tuple(asyncio.run(agent.ponder(snapshot, (known,)))) == (known,)
    assert engine.flows_asked == 0


def test_on_a_line_without_end_only_what_is_near_decides_whether_a_fix_is_tried_again() -> None:
    engine = FakeEngine({"weak(b)": "a(b)!"})
    agent = SecurityAgent(engine, FakeSyntax())
    far = "x;" * 100_000
    pondered(agent, python(f"weak(b);{far}\n"))
    pondered(agent, python(f"weak(b);{far}y\n"))
    assert engine.fixes_asked == 1
    pondered(agent, python(f"weak(b);y;{far}\n"))
    assert engine.fixes_asked == 2


def test_a_way_without_end_is_told_as_well() -> None:
    agent = SecurityAgent(FakeEngine(), FakeSyntax())
    snapshot = python(f"a = ask()\n{'x' * 100_000}\nrun(a)\n")
    assert sources(snapshot, pondered(agent, snapshot)) == [[0]]
