"""The packs of a folder behind an editor: what gets in, when they are written, and what is told."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio

from omni_lsp.app.inforce import InForce, put_in_force
from omni_lsp.app.keeping import Keeping
from omni_lsp.app.sources import Shared, Sources
from omni_lsp.lsp.core import Setup
from omni_lsp.model.facts import FileFacts
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import AgentResult, RunReport, StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.pipeline.background import Background
from omni_lsp.ports.chat import ChatModel
from omni_lsp.state.documents import Documents
from omni_lsp.state.workspace import WorkspaceState
from omni_lsp.telemetry.switch import Telemetry

MAP = ".omni/context/repo-map.md"
SECURITY = ".cursor/rules/omni.mdc"
RULE = "python.eval-of-input"


@dataclass
class Box:
    """What is shown, by the name of the file, and said."""

    shown: dict[str, list[str]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def stage(self, snapshot: Snapshot, report: StageReport) -> None:
        self.shown[snapshot.name] = [finding.rule.id for finding in report.result.findings]
        self.news.set()

    def ran(self, report: RunReport) -> None: ...

    def warn(self, message: str) -> None:
        self.said.append(message)
        self.news.set()

    def tell(self, message: str) -> None:
        self.said.append(message)

    async def choose(self, message: str, choices: Sequence[str]) -> str | None:
        raise NotImplementedError(message)

    def gone(self, paths: Collection[Path]) -> None: ...

    def moved(self) -> None: ...

    def editor_model(self) -> ChatModel | None:
        return None


class World:
    """A folder in an editor whose runs are made by hand; `busy` says that more files wait to be looked at."""

    def __init__(self, root: Path, caches: Path, **packs: object) -> None:
        self.root = root
        self.busy, self.asked = False, 0
        self.box, self.documents, self.background = Box(), Documents(), Background()
        self.workspace = WorkspaceState()
        options = {"trust": True, "packs": {"mode": "save", **packs}}
        self.now = put_in_force(Setup((root,), options, {}), {"OMNI_CACHE_DIR": str(caches)}, Telemetry())
        shared = Shared(self._now, self.workspace, self.documents, self.box)
        self.sources = Sources(shared, self.background)
        self.keeping = Keeping(shared, self.sources, self.background, caches, self.is_busy)
        self.sources.index(root)

    def is_busy(self) -> bool:
        self.asked += 1
        return self.busy

    def _now(self) -> InForce:
        return self.now

    def open(self, name: str) -> Snapshot:
        path = self.root / name
        snapshot = Snapshot(path.as_uri(), 1, "python", path.read_text("utf-8"), path, self.root)
        self.documents.open(snapshot)
        self.keeping.touched(snapshot, Trigger.OPEN)
        return snapshot

    async def run(self, snapshot: Snapshot, trigger: Trigger, *rules: str, status: Status = Status.DONE) -> None:
        """A run has ended that found what breaks these rules."""
        if trigger is Trigger.SAVE:
            (self.root / snapshot.name).write_text(snapshot.text, "utf-8")
        self.keeping.touched(snapshot, trigger)
        facts: FileFacts = await self.now.team.context.file_facts(snapshot)
        self.workspace.put_files(self.root, [facts])
        found = tuple(
            Finding(Rule(rule, rule, Severity.ERROR), "security", "m", Span(0, 1), str(n))
            for n, rule in enumerate(rules)
        )
        stages = (
            StageReport("context", Status.DONE, 0.0, 0.0, AgentResult(facts=(facts,))),
            StageReport("security", status, 0.0, 0.0, AgentResult(found)),
        )
        self.keeping.ran(RunReport(snapshot, trigger, "t", 0.1, 1.0, stages))

    async def saved(self, snapshot: Snapshot, *rules: str, status: Status = Status.DONE) -> None:
        """And what is to be written is."""
        await self.run(snapshot, Trigger.SAVE, *rules, status=status)
        await self.idle()

    async def idle(self) -> None:
        while self.background._tasks:
            await asyncio.wait(tuple(self.background._tasks))

    def text(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    (root / "shop").mkdir(parents=True)
    (root / ".cursor").mkdir()
    (root / "shop/main.py").write_text("from shop.db import query\n\n\ndef main() -> None:\n    query()\n")
    (root / "shop/db.py").write_text("def query() -> int:\n    return 1\n")
    return root


@pytest_asyncio.fixture
async def world(root: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    world = World(root, tmp_path_factory.getbasetemp() / "caches")
    yield world
    await world.background.close()
    await world.now.team.engine.close()


def edited(snapshot: Snapshot, text: str) -> Snapshot:
    return replace(snapshot, version=2, text=text)


async def test_what_nobody_saved_is_not_in_the_packs(world: World) -> None:
    main, db = world.open("shop/main.py"), world.open("shop/db.py")
    await world.run(db, Trigger.OPEN)
    await world.run(edited(db, "def ask() -> int: ...\n"), Trigger.CHANGE)
    await world.saved(main)
    assert "`def query() -> int`" in world.text(MAP)
    await world.saved(edited(db, "def ask() -> int: ...\n"))
    assert "`def ask() -> int`" in world.text(MAP)


async def test_a_file_that_was_merely_opened_is_not_in_the_packs(world: World) -> None:
    (world.root / ".gitignore").write_text("build\n")
    (world.root / "build").mkdir()
    (world.root / "build/made.py").write_text("def made() -> int: ...\n")
    made = world.open("build/made.py")
    await world.run(made, Trigger.OPEN)
    path = world.root / "shop/new.py"
    new = Snapshot(path.as_uri(), 1, "python", "def fresh() -> int: ...\n", path, world.root)
    await world.run(new, Trigger.OPEN)
    await world.saved(world.open("shop/main.py"))
    assert "made" not in world.text(MAP)
    assert "fresh" not in world.text(MAP)
    await world.saved(new)
    assert "`def fresh() -> int`" in world.text(MAP)


async def test_what_was_saved_is_in_the_packs_before_its_run_is_over(world: World) -> None:
    db = world.open("shop/db.py")
    world.keeping.touched(edited(db, "def ask() -> int: ...\n"), Trigger.SAVE)
    (done,) = await world.keeping.pack([world.root], lambda *_: None, is_preview=False)
    assert MAP in done.written
    assert "`def ask() -> int`" in world.text(MAP)


async def test_a_finding_gets_in_with_the_second_run_that_says_so(world: World) -> None:
    db = world.open("shop/db.py")
    rule = await a_rule(world)
    await world.saved(db, rule)
    assert "`shop/db.py`" not in world.text(SECURITY)
    await world.saved(db, rule)
    assert "`shop/db.py`" in world.text(SECURITY)
    await world.saved(db, status=Status.TIMED_OUT)
    await world.saved(db, status=Status.TIMED_OUT)
    assert "`shop/db.py`" in world.text(SECURITY)
    await world.saved(db)
    assert "`shop/db.py`" in world.text(SECURITY)
    await world.saved(db)
    assert "`shop/db.py`" not in world.text(SECURITY)


async def test_by_hand_findings_of_the_session_get_in_as_well(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    world = World(root, tmp_path_factory.getbasetemp() / "caches", mode="manual")
    db, rule = world.open("shop/db.py"), await a_rule(world)
    await world.run(db, Trigger.OPEN, rule)
    await world.saved(db, rule)
    assert not (root / "AGENTS.md").exists()
    await world.keeping.pack([root], lambda *_: None, is_preview=False)
    assert "`shop/db.py`" in world.text(SECURITY)
    await world.background.close()
    await world.now.team.engine.close()


async def a_rule(world: World) -> str:
    rules = await world.now.team.engine.load()
    return next(
        rule.id for rule in rules.rules.values() if rule.severity is Severity.ERROR and "python" in rule.languages
    )


async def test_files_that_are_saved_together_are_written_together(world: World) -> None:
    main, db = world.open("shop/main.py"), world.open("shop/db.py")
    await world.saved(main)
    before = (world.root / MAP).stat().st_ino
    world.busy = True
    await world.run(edited(db, "def ask() -> int: ...\n"), Trigger.SAVE)
    world.asked = 0
    async with asyncio.timeout(5):
        while world.asked < 3:  # noqa: ASYNC110 - it is asked again and again, or never
            await asyncio.sleep(0)
    assert (world.root / MAP).stat().st_ino == before
    await world.run(edited(main, "def begin() -> None: ...\n"), Trigger.SAVE)
    world.busy = False
    await world.idle()
    assert "`def ask() -> int`" in world.text(MAP)
    assert "`def begin() -> None`" in world.text(MAP)


async def test_what_a_person_wrote_between_the_markers_is_told_and_kept(world: World) -> None:
    db = world.open("shop/db.py")
    await world.saved(db)
    agents = world.root / "AGENTS.md"
    agents.write_text(agents.read_text("utf-8").replace("<!-- omni:end -->", "Ring Ada.\n<!-- omni:end -->"), "utf-8")
    await world.saved(db)
    assert "Ring Ada." not in world.text("AGENTS.md")
    (said,) = world.box.said
    assert "Ring Ada." in world.text(said.removesuffix(".").rpartition(" ")[2])
    assert world.box.shown["AGENTS.md"] == ["pack.kept-aside"]
    await world.saved(db)
    assert world.box.shown["AGENTS.md"] == []


async def test_in_the_middle_of_a_merge_nothing_is_written_and_nothing_forgotten(world: World) -> None:
    db, rule = world.open("shop/db.py"), await a_rule(world)
    (world.root / ".git").mkdir()
    (world.root / ".git/MERGE_HEAD").write_text("")
    await world.saved(db, rule)
    await world.saved(db, rule)
    assert not (world.root / "AGENTS.md").exists()
    (world.root / ".git/MERGE_HEAD").unlink()
    await world.saved(db, rule)
    assert "`shop/db.py`" in world.text(SECURITY)


async def test_trouble_is_told_once(world: World) -> None:
    db = world.open("shop/db.py")
    (world.root / ".omni").mkdir()
    (world.root / ".omni/context").write_text("in the way")
    await world.saved(db)
    await world.saved(db)
    assert [each.partition(":")[0] for each in world.box.said] == ["The context packs of work were not written"]


async def test_files_that_are_switched_off_are_left_alone(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World(root, tmp_path_factory.getbasetemp() / "caches", without=["repo-map", "cursor"])
    await world.saved(world.open("shop/db.py"))
    assert (root / "AGENTS.md").exists()
    assert not (root / MAP).exists()
    assert not (root / SECURITY).exists()
    await world.background.close()
    await world.now.team.engine.close()
