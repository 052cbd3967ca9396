"""Code lenses: quiet where all is well; and the report of a run for people."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.lenses import LensRefresh, code_lens, show_report
from omni_lsp.lsp.shapes import run_of
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import RunReport, StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.pipeline.background import Background
from omni_lsp.state.documents import Documents

SNAPSHOT = Snapshot("file:///folder/a.py", 3, "python", "x\n", Path("/folder/a.py"))
FINDING = Finding(Rule("r", "R", Severity.INFO), "security", "m", Span(0, 1), "f")
TRACE = "0af7651916cd43dd8448eb211c80319c"
CONTEXT = StageReport("context", Status.DONE, 0.0123, 4.9)
SECURITY = StageReport("security", Status.DONE, 0.03, 4.9)
LATE = StageReport("security", Status.TIMED_OUT, 5.0, 0.0, reason="took longer than its 5 s")
BROKEN = StageReport("security", Status.FAILED, 0.2, 0.0, reason="no engine")
LARGE = StageReport("security", Status.SKIPPED, 0.0, 4.9, reason="larger than 1 byte")
NOT_MEANT = StageReport("security", Status.SKIPPED, 0.0, 4.9, reason="not for python", quiet=True)


def run(*stages: StageReport, seconds: float = 0.0312, snapshot: Snapshot = SNAPSHOT) -> RunReport:
    return RunReport(snapshot, Trigger.SAVE, TRACE, seconds, 5.0, stages)


class Known:
    def __init__(self) -> None:
        self.number = 0

    def of(self, uri: str) -> tuple[Finding, ...]:
        return (FINDING,) * self.number if uri == SNAPSHOT.uri else ()


@dataclass
class FakeServer:
    """`asked` are the requests to the client, each answered when `answers` says how."""

    client: Client = field(default_factory=lambda: Client(refreshes_lenses=True))
    findings: Known = field(default_factory=Known)
    documents: Documents = field(default_factory=Documents)
    last_runs: dict[str, RunReport] = field(default_factory=dict)
    background: Background = field(default_factory=Background)
    said: list[types.ShowMessageParams] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: "asyncio.Queue[Exception | None]" = field(default_factory=asyncio.Queue)

    def window_show_message(self, params: types.ShowMessageParams) -> None:
        self.said.append(params)

    async def ask(self, method: str, params: object, seconds: float = 1.0) -> None:
        self.asked.append(method)
        answer = await self.answers.get()
        if answer is not None:
            raise answer


@pytest_asyncio.fixture
async def ls() -> AsyncIterator[FakeServer]:
    server = FakeServer()
    server.documents.open(SNAPSHOT)
    yield server
    await server.background.close()


def ran(ls: FakeServer, report: RunReport, findings: int = 0) -> None:
    ls.last_runs[report.snapshot.uri] = report
    ls.findings.number = findings


def lenses(ls: FakeServer, uri: str = SNAPSHOT.uri) -> list[tuple[str, str]]:
    found = code_lens(ls, types.CodeLensParams(types.TextDocumentIdentifier(uri)))  # type: ignore[arg-type] - a fake
    commands = [lens.command for lens in found if lens.command is not None]
    assert all(lens.range.end == types.Position(0, 0) for lens in found)
    assert all(command.arguments == [{"uri": uri}] for command in commands)
    return [(command.title, command.command) for command in commands]


@pytest.mark.parametrize(
    ("stages", "findings", "titles"),
    [
        ((CONTEXT, SECURITY), 0, []),
        ((CONTEXT, NOT_MEANT), 0, []),
        ((CONTEXT, SECURITY), 1, ["omni: 1 finding · 31 ms of 5 s"]),
        ((CONTEXT, SECURITY), 3, ["omni: 3 findings · 31 ms of 5 s"]),
        ((CONTEXT, LATE), 0, ["omni: security timed out · 31 ms of 5 s", "Analyze again"]),
        ((CONTEXT, LATE), 2, ["omni: 2 findings, security timed out · 31 ms of 5 s", "Analyze again"]),
        ((BROKEN,), 0, ["omni: security failed · 31 ms of 5 s", "Analyze again"]),
        ((LARGE,), 0, ["omni: security skipped · 31 ms of 5 s"]),
    ],
)
async def test_there_is_a_lens_where_there_is_something_to_say(
    ls: FakeServer, stages: tuple[StageReport, ...], findings: int, titles: list[str]
) -> None:
    ran(ls, run(*stages), findings)
    assert lenses(ls) == list(zip(titles, ["omni.showReport", "omni.analyzeFile"], strict=False))


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.0004, "0 ms"), (0.9994, "999 ms"), (0.9996, "1.0 s"), (5.04, "5.0 s"), (61.0, "61.0 s")]
)
async def test_times_are_short(ls: FakeServer, seconds: float, said: str) -> None:
    ran(ls, run(SECURITY, seconds=seconds), 1)
    assert lenses(ls)[0][0] == f"omni: 1 finding · {said} of 5 s"


async def test_there_is_no_lens_without_a_run_over_the_open_document(ls: FakeServer) -> None:
    ls.findings.number = 1
    assert lenses(ls) == []
    ran(ls, run(LATE), 1)
    assert len(lenses(ls)) == 2
    ls.documents.open(replace(SNAPSHOT))  # Opened anew: the run was over another life of it.
    assert lenses(ls) == []
    ls.documents.close(SNAPSHOT.uri)
    assert lenses(ls) == []


async def told(ls: FakeServer, uri: str = SNAPSHOT.uri) -> tuple[object, types.ShowMessageParams]:
    params = types.ExecuteCommandParams("omni.showReport", [{"uri": uri}])
    answer = await show_report(ls, {"uri": uri}, params)  # type: ignore[arg-type] - a fake
    (message,) = ls.said
    assert message.type is types.MessageType.Info
    return answer, message


async def test_the_report_says_all_of_the_run(ls: FakeServer) -> None:
    report = run(CONTEXT, LATE, seconds=5.0)
    ran(ls, report)
    answer, message = await told(ls)
    assert answer == run_of(report)
    assert message.message == (
        "omni on save of a.py: 5.0 s of 5 s · context done in 12 ms"
        f" · security timed out after 5.0 s (took longer than its 5 s) · trace {TRACE}"
    )


async def test_a_document_without_a_file_goes_by_its_uri(ls: FakeServer) -> None:
    ran(ls, run(SECURITY, snapshot=Snapshot("untitled:one", 1, "python", "x")))
    _, message = await told(ls, "untitled:one")
    assert message.message.startswith("omni on save of untitled:one: ")


async def test_where_nothing_ran_that_is_said(ls: FakeServer) -> None:
    assert (await told(ls))[0] is None
    assert ls.said[0].message == "omni has not looked at this document yet"


def refresh(ls: FakeServer) -> LensRefresh:
    return LensRefresh(ls)  # type: ignore[arg-type] - a fake


async def turn() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def report(ls: FakeServer, refresh: LensRefresh, report: RunReport, findings: int = 0) -> None:
    ran(ls, report, findings)
    refresh.ran(report)
    await turn()


async def test_the_client_is_told_when_a_lens_says_something_else(ls: FakeServer) -> None:
    news = refresh(ls)
    for number, (stage, findings, asked) in enumerate(
        [
            (SECURITY, 0, 0),  # Nothing said, nothing to say.
            (SECURITY, 1, 1),
            (SECURITY, 1, 1),
            (LATE, 1, 2),
            (SECURITY, 0, 3),
            (SECURITY, 0, 3),
        ]
    ):
        await report(ls, news, run(stage), findings)
        assert (number, ls.asked) == (number, ["workspace/codeLens/refresh"] * asked)
        ls.answers.put_nowait(None)
        await turn()
        ls.answers = asyncio.Queue()


async def test_news_while_the_client_thinks_is_gathered(ls: FakeServer) -> None:
    news = refresh(ls)
    for number in range(1, 6):
        await report(ls, news, run(SECURITY), number)
    assert len(ls.asked) == 1
    ls.answers.put_nowait(None)
    await turn()
    assert len(ls.asked) == 2
    ls.answers.put_nowait(None)
    await turn()
    assert len(ls.asked) == 2


@pytest.mark.parametrize("answer", [TimeoutError(), JsonRpcException("no", -1)])
async def test_a_client_that_refuses_is_told_the_next_news(
    ls: FakeServer, answer: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    news = refresh(ls)
    await report(ls, news, run(SECURITY), 1)
    ls.answers.put_nowait(answer)
    await turn()
    await report(ls, news, run(SECURITY), 2)
    assert len(ls.asked) == 2
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_client_that_cannot_be_told_is_not(ls: FakeServer) -> None:
    ls.client = Client()
    await report(ls, refresh(ls), run(SECURITY), 1)
    assert ls.asked == []


async def test_files_that_are_not_open_have_no_lenses_and_leave_nothing_behind(ls: FakeServer) -> None:
    news = refresh(ls)
    await report(ls, news, run(LATE, snapshot=Snapshot("file:///b.py", None, "python", "x", Path("/b.py"))))
    assert ls.asked == []
    for number in range(50):
        snapshot = Snapshot(f"file:///{number}.py", 1, "python", "x")
        ls.documents.open(snapshot)
        await report(ls, news, run(LATE, snapshot=snapshot))
        ls.documents.close(snapshot.uri)
    assert len(news._said) <= 2
