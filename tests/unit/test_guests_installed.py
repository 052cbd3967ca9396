"""Which agents of other packages there are, which are turned on, and what is said of those that are not."""

import re
import sys
from pathlib import Path

import pytest
from guest_packages import FIXES, describe, install
from pipeline_fakes import FakeAgent, meta

from omni_lsp.adapters.guests.choosing import RESERVED, choose, hint
from omni_lsp.adapters.guests.installed import Brought, brought, search_path
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.compliance_rules import RULES
from omni_lsp.app.guests import Guests, guests_of, with_guests
from omni_lsp.app.guests_health import guest_checks
from omni_lsp.app.inforce import put_in_force
from omni_lsp.app.plans import plan_for
from omni_lsp.config.settings import Config
from omni_lsp.lsp.core import Setup
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.ignore_problems import IGNORE_RULES
from omni_lsp.model.stage import PipelineSpec, StageSpec
from omni_lsp.telemetry.switch import Telemetry

WORDS = Brought("words", "words_agent:Agent", "omni-words", "1.2")
OTHER = Brought("words", "other:Agent", "other-words", "3")
REPOSITORY = Path(__file__).parents[2]
OWN = tuple(FakeAgent(meta(name)) for name in ("context", "security", "rag", "compliance", "coding"))


def test_what_packages_bring_is_found_without_an_import(tmp_path: Path) -> None:
    install(tmp_path, "raise SystemExit('imported')\n")
    assert brought([str(tmp_path)]) == (WORDS,)
    assert "words_agent" not in sys.modules


def test_names_that_nobody_can_write_are_passed_over_and_no_package_writes_to_the_terminal(tmp_path: Path) -> None:
    describe(tmp_path, "My Words = words_agent:Agent\nwords = words_agent:Agent", version="1\x1b[2J")
    (one,) = brought([str(tmp_path)])
    assert (one.name, one.version) == ("words", "1[2J")


def test_an_editable_installation_is_known_as_one(tmp_path: Path) -> None:
    info = describe(tmp_path, "words = words_agent:Agent")
    (info / "direct_url.json").write_text('{"url": "file:///x", "dir_info": {"editable": true}}', "utf-8")
    (one,) = brought([str(tmp_path)])
    assert one.is_editable


def test_broken_metadata_hides_nobody_else(tmp_path: Path) -> None:
    describe(tmp_path, "words = words_agent:Agent")
    for package, entry in (("half-entry", "nonsense"), ("no-bytes", "")):
        info = describe(tmp_path, entry, package)
        if not entry:
            (info / "entry_points.txt").write_bytes(b"\xff\xfe[omni_lsp.agents]")
    assert brought([str(tmp_path)]) == (WORDS,)


def test_what_comes_first_on_the_path_hides_what_comes_later(tmp_path: Path) -> None:
    for place, version in (("new", "2"), ("old", "1")):
        (tmp_path / place).mkdir()
        describe(tmp_path / place, "words = words_agent:Agent", version=version)
    (one,) = brought([str(tmp_path / "new"), str(tmp_path / "old")])
    assert one.version == "2"


def test_the_current_folder_brings_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    describe(tmp_path, "words = words_agent:Agent")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend("")
    monkeypatch.syspath_prepend("below")
    assert {"", "below", str(tmp_path)}.isdisjoint(search_path())
    assert brought(search_path()) == ()


def test_only_what_is_named_is_chosen() -> None:
    there = (Brought("units", "u:A", "omni-units", "1"), WORDS)
    assert choose(["words"], there, ()).guests == (WORDS,)
    assert choose([], there, ()).guests == ()


@pytest.mark.parametrize(
    ("there", "taken", "said"),
    [
        ((), (), "no installed package brings an agent called words (there are: none)"),
        ((WORDS, OTHER), (), "agent words is brought by omni-words 1.2 and other-words 3: none of them runs"),
        ((WORDS,), ("words",), "words is a name of omni-lsp's own agents or rules"),
    ],
)
def test_why_a_name_is_in_vain(there: tuple[Brought, ...], taken: tuple[str, ...], said: str) -> None:
    choice = choose(["words"], there, taken)
    assert choice.guests == ()
    ((name, problem),) = choice.problems
    assert name == "words"
    assert problem.startswith(said)


def test_no_agent_can_pass_its_rules_off_as_ours() -> None:
    bundled = {rule.id for rule in (*IGNORE_RULES, *RULES.values())}
    for file in (REPOSITORY / "omni_lsp" / "rules").rglob("*.yaml"):
        bundled |= set(re.findall(r"^ *- id: ([\w.-]+\.[\w.-]+)", file.read_text("utf-8"), re.MULTILINE))
    families = {rule.partition(".")[0] for rule in bundled}
    assert len(families) > 8
    assert families <= RESERVED
    assert {agent.meta.id for agent in OWN} <= RESERVED


def test_who_names_an_agent_that_is_off_reads_how_to_turn_it_on() -> None:
    said = hint("words", [], [WORDS])
    assert said == (
        'agent words of omni-words 1.2 is not turned on: add "words" to your own setting `agents`, or to OMNI_AGENTS'
    )
    assert hint("wrods", [], [WORDS]) == ""
    assert hint("words", ["words"], [WORDS, OTHER]).startswith("agent words is brought by")


def test_the_mistake_stands_on_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "")
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "pipeline.yaml"
    text = "version: 1\nanalysis: {pipeline: {stages: [{agent: context}, {agent: words}]}}\n"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        plan_for(None, Config(pipeline=str(file)), OWN)
    (mistake,) = caught.value.mistakes
    assert text[mistake.span.start : mistake.span.end] == "words"
    assert "is not turned on" in mistake.message


def test_shipped_pipelines_run_what_is_turned_on_and_files_say_it_themselves(tmp_path: Path) -> None:
    config = Config(agents=("words", "gone"))
    agents = (*OWN, FakeAgent(meta("words")))
    plan = plan_for(None, config, agents)
    assert [step.id for step in plan.steps if step.id not in {agent.meta.id for agent in OWN}] == ["words"]
    file = tmp_path / "pipeline.yaml"
    file.write_text("version: 1\nanalysis: {pipeline: {stages: [{agent: context}]}}\n", "utf-8")
    assert [step.id for step in plan_for(None, config, agents, str(file)).steps] == ["context"]
    named = PipelineSpec("p", 5.0, (StageSpec(("words",), 0.1),))
    assert with_guests(named, config, agents) == named


def test_nothing_is_looked_for_where_nothing_is_turned_on() -> None:
    assert guests_of(Config(), None, bool) == Guests()  # type: ignore[arg-type]


def test_results_are_remembered_by_version_and_not_at_all_where_files_may_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "")
    monkeypatch.syspath_prepend(str(tmp_path))
    guests = guests_of(Config(agents=("words",)), None, bool)  # type: ignore[arg-type]
    assert guests.stamp == "words of omni-words 1.2"
    (info,) = tmp_path.glob("*.dist-info")
    (tmp_path / "touched").touch()
    (info / "direct_url.json").write_text('{"dir_info": {"editable": true}}', "utf-8")
    assert guests_of(Config(agents=("words",)), None, bool).stamp is None  # type: ignore[arg-type]


def test_what_will_not_run_is_said_when_it_comes_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "")
    monkeypatch.syspath_prepend(str(tmp_path))
    environment = {"OMNI_CACHE_DIR": str(tmp_path / "caches")}
    setup = Setup((), {"agents": ["words", "gone"]}, {})
    now = put_in_force(setup, environment, Telemetry())
    assert now.complaints == (
        "no installed package brings an agent called gone (there are: words).",
        "Agents of other packages are on (words), but none of them runs while trust is off.",
    )
    assert [step.id for step in now.plans.of(None).steps][-1] == "words"
    again = put_in_force(Setup((tmp_path,), setup.options, {}), environment, Telemetry(), now)
    assert (again.team, again.complaints) == (now.team, ())
    off = put_in_force(Setup((), {}, {}), environment, Telemetry(), now)
    assert off.team is not now.team
    assert off.complaints == ()


async def test_the_doctor_tells_which_there_are_and_whether_they_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "Agent = 3\n")
    install(tmp_path, FIXES.replace("words", "units"), "units", "omni-units")
    describe(tmp_path, "idle = nothing:Agent", "omni-idle")
    monkeypatch.syspath_prepend(str(tmp_path))
    config = Config(agents=("words", "units", "gone"), trust=True)
    guests = guests_of(config, TreeSitterSyntax(), lambda _: True)
    checks = [check async for check in guest_checks(config, guests)]
    await guests.close()
    assert [(check.name, check.is_well) for check in checks] == [
        ("gone", False),
        ("words", False),
        ("units", False),
        ("idle", True),
    ]
    said = {check.name: check.said for check in checks}
    assert said["words"].startswith("omni-words 1.2: words_agent:Agent is a int")
    assert said["units"].startswith("omni-units 1.2: its id is 'words': it must be 'units'")
    assert said["idle"] == "omni-idle 1.2, off"
