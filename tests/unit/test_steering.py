"""Files that steer us are looked at on every save, and once for each change."""

import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from disk_fakes import FakeInForce, FakePlans, FakeSetup, settled

from omni_lsp.app import steering
from omni_lsp.app.steering import Reactions, Steering
from omni_lsp.config.security import Security
from omni_lsp.config.settings import Config
from omni_lsp.model.errors import AgentFatalError
from omni_lsp.pipeline.background import Background

RULES = "rules: []\n"


@dataclass
class World:
    """A workspace folder and the user's own rules beside it; `done` lists the reactions."""

    home: Path
    rules: tuple[Path, ...] = ()
    done: list[str] = field(default_factory=list)
    background: Background = field(default_factory=Background)
    refuses: bool = False

    def __post_init__(self) -> None:
        self.root = self.home / "shop"
        self.root.mkdir()
        self.pipeline = self.root / ".omni" / "pipeline.yaml"
        self.policy = self.root / ".omni" / "policy.yaml"
        config = Config(security=Security(rules=self.rules))
        self.now = FakeInForce(FakeSetup((self.root,)), config, plans=FakePlans((self.pipeline,)))
        reactions = Reactions(self._trust, self._pipelines, self._policies, self._rules, self._manifests)
        self.steering = Steering(lambda: self.now, reactions, self.background)

    async def saved(self, name: str = "a.py") -> list[str]:
        """What was done about a save."""
        self.steering.saved(self.root / name)
        return await self._outcome()

    async def told(self, *paths: Path) -> list[str]:
        self.steering.look(paths)
        return await self._outcome()

    async def began(self) -> None:
        await self.steering.learn_rules()
        await self.saved()

    async def _outcome(self) -> list[str]:
        await settled(self.background)
        done, self.done = self.done, []
        return done

    async def _trust(self) -> None: ...

    async def _pipelines(self) -> None:
        self.done.append("pipelines")

    async def _policies(self) -> None:
        self.done.append("policies")

    async def _rules(self) -> None:
        self.done.append("rules")
        if self.refuses:
            raise AgentFatalError("read", "rules", "no engine")

    async def _manifests(self, root: Path) -> None:
        self.done.append(f"manifests of {root.name}")


@pytest.fixture
def world(tmp_path: Path) -> World:
    (tmp_path / "rules").mkdir()
    return World(tmp_path, (tmp_path / "rules", tmp_path / "own.yaml"))


def write(path: Path, text: str = RULES) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


async def test_a_save_that_changes_nothing_does_nothing(world: World) -> None:
    write(world.pipeline)
    write(world.root / "pyproject.toml")
    write(world.home / "rules" / "a.yaml")
    await world.began()
    assert await world.saved() == []
    assert await world.saved("pyproject.toml") == []
    assert await world.told(world.pipeline, world.home / "rules" / "a.yaml") == []


async def test_every_change_is_seen_once(world: World) -> None:
    await world.began()
    for file, reaction in ((world.pipeline, "pipelines"), (world.policy, "policies")):
        for change in (partial(write, file), partial(write, file, "#"), file.unlink):
            change()
            assert await world.saved() == [reaction]
            assert await world.told(file) == []
        write(file)
        assert await world.told(file) == [reaction]


async def test_manifests_are_those_of_the_folder_that_was_saved_in(world: World) -> None:
    other = world.home / "bank"
    other.mkdir()
    world.now.setup = FakeSetup((world.root, other))
    await world.began()
    write(world.root / "package.json")
    write(other / "go.mod")
    assert await world.saved() == ["manifests of shop"]
    assert await world.told(other / "go.mod") == ["manifests of bank"]
    (other / "go.mod").unlink()
    assert await world.told(other / "go.mod") == ["manifests of bank"]


async def test_files_of_ci_are_looked_at_when_they_are_told_of(world: World) -> None:
    await world.began()
    workflow = world.root / ".github" / "workflows" / "ci.yml"
    workflow.parent.mkdir(parents=True)
    write(workflow)
    assert await world.told(workflow) == ["manifests of shop"]
    assert await world.told(write(world.root / ".github" / "labels.yml")) == []


async def test_what_is_there_at_the_start_counts_but_rules_that_were_not_read_do_not(world: World) -> None:
    write(world.pipeline)
    write(world.root / "Makefile")
    write(world.home / "own.yaml")
    assert await world.saved() == ["pipelines", "manifests of shop"]


async def test_the_first_save_in_a_folder_without_any_of_them_does_nothing(world: World) -> None:
    assert await world.saved() == []


async def test_rule_files_changed_new_gone_and_in_new_folders(world: World) -> None:
    rule = write(world.home / "rules" / "a.yaml")
    await world.began()
    write(rule, RULES + "#")
    assert await world.saved() == ["rules"]
    write(world.home / "rules" / "b.yaml")
    assert await world.saved() == ["rules"]
    write(world.home / "rules" / "deep" / "c.yaml")
    assert await world.saved() == ["rules"]
    write(world.home / "rules" / "deep" / "d.yaml")
    assert await world.saved() == ["rules"]
    rule.unlink()
    assert await world.saved() == ["rules"]
    write(world.home / "own.yaml")
    assert await world.saved() == ["rules"]
    assert await world.saved() == []


async def test_what_is_no_rule_changes_no_rules(world: World) -> None:
    await world.began()
    write(world.home / "rules" / "notes.md")  # The folder has another stamp now.
    assert await world.saved() == []


async def test_a_saved_rule_file_is_read_at_once_and_the_watcher_tells_no_news(world: World) -> None:
    rule = write(world.home / "rules" / "a.yaml")
    await world.began()
    write(rule, RULES + "#")
    world.steering.rules_saved()
    assert await world.saved("rules/a.yaml") == ["rules"]
    assert await world.told(rule) == []
    world.steering.rules_saved()  # Too soon after the last one for the clock of the disk.
    assert await world.saved("rules/a.yaml") == ["rules"]


async def test_many_rules_take_turns_and_the_one_that_was_told_of_is_looked_at(world: World) -> None:
    rules = [write(world.home / "rules" / f"{number:04}.yaml") for number in range(2 * steering._RULES_A_LOOK)]
    await world.began()
    for rule in (rules[0], rules[-1]):
        write(rule, RULES + "#")
        assert [done for _ in range(3) for done in await world.saved()] == ["rules"]
        write(rule, RULES)
        assert await world.told(rule) == ["rules"]


async def test_rules_of_other_settings_are_noted_and_not_read_twice(world: World) -> None:
    await world.began()
    write(world.home / "rules" / "a.yaml")
    world.now.config = Config(security=Security(rules=(world.home / "rules",)))
    assert await world.saved() == []


async def test_rules_that_cannot_be_read_stop_nothing(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.began()
    world.refuses = True
    write(world.home / "own.yaml")
    write(world.pipeline)
    assert await world.saved() == ["pipelines", "rules"]
    assert "no engine" in caplog.text
    write(world.home / "own.yaml", RULES + "#")
    assert await world.saved() == ["rules"]


async def test_what_steers_nothing_costs_nothing(world: World) -> None:
    await world.began()
    world.now.team.files.stamped.clear()
    inside = world.root / "node_modules" / "x" / "package.json"
    assert await world.told(world.root / "a.py", inside, world.home / "rules" / "a.py", world.root / "b.yaml") == []
    assert world.now.team.files.stamped == []


async def test_folders_on_the_way_to_what_steers_us_count(world: World) -> None:
    write(world.pipeline)
    await world.began()
    world.pipeline.unlink()
    world.pipeline.parent.rmdir()
    assert await world.told(world.pipeline.parent) == ["pipelines"]


async def test_an_old_time_on_a_new_content_is_seen(world: World) -> None:
    write(world.pipeline, "a: 1\n")
    await world.began()
    before = world.pipeline.stat()
    draft = write(world.root / "draft", "a: 2\n")
    os.utime(draft, ns=(before.st_atime_ns, before.st_mtime_ns))
    draft.rename(world.pipeline)
    assert await world.saved() == ["pipelines"]
