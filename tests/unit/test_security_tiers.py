"""What the security agent shows when: as one types, when the fast rules are done, when all are."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from semgrep_samples import python
from test_security_agent import FakeSyntax

from omni_lsp.agents.security import SecurityAgent
from omni_lsp.model.errors import AgentError, AgentTimeoutError, AgentTransientError
from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Rule, Severity
from omni_lsp.model.report import AgentResult
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Edit, Snapshot, Span
from omni_lsp.ports.engine import Match, Pack, Ruleset, Scan

NAMES = ("fast", "deep", "quick", "both")
RULES = Ruleset({name: Rule(name, name.title(), Severity.WARNING, fixable=True) for name in NAMES})
TEXT = "0123456789\n"


@dataclass
class Engine:
    """Answers a pack when the test lets it; `errors` are raised instead."""

    found: Mapping[Pack, Scan]
    errors: Mapping[Pack, AgentError] = field(default_factory=dict)
    ready: dict[Pack, asyncio.Event] = field(default_factory=lambda: {pack: asyncio.Event() for pack in Pack})
    ruleset: Ruleset = RULES
    packs: Sequence[Pack] = tuple(Pack)
    asked: int = 0

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        self.asked += 1
        assert pack is not None
        await self.ready[pack].wait()
        if pack in self.errors:
            raise self.errors[pack]
        return self.found[pack]

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        raise AssertionError


@dataclass
class Quick:
    found: tuple[Match, ...]
    ruleset: Ruleset = RULES

    async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
        return self.found


def match(rule: str, start: int = 0, end: int = 2) -> Match:
    return Match(rule, Span(start, end), "m")


def names(result: AgentResult) -> list[tuple[str, bool]]:
    return [(finding.rule.id, finding.quick) for finding in result.findings]


FOUND = {Pack.FAST: Scan((match("fast"),)), Pack.DEEP: Scan((match("deep", 5, 7),))}


async def test_the_fast_pack_is_shown_while_the_deep_one_is_at_work() -> None:
    engine = Engine(FOUND)
    shown: list[AgentResult] = []
    news = asyncio.Event()

    def show(result: AgentResult) -> None:
        shown.append(result)
        news.set()

    agent = SecurityAgent(engine, FakeSyntax())
    task = asyncio.create_task(agent.stream(python(TEXT), Facts(Trigger.SAVE), show))
    engine.ready[Pack.FAST].set()
    await news.wait()
    assert [names(result) for result in shown] == [[("fast", False)]]
    engine.ready[Pack.DEEP].set()
    assert names(await task) == [("fast", False), ("deep", False)]


@dataclass
class Foreseeing(Engine):
    """Knows some of what it is going to find, or fails at that."""

    soon: Scan | AgentError = field(default_factory=Scan)

    async def new(self, snapshot: Snapshot) -> Scan:
        if isinstance(self.soon, AgentError):
            raise self.soon
        return self.soon


async def test_what_is_new_is_shown_before_all_was_looked_at() -> None:
    # The second turns out to be nothing, once the whole was looked at.
    engine = Foreseeing(FOUND, soon=Scan((match("deep", 5, 7), match("both", 8, 9))))
    shown: list[AgentResult] = []
    news = asyncio.Event()

    def show(result: AgentResult) -> None:
        shown.append(result)
        news.set()

    task = asyncio.create_task(SecurityAgent(engine, FakeSyntax()).stream(python(TEXT), Facts(Trigger.SAVE), show))
    await news.wait()
    assert [names(result) for result in shown] == [[("deep", False), ("both", False)]]
    news.clear()
    engine.ready[Pack.FAST].set()
    await news.wait()
    assert names(shown[-1]) == [("fast", False), ("deep", False), ("both", False)]
    engine.ready[Pack.DEEP].set()
    assert names(await task) == [("fast", False), ("deep", False)]
    assert names(shown[-1]) == [("fast", False), ("deep", False)]


async def test_who_cannot_say_what_is_new_says_all_later() -> None:
    engine = Foreseeing(FOUND, soon=AgentTransientError("scan", "a", "broke"))
    for event in engine.ready.values():
        event.set()
    result = await SecurityAgent(engine, FakeSyntax()).run(python(TEXT), Facts(Trigger.SAVE))
    assert names(result) == [("fast", False), ("deep", False)]


async def test_a_change_asks_quick_matchers_alone() -> None:
    engine = Engine(FOUND)
    agent = SecurityAgent(engine, FakeSyntax(), (Quick((match("quick"),)), Quick((match("both"),))))
    result = await agent.stream(python(TEXT), Facts(Trigger.CHANGE), lambda _: None)
    assert (names(result), result.is_quick) == ([("both", True), ("quick", True)], True)
    assert engine.asked == 0


async def test_what_a_quick_matcher_finds_too_counts_once_and_is_marked() -> None:
    engine = Engine({Pack.FAST: Scan((match("both", 0, 5), match("fast"))), Pack.DEEP: Scan()})
    for event in engine.ready.values():
        event.set()
    agent = SecurityAgent(engine, FakeSyntax(), (Quick((match("both", 1, 3), match("quick", 8, 9))),))
    result = await agent.run(python(TEXT), Facts(Trigger.SAVE))
    assert names(result) == [("fast", False), ("both", True), ("quick", True)]
    assert [finding.span for finding in result.findings][1] == Span(0, 5)
    assert not result.is_quick


@pytest.mark.parametrize(
    ("scan", "error"),
    [(Scan((match("deep", 5, 7),), ("slow",)), None), (Scan(), AgentTransientError("scan", "a", "broke"))],
)
async def test_a_pack_that_could_not_end_takes_nothing_from_the_other(scan: Scan, error: AgentError | None) -> None:
    engine = Engine({**FOUND, Pack.DEEP: scan}, {Pack.DEEP: error} if error else {})
    for event in engine.ready.values():
        event.set()
    shown: list[AgentResult] = []
    agent = SecurityAgent(engine, FakeSyntax())
    with pytest.raises(AgentTransientError if error else AgentTimeoutError):
        await agent.stream(python(TEXT), Facts(Trigger.SAVE), shown.append)
    assert names(shown[-1])[0] == ("fast", False)
    assert len(shown[-1].findings) == 1 + len(scan.matches)


async def test_a_cancelled_run_leaves_no_scan_behind() -> None:
    engine = Engine(FOUND)
    task = asyncio.create_task(SecurityAgent(engine, FakeSyntax()).run(python(TEXT), Facts(Trigger.SAVE)))
    while engine.asked < len(Pack):  # noqa: ASYNC110 - the engine has no event for it
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_what_needs_no_engine_is_shown_while_the_engine_is_at_work() -> None:
    engine = Engine({pack: Scan() for pack in Pack})
    asked: list[int] = []

    class Late(Quick):
        async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
            asked.append(engine.asked)
            return self.found

    shown: list[AgentResult] = []
    news = asyncio.Event()

    def show(result: AgentResult) -> None:
        shown.append(result)
        news.set()

    agent = SecurityAgent(engine, FakeSyntax(), (Late((match("quick"),)),))
    task = asyncio.create_task(agent.stream(python(TEXT), Facts(Trigger.SAVE), show))
    await news.wait()
    assert asked == [len(Pack)]
    assert [[finding.rule.id for finding in result.findings] for result in shown] == [["quick"]]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_text_is_looked_at_once_for_the_pause_and_the_save_after_it() -> None:
    engine = Engine({pack: Scan() for pack in Pack})
    for event in engine.ready.values():
        event.set()
    looked: list[str] = []

    class Counted(Quick):
        async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
            looked.append(snapshot.text)
            return self.found

    agent = SecurityAgent(engine, FakeSyntax(), (Counted((match("quick"),)),))
    for trigger in (Trigger.CHANGE, Trigger.SAVE):
        result = await agent.run(python(TEXT), Facts(trigger))
        assert [finding.rule.id for finding in result.findings] == ["quick"]
    await agent.run(python(TEXT * 2), Facts(Trigger.SAVE))
    assert looked == [TEXT, TEXT * 2]
