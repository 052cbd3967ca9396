"""What goes on in a session: gathered from what is in force, what was seen and what runs."""

from dataclasses import dataclass, field
from pathlib import Path

from pipeline_fakes import FakeAgent, meta, snapshot, spec

from omni_lsp.adapters.packs.store import DiskPacks
from omni_lsp.app.headings import heading
from omni_lsp.app.inforce import InForce, put_in_force
from omni_lsp.app.overseeing import Overseer
from omni_lsp.app.rule_news import RuleNews
from omni_lsp.app.seen_packs import SeenFolder, SeenPacks
from omni_lsp.lsp.core import Setup
from omni_lsp.model.finding import Rule, Severity
from omni_lsp.model.leftout import LeftOut
from omni_lsp.model.packs import PackFile
from omni_lsp.model.report import StageReport, Status
from omni_lsp.model.stage import StageSpec, Trigger
from omni_lsp.model.status import Author, FolderState, PackState, Turn
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run
from omni_lsp.ports.engine import RuleProblem, Ruleset
from omni_lsp.telemetry.switch import Telemetry

PLAN = Plan.build(spec(StageSpec(("a",)), StageSpec(("b",))), [FakeAgent(meta("a")), FakeAgent(meta("b"))])
PACK = PackState(PackFile.AGENTS, Author.OMNI)


@dataclass
class Box:
    reports: list[StageReport] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    news: int = 0

    def stage(self, snapshot: Snapshot, report: StageReport) -> None:
        self.reports.append(report)

    def warn(self, message: str) -> None:
        self.said.append(message)

    def moved(self) -> None:
        self.news += 1


def in_force(folder: Path) -> InForce:
    return put_in_force(Setup((folder,), {"trust": True}, {}), {"OMNI_CACHE_DIR": str(folder / "caches")}, Telemetry())


async def test_a_run_is_in_the_overview_while_it_lasts_and_its_reports_go_on(tmp_path: Path) -> None:
    box, now = Box(), in_force(tmp_path)
    packs = SeenPacks(DiskPacks(tmp_path, ()), box.moved)
    overseer = Overseer(lambda: now, lambda: packs, box)  # type: ignore[arg-type] - all that is called
    assert overseer.overview().is_starting
    overseer.ready()
    work = Work(snapshot(), Trigger.SAVE)
    with overseer.watch(PLAN, work) as hears:
        await run(PLAN, work, hears.reported, on_begin=hears.began)
        (under_way,) = overseer.overview().runs
        assert under_way.turns == (("a", Turn.DONE), ("b", Turn.DONE))
    assert [(each.agent, each.status) for each in box.reports] == [("a", Status.DONE), ("b", Status.DONE)]
    assert overseer.overview().runs == ()
    assert not overseer.overview().is_starting
    assert box.news >= 7  # Ready, the begin and the end of the run and of both turns.


async def test_folders_are_told_with_the_packs_that_were_seen(tmp_path: Path) -> None:
    box, now = Box(), in_force(tmp_path)
    packs = SeenPacks(DiskPacks(tmp_path, ()), box.moved)
    overseer = Overseer(lambda: now, lambda: packs, box)  # type: ignore[arg-type] - all that is called
    (folder,) = overseer.overview().folders
    assert folder.packs is None
    packs.folders[tmp_path] = SeenFolder((PACK,), "a merge")
    assert overseer.overview().folders == (FolderState(tmp_path, folder.trust, (PACK,), "a merge"),)


def test_findings_are_headed_by_category_then_weakness_then_rule() -> None:
    def headed(**about: tuple[str, ...]) -> tuple[str, str]:
        found = heading(Rule("my.rule", "My rule", Severity.INFO, **about))  # type: ignore[arg-type] - by the tests
        return found.id, found.label

    assert headed(owasp=("A03:2021", "A01:2021"), cwe=("CWE-327",)) == ("A03:2021", "A03:2021 Injection")
    assert headed(owasp=("A02:2025",)) == ("A02:2025", "A02:2025 Security Misconfiguration")
    assert headed(cwe=("CWE-89",)) == ("A03:2021", "A03:2021 Injection")
    assert headed(cwe=("CWE-208",)) == ("CWE-208", "CWE-208")
    assert headed(owasp=("A99:2021",)) == ("A99:2021", "A99:2021")
    assert headed() == ("my.rule", "My rule")


@dataclass
class Engine:
    left_out: tuple[LeftOut, ...] = ()
    ruleset: Ruleset = field(
        default_factory=lambda: Ruleset(problems=(RuleProblem("a.yaml", "", "no"), RuleProblem("b.yaml", "r", "bad")))
    )


@dataclass
class Team:
    engine: Engine = field(default_factory=Engine)


def test_rules_that_do_not_run_are_told_of_once_a_session() -> None:
    box, team = Box(), Team()
    news = RuleNews(box)  # type: ignore[arg-type] - all that is called
    news.tell_problems(team)  # type: ignore[arg-type] - all that is read
    assert box.said == ["a.yaml: the file: no. The other rules run.", "b.yaml: r: bad. The other rules run."]
    slow = LeftOut("slow", ("a.py",), 2.0)
    team.engine.left_out = (slow,)
    assert list(news.tell_left_out(team)) == [slow]  # type: ignore[arg-type] - all that is read
    assert list(news.tell_left_out(team)) == []  # type: ignore[arg-type] - all that is read
    assert box.said[2:] == [slow.message]
