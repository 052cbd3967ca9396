"""Requests to the application: an analysis that is called off stops its own run, and fixes of several agents."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio
from scheduler_fakes import CHANGE, COMMAND, FAR, SAVE, Runs, scheduling, versions
from semgrep_samples import python, stand_in

from omni_lsp.app.session import Session
from omni_lsp.lsp.core import Progress, Setup
from omni_lsp.model.errors import AgentTransientError, AgentValidationError
from omni_lsp.model.finding import Finding, Offer, Rule, Severity
from omni_lsp.model.report import RunReport, StageReport
from omni_lsp.model.retrieval import IndexStatus
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.ports.agent import AgentMeta
from omni_lsp.ports.chat import ChatModel
from omni_lsp.state.documents import Documents

RULE = Rule("r", "R", Severity.INFO, fixable=True)
# It has no quarrel with any rule, and never ends with a file that says so.
ENGINE = """
args = dict(zip(sys.argv, sys.argv[1:]))
targets = json.load(open(args['-targets']))[1] if '-targets' in args else []
if any('hang' in open(target[1]['path']['fpath']).read() for target in targets):
    open(__file__ + '.hangs', 'a').write('x')
    sys.stdin.read()
place = lambda n: {'line': n, 'col': 1, 'offset': 0}
lines = {t[1]['path']['fpath']: open(t[1]['path']['fpath']).read().count('\\n') for t in targets}
print(json.dumps({'errors': [], 'results': [{'check_id': 'omni.canary', 'path': path, 'start': place(n),
    'end': place(n), 'extra': {'message': '', 'metavars': {}}} for path, n in lines.items()]}))
"""


@dataclass
class Box:
    """The reports of runs."""

    runs: list[RunReport] = field(default_factory=list)

    def stage(self, snapshot: Snapshot, report: StageReport) -> None: ...

    def ran(self, report: RunReport) -> None:
        self.runs.append(report)

    def warn(self, message: str) -> None: ...

    def tell(self, message: str) -> None: ...

    async def choose(self, message: str, choices: Sequence[str]) -> str | None:
        raise NotImplementedError(message)

    async def show(self, file: Path) -> bool:
        raise NotImplementedError(file)

    def indexed(self, root: Path, status: IndexStatus) -> None: ...

    def working(self, title: str) -> AbstractAsyncContextManager[Progress]:
        raise AssertionError(title)

    def gone(self, paths: Collection[Path]) -> None: ...

    def moved(self) -> None: ...

    def editor_model(self) -> ChatModel | None:
        return None


@pytest.fixture
def box() -> Box:
    return Box()


@pytest_asyncio.fixture
async def session(tmp_path: Path, box: Box) -> AsyncIterator[Session]:
    options = {"security": {"engine_path": str(stand_in(tmp_path, ENGINE)), "engine": "core"}}
    environment = {"OMNI_CACHE_DIR": str(tmp_path / "caches")}
    session = Session(Setup((), options, {}), Documents(), box, environment, tidy=lambda: None)
    yield session
    await session.close()


async def hangs(folder: Path, times: int) -> None:
    """Wait until the engine hangs for this time."""
    log = folder / "engine.hangs"
    while not log.exists() or len(log.read_text("utf-8")) < times:  # noqa: ASYNC110 - a file cannot set an event
        await asyncio.sleep(0)


async def test_an_analysis_that_is_called_off_stops_in_the_middle(tmp_path: Path, session: Session, box: Box) -> None:
    snapshot = python("hashlib.md5(hang)")
    asked = asyncio.create_task(session.analyze(snapshot, None))
    await hangs(tmp_path, 1)
    assert session._scheduler.running == 1
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await session._scheduler.drain()
    assert (session._scheduler.running, session._scheduler.waiting) == (0, 0)
    assert box.runs == []
    # The next save of the document is looked at.
    report = await session.analyze(replace(snapshot, version=8, text="hashlib.md5(x)"), None)
    assert report is not None
    assert {stage.agent: stage.status.value for stage in report.stages} == dict.fromkeys(
        ("context", "security", "rag", "compliance", "coding"), "done"
    )


async def test_what_waits_behind_it_is_not_lost() -> None:
    runs = Runs()
    async with scheduling(runs, debounce_seconds=0.001) as scheduler:
        analysis = scheduler.submit(python("a"), COMMAND)
        await runs.until(lambda: len(runs.jobs) == 1)
        change = scheduler.submit(replace(python("b"), version=8), CHANGE)
        scheduler.withdraw(analysis)
        runs.open_at_once = True
        assert await analysis is None
        assert await change is not None
    assert versions(runs.done) == [8]


async def test_only_the_work_that_is_meant_is_withdrawn() -> None:
    runs = Runs()
    async with scheduling(runs, debounce_seconds=FAR) as scheduler:
        first = scheduler.submit(python("a"), COMMAND)
        await runs.until(lambda: len(runs.jobs) == 1)
        waiting = scheduler.submit(replace(python("b"), version=8), SAVE)
        scheduler.withdraw(waiting)
        assert await waiting is None
        assert (scheduler.waiting, scheduler.running) == (0, 1)
        scheduler.withdraw(waiting)
        scheduler.withdraw(asyncio.get_running_loop().create_future())
        runs.let_go("file:///project/app.py")
        assert await first is not None


@dataclass
class Fixer:
    """An agent whose fixes are made in advance."""

    meta: AgentMeta
    changes: tuple[Change, ...] | Exception
    asked: list[list[str]] = field(default_factory=list)

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        return ()

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        raise AssertionError

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        self.asked.append([finding.fingerprint for finding in findings])
        if isinstance(self.changes, Exception):
            raise self.changes
        return Edit(snapshot.uri, snapshot.version, self.changes)


def change(start: int, end: int) -> Change:
    return Change(Span(start, end), "x")


def found(*agents: str) -> list[Finding]:
    return [Finding(RULE, agent, "m", Span(at, at + 1), f"{agent}{at}") for at, agent in enumerate(agents)]


def staffed(session: Session, *agents: Fixer) -> Session:
    session._now = replace(session._now, team=replace(session._now.team, agents=agents))
    return session


async def test_each_agent_fixes_its_own_findings(session: Session) -> None:
    one, two = Fixer(AgentMeta("one"), (change(0, 1), change(2, 3))), Fixer(AgentMeta("two"), (change(1, 2),))
    snapshot = python("abcdef")
    edit = await staffed(session, one, two).resolve_all(snapshot, found("one", "two", "one", "three"))
    assert edit == Edit(snapshot.uri, snapshot.version, (*one.changes, *two.changes))  # type: ignore[misc]
    assert (one.asked, two.asked) == ([["one0", "one2"]], [["two1"]])


async def test_of_fixes_that_overlap_the_first_agent_wins_whole(session: Session) -> None:
    one, two = Fixer(AgentMeta("one"), (change(2, 4),)), Fixer(AgentMeta("two"), (change(0, 1), change(3, 5)))
    edit = await staffed(session, one, two).resolve_all(python("abcdef"), found("one", "two"))
    assert edit.changes == one.changes


async def test_what_one_agent_cannot_do_takes_nothing_from_another(session: Session) -> None:
    broken = Fixer(AgentMeta("one"), AgentTransientError("fix", "a.py", "the engine broke"))
    two = Fixer(AgentMeta("two"), (change(0, 1),))
    edit = await staffed(session, broken, two).resolve_all(python("abc"), found("one", "two"))
    assert edit.changes == two.changes
    with pytest.raises(AgentTransientError, match="the engine broke"):
        await session.resolve_all(python("abc"), found("one"))


async def test_where_nobody_has_a_fix_that_is_said(session: Session) -> None:
    with pytest.raises(AgentValidationError, match="no agent has a fix"):
        await session.resolve_all(python("abc"), found("nobody"))
