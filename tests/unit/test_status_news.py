"""`omni/status`: gathered, coalesced, whole, and sent only to who asked for it and when it says something else."""

import asyncio
import json
from collections.abc import AsyncIterator, Hashable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from inprocess import INITIALIZED, Client, message
from omni_lsp.lsp.client import Client as Announced
from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.lsp.shapes import run_of
from omni_lsp.lsp.status import METHOD, StatusNews
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import AgentResult, RunReport, StageReport, Status
from omni_lsp.model.retrieval import IndexPhase, IndexStatus
from omni_lsp.model.stage import Trigger
from omni_lsp.model.status import FolderState, Heading, ModelState, Overview, Turn, UnderWay
from omni_lsp.model.text import Change, Snapshot, Span
from omni_lsp.model.trust import Trust
from omni_lsp.state.documents import Documents
from omni_lsp.state.findings import Findings

ROOT = Path("/src/shop")
OPEN = Snapshot("file:///src/shop/a.py", 3, "python", "x\ny\n", ROOT / "a.py", ROOT)
CLOSED = Snapshot("file:///src/shop/b.py", None, "python", "x\ny\n", ROOT / "b.py", ROOT)
FINDING = Finding(Rule("r", "R", Severity.INFO), "security", "m", Span(2, 3), "f")
RUN = UnderWay(OPEN.uri, Trigger.SAVE, 0.123, 5.0, (("context", Turn.DONE), ("security", Turn.RUNNING)))
OVERVIEW = Overview(folders=(FolderState(ROOT, Trust.UNTRUSTED),))


@dataclass
class FakeCore:
    now: Overview = OVERVIEW
    asked: int = 0
    has_index: bool = True

    def overview(self) -> Overview:
        self.asked += 1
        return self.now

    def heading(self, rule: Rule) -> Heading:
        return Heading(rule.id, rule.title)


@dataclass
class FakeServer:
    """`sent` are the states in order."""

    options: dict[str, object] = field(default_factory=lambda: {"status": True})
    client: Announced = field(default_factory=Announced)
    documents: Documents = field(default_factory=Documents)
    core: FakeCore | None = field(default_factory=FakeCore)
    is_leaving: bool = False
    sent: list[Any] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self.status = StatusNews(self, soon_seconds=0.0, gap_seconds=0.0)  # type: ignore[arg-type] - a fake
        self.findings = Findings(self.status.found)
        self.documents.open(OPEN)

    @property
    def protocol(self) -> "FakeServer":
        return self

    def tell(self, method: str, params: str) -> None:
        assert method == METHOD
        self.sent.append(json.loads(params))

    def found(self, snapshot: Snapshot, *findings: Finding) -> None:
        self.findings.report(snapshot, StageReport("security", Status.DONE, 0.1, 1.0, AgentResult(findings)))

    async def told(self) -> Any:
        """The newest state, when there was time for it to be sent."""
        for _ in range(3):
            await asyncio.sleep(0)
        return self.sent[-1] if self.sent else None

    async def tree(self) -> dict[str, Any]:
        return {node["id"]: node for node in (await self.told())["tree"]}


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FakeServer]:
    server = FakeServer()
    yield server
    server.status.close()


async def test_all_of_it_is_there(server: FakeServer) -> None:
    assert server.core is not None
    server.core.now = replace(
        OVERVIEW, trouble="no engine", runs=(RUN,), model=ModelState("tiny", "here", "it cannot be reached")
    )
    server.status.moved()
    state = await server.told()
    tree = state.pop("tree")
    assert state == {
        "state": "running",
        "engine": {"state": "degraded", "reason": "no engine"},
        "model": {"name": "tiny", "destination": "here", "state": "degraded", "reason": "it cannot be reached"},
        "folders": [{"uri": "file:///src/shop", "name": "shop", "trust": "untrusted"}],
        "runs": [
            {
                "uri": OPEN.uri,
                "trigger": "save",
                "seconds": 0.12,
                "budgetSeconds": 5.0,
                "stages": [{"agent": "context", "status": "done"}, {"agent": "security", "status": "running"}],
            }
        ],
        "last": None,
    }
    assert [node["id"] for node in tree] == ["findings", "packs", "index"]


async def test_the_last_run_is_told_as_omni_run_has_it(server: FakeServer) -> None:
    report = RunReport(OPEN, Trigger.SAVE, "0" * 32, 0.3, 5.0, (StageReport("security", Status.TIMED_OUT, 0.3, 0.0),))
    server.status.ran(report)
    assert (await server.told())["last"] == run_of(report)


@pytest.mark.parametrize(
    ("core", "trouble", "state", "engine"),
    [
        (None, "", "starting", "ok"),
        (None, "the settings are wrong", "idle", "degraded"),
        (FakeCore(replace(OVERVIEW, is_starting=True)), "", "starting", "ok"),
        (FakeCore(replace(OVERVIEW, is_starting=True, runs=(RUN,))), "", "running", "ok"),
        (FakeCore(), "", "idle", "ok"),
    ],
)
async def test_the_state_is_one_word(
    server: FakeServer, core: FakeCore | None, trouble: str, state: str, engine: str
) -> None:
    server.core = core
    server.status.failed(trouble)
    told = await server.told()
    assert (told["state"], told["engine"]) == (state, {"state": engine, "reason": trouble})


async def test_news_of_one_moment_is_one_message(server: FakeServer) -> None:
    for number in range(100):
        server.found(OPEN, replace(FINDING, fingerprint=str(number)))
        server.status.moved()
    assert server.sent == []
    await server.told()
    assert len(server.sent) == 1
    assert server.core is not None
    assert server.core.asked == 1


async def test_what_says_the_same_is_not_sent_again(server: FakeServer) -> None:
    server.found(OPEN, FINDING)
    await server.told()
    server.found(OPEN, FINDING)
    server.status.moved()
    await server.told()
    assert len(server.sent) == 1
    server.found(OPEN)
    await server.told()
    assert len(server.sent) == 2


async def test_there_is_a_pause_between_two_messages() -> None:
    server = FakeServer()
    server.status = StatusNews(server, soon_seconds=0.0, gap_seconds=3600.0)  # type: ignore[arg-type] - a fake
    for folder in ("/a", "/b"):
        assert server.core is not None
        server.core.now = Overview(folders=(FolderState(Path(folder), Trust.TRUSTED),))
        server.status.moved()
        await server.told()
    assert [state["folders"][0]["name"] for state in server.sent] == ["a"]
    server.status.close()


async def test_a_client_that_did_not_ask_costs_nothing() -> None:
    server = FakeServer({"status": "yes"})
    server.found(OPEN, FINDING)
    server.status.moved()
    server.status.ran(RunReport(OPEN, Trigger.SAVE, "0" * 32, 0.3, 5.0, ()))
    assert await server.told() is None
    assert server.core is not None
    assert server.core.asked == 0
    assert server.status._state is None


async def test_findings_of_open_documents_and_of_files_are_in_the_tree_until_they_are_gone(server: FakeServer) -> None:
    server.found(OPEN, FINDING)
    server.found(CLOSED, FINDING)
    findings = (await server.tree())["findings"]
    leaves = findings["children"][0]["children"][0]["children"]
    assert [(each["target"]["uri"], each["description"]) for each in leaves] == [
        (OPEN.uri, "a.py:2"),
        (CLOSED.uri, "b.py:2"),
    ]
    server.found(CLOSED)
    server.findings.forget(OPEN.uri)
    assert (await server.tree())["findings"].get("children", []) == []


async def test_places_are_those_of_the_newest_text_also_when_an_older_one_was_looked_at(server: FakeServer) -> None:
    newer = server.documents.change(OPEN.uri, 4, replace(OPEN, text="\n\nx\ny\n").lines)
    assert newer is not None
    server.findings.edited(OPEN.uri, newer.serial, [Change(Span(0, 0), "\n\n")])
    server.found(OPEN, FINDING)
    findings = (await server.tree())["findings"]
    (leaf,) = findings["children"][0]["children"][0]["children"]
    assert leaf["target"]["range"] == {"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 1}}


async def test_the_index_of_a_folder_that_is_closed_is_forgotten(server: FakeServer) -> None:
    server.status.indexed(ROOT, IndexStatus(IndexPhase.READY, 3))
    assert (await server.tree())["index"]["children"][0]["description"] == "ready, 3 files"
    assert server.core is not None
    server.core.now = Overview()
    server.status.moved()
    assert "children" not in (await server.tree())["index"]
    server.core.now = OVERVIEW
    server.status.moved()
    assert (await server.tree())["index"]["children"][0]["description"] == "not looked at: the folder is not trusted"


async def test_nothing_is_told_while_the_server_leaves(server: FakeServer) -> None:
    server.is_leaving = True
    server.status.moved()
    assert await server.told() is None
    server.is_leaving = False
    server.status.moved()
    server.status.close()
    assert await server.told() is None


async def test_a_whole_folder_full_of_findings_stays_within_the_limit(server: FakeServer) -> None:
    for number in range(300):
        path = ROOT / f"{number}.py"
        found = [replace(FINDING, fingerprint=f"{each}") for each in range(10)]
        server.found(Snapshot(path.as_uri(), None, "python", "x\ny\n", path, ROOT), *found)
    await server.told()

    def size(node: dict[str, Any]) -> int:
        return 1 + sum(map(size, node.get("children", [])))

    assert sum(map(size, server.sent[-1]["tree"])) == 2_000
    assert "findings more" in json.dumps(server.sent[-1])


async def test_over_the_wire_it_is_one_notification_that_a_newer_one_replaces() -> None:
    async def fails(setup: Setup, documents: Documents, outbox: Outbox) -> Core:
        raise ConfigError("settings", (Mistake("are “wrong”", Span(0, 0)),))

    written: list[Hashable] = []

    class Notes(Client):
        def write(self, data: bytes, replaces: Hashable = None, *, is_spare: bool = False) -> None:
            super().write(data, replaces, is_spare=is_spare)
            if self.sent[-1].get("method") == METHOD:
                written.append((replaces, is_spare))

    client = Notes(fails)
    params = {"processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": {"status": True}}
    client.send(message(id="i", method="initialize", params=params), INITIALIZED)
    await client.until(lambda: bool(written))
    (told,) = [each for each in client.sent if each.get("method") == METHOD]
    assert "id" not in told
    assert told["params"]["engine"] == {"state": "degraded", "reason": "settings: are “wrong”"}
    assert written == [(METHOD, True)]
