"""How far a folder is trusted, by whose word, and what its user is asked and told."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from omni_lsp.adapters.trust.pins import pinned
from omni_lsp.adapters.trust.store import TrustStore
from omni_lsp.app.inforce import InForce, put_in_force
from omni_lsp.app.standing import Judge, Standing, outside
from omni_lsp.app.team import Surroundings
from omni_lsp.app.trusting import NEVER, NOT_NOW, TRUST, Trusting
from omni_lsp.config.settings import Config, load
from omni_lsp.lsp.core import Setup
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.trust import Trust
from omni_lsp.pipeline.background import Background
from omni_lsp.telemetry.switch import Telemetry

OWN = "version: 1\nbudget: 7s\nanalysis: {pipeline: {stages: [{agent: context}]}}\n"


def put(root: Path, name: str, text: str = OWN) -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


@dataclass
class Box:
    """What the user is told and asked; `answer` is what is pressed, `meanwhile` happens before that."""

    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    answer: str | None = None
    meanwhile: Callable[[], None] = lambda: None

    def tell(self, message: str) -> None:
        self.told.append(message)

    def warn(self, message: str) -> None:
        self.warned.append(message)

    async def choose(self, message: str, choices: Sequence[str]) -> str | None:
        assert list(choices) == [TRUST, NOT_NOW, NEVER]
        self.asked.append(message)
        await asyncio.sleep(0)
        self.meanwhile()
        return self.answer


class World:
    """A folder in an editor that says this of trust; what is in force follows, as in a session."""

    def __init__(self, home: Path, said: object = None, **options: object) -> None:
        self.root = home / "work"
        self.root.mkdir(exist_ok=True)
        self.store = TrustStore(home / "state")
        self.box, self.background = Box(), Background()
        self.environment = {"OMNI_CACHE_DIR": str(home / "caches")}
        self.setup = Setup((self.root,), {"trust": said, **options}, {})
        judge = Judge(self.store)
        self.trusting = Trusting(lambda: self.now, judge, self.box, self.background, self.again)  # type: ignore[arg-type] - all that is called
        self.around = Surroundings(trusts=self.trusting.__contains__, holds=self.trusting.holds, judge=judge)
        self.now: InForce = put_in_force(self.setup, self.environment, Telemetry(), around=self.around)

    def again(self) -> None:
        self.now = put_in_force(self.setup, self.environment, Telemetry(), self.now, self.around)
        self.trusting.came_into_force()

    async def begins(self) -> Trust:
        self.trusting.came_into_force()
        return await self.settled()

    async def looks(self) -> Trust:
        await self.trusting.look()
        return await self.settled()

    async def settled(self) -> Trust:
        while self.background._tasks:
            await asyncio.gather(*self.background._tasks)
        return self.now.trust[self.root]

    @property
    def budget(self) -> float:
        return self.now.plans.of(self.root).budget_seconds


async def test_nothing_said_and_nothing_known_is_no_trust(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path)
    assert await world.begins() is Trust.UNTRUSTED
    assert world.budget == 5.0
    (asked,) = world.box.asked
    assert ".omni/pipeline.yaml" in asked


async def test_an_answer_brings_the_folder_into_force(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path)
    world.box.answer = TRUST
    assert await world.begins() is Trust.TRUSTED
    assert (world.budget, world.now.trusted) == (7.0, (world.root,))
    # The next session need not ask.
    again = World(tmp_path)
    assert await again.begins() is Trust.TRUSTED
    assert (again.box.asked, again.box.told) == ([], [])


async def test_what_came_while_the_question_was_put_was_not_agreed_to(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/policy.yaml", "version: 1\n")
    world = World(tmp_path)
    world.box.answer, world.box.meanwhile = TRUST, lambda: put(world.root, ".omni/pipeline.yaml") and None
    world.trusting.came_into_force()
    async with asyncio.timeout(10):
        while len(world.box.asked) < 2:  # noqa: ASYNC110 - a list cannot set an event
            await asyncio.sleep(0)
    assert world.now.trust[world.root] is Trust.STALE
    assert world.budget == 5.0
    assert "since then .omni/pipeline.yaml changed" in world.box.asked[1]
    await world.background.close()


@pytest.mark.parametrize("answer", [NOT_NOW, None, "Trusted"])
async def test_any_other_answer_is_none_and_is_not_asked_for_again(tmp_path: Path, answer: str | None) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path)
    world.box.answer = answer
    assert await world.begins() is Trust.UNTRUSTED
    world.again()
    assert await world.looks() is Trust.UNTRUSTED
    assert len(world.box.asked) == 1
    assert len(world.box.told) == (answer is None)  # Some editors show no questions.
    put(world.root, ".omni/policy.yaml", "version: 1\n")
    assert await world.looks() is Trust.UNTRUSTED
    assert len(world.box.asked) == 2


async def test_never_is_remembered(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path)
    world.box.answer = NEVER
    await world.begins()
    put(world.root, ".omni/policy.yaml", "version: 1\n")
    await world.looks()
    again = World(tmp_path)
    assert await again.begins() is Trust.UNTRUSTED
    assert (len(world.box.asked), again.box.asked, again.box.told) == (1, [], [])
    with pytest.raises(AgentValidationError, match="not trusted"):
        again.trusting.require("search", None)
    await again.settled()
    assert again.box.asked == []


async def test_a_change_is_stale_and_asks_again_with_the_names_of_the_files(tmp_path: Path) -> None:
    file = put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path)
    world.store.trust(world.root, pinned(world.root).files)
    world.again()
    assert world.budget == 7.0
    file.write_text(OWN.replace("7s", "8s"))
    assert await world.looks() is Trust.STALE
    assert (world.budget, world.now.trusted) == (5.0, ())
    (asked,) = world.box.asked
    assert "since then .omni/pipeline.yaml changed" in asked
    file.write_text(OWN)
    assert await world.looks() is Trust.TRUSTED
    assert world.budget == 7.0


async def test_a_policy_that_changed_is_not_read_before_the_next_look(tmp_path: Path) -> None:
    file = put(tmp_path / "work", ".omni/policy.yaml", "version: 1\nname: mine\n")
    world = World(tmp_path)
    world.store.trust(world.root, pinned(world.root).files)
    world.again()
    policies = world.now.team.policies
    assert (await policies.policy(world.root)).name == "mine"
    file.write_text("version: 1\nname: another\n")
    assert (await policies.policy(world.root)).name == "mine"
    assert await world.looks() is Trust.STALE
    assert (await policies.policy(world.root)).name == "default"
    await world.trusting.trust(world.root)
    await world.settled()
    assert (await policies.policy(world.root)).name == "another"


async def test_a_client_that_says_no_is_not_argued_with(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path, said=False)
    world.store.trust(world.root, pinned(world.root).files)
    world.again()
    assert await world.begins() is Trust.UNTRUSTED
    assert (world.box.asked, world.box.told) == ([], [])
    with pytest.raises(AgentValidationError, match="The editor says so"):
        world.trusting.require("search", world.root)
    await world.settled()
    assert world.box.asked == []


async def test_a_client_that_says_yes_needs_no_store(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml").with_name("policy.yaml").symlink_to("nowhere")
    world = World(tmp_path, said=True)
    assert await world.begins() is Trust.TRUSTED
    assert world.budget == 7.0
    assert not world.store.folder.exists()


@pytest.mark.parametrize("said", ["yes", 1, [], {"a": True}])
def test_a_malformed_word_is_a_no_and_is_said(tmp_path: Path, said: object) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path, said=said, debounce_ms=7)
    assert world.now.trust[world.root] is Trust.UNTRUSTED
    assert world.now.standings[world.root].is_said
    assert "trust must be true or false" in world.now.complaints[0]
    assert world.now.config.debounce_ms == 7


def test_another_wrong_setting_does_not_make_a_no_a_maybe(tmp_path: Path) -> None:
    world = World(tmp_path, said=False, nonsense=1)
    assert world.now.standings[world.root] == Standing(Trust.UNTRUSTED, is_said=True)


def test_an_untrusted_folder_cannot_say_which_secrets_are_none(tmp_path: Path) -> None:
    for said, expected in ((False, "mine"), (True, "*")):
        world = World(tmp_path, said=said, security={"allowed_secrets": ["mine"]})
        world.setup = replace(world.setup, settings={"security": {"allowed_secrets": ["*"]}})
        world.again()
        assert world.now.config.security.allowed_secrets == (expected,)


async def test_the_user_is_told_once_how_to_trust_where_there_is_nothing_to_ask_about(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert await world.begins() is Trust.UNTRUSTED
    world.again()
    assert world.box.asked == []
    (told,) = world.box.told
    assert told == "omni: work is not trusted: only open files (omni-lsp trust add)"


async def test_what_needs_trust_says_so_and_asks(tmp_path: Path) -> None:
    world = World(tmp_path)
    await world.begins()
    world.box.answer = TRUST
    with pytest.raises(AgentValidationError, match=f"omni-lsp trust add {world.root}"):
        world.trusting.require("search", None)
    assert await world.settled() is Trust.TRUSTED
    assert world.trusting.require("search", None) == (world.root,)
    assert world.trusting.require("search", world.root) == (world.root,)


async def test_commands_decide_and_decide_again(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path)
    await world.trusting.trust(world.root)
    assert (await world.settled(), world.budget) == (Trust.TRUSTED, 7.0)
    await world.trusting.untrust(world.root)
    assert (await world.settled(), world.budget) == (Trust.UNTRUSTED, 5.0)
    assert world.store.records().by_path == {}
    assert world.box.asked == []


@pytest.mark.parametrize("said", [True, False])
async def test_where_the_client_has_a_word_that_of_a_command_is_for_the_session(tmp_path: Path, said: bool) -> None:
    world = World(tmp_path, said=said)
    await (world.trusting.untrust if said else world.trusting.trust)(world.root)
    assert await world.settled() is (Trust.UNTRUSTED if said else Trust.TRUSTED)
    assert not world.store.folder.exists()
    assert World(tmp_path, said=said).now.trust[world.root] is (Trust.TRUSTED if said else Trust.UNTRUSTED)


async def test_what_cannot_be_pinned_is_never_trusted_and_said(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml").with_name("policy.yaml").symlink_to("pipeline.yaml")
    world = World(tmp_path)
    world.store.trust(world.root, {})
    world.again()
    assert await world.settled() is Trust.UNTRUSTED
    with pytest.raises(AgentValidationError, match="symbolic link"):
        await world.trusting.trust(world.root)
    assert "symbolic link" in world.box.told[0]
    assert world.box.asked == []


async def test_a_store_that_others_can_write_does_not_count_and_is_said(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path)
    world.store.trust(world.root, pinned(world.root).files)
    world.store.file.chmod(0o666)
    world.again()
    assert await world.settled() is Trust.UNTRUSTED
    assert "written by others" in world.box.told[0]


async def test_hostile_names_do_not_shape_the_question(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/a\nTrust this! \u202e.yaml")
    world = World(tmp_path)
    await world.begins()
    (asked,) = world.box.asked
    assert "\n" not in asked
    assert "\u202e" not in asked


async def test_the_command_that_is_named_is_safe_to_copy(tmp_path: Path) -> None:
    home = tmp_path / "a; rm -rf $HOME\n#"
    home.mkdir()
    world = World(home)
    await world.begins()
    with pytest.raises(AgentValidationError) as caught:
        world.trusting.require("search", None)
    assert f"trust add '{home}/work'".replace("\n", " ") in str(caught.value)


async def test_one_question_at_a_time_about_a_folder(tmp_path: Path) -> None:
    put(tmp_path / "work", ".omni/pipeline.yaml")
    world = World(tmp_path)
    world.trusting.came_into_force()
    for _ in range(3):
        with pytest.raises(AgentValidationError):
            world.trusting.require("search", None)
    await world.settled()
    assert len(world.box.asked) == 1


class TestWhatSettingsNameInsideOfAFolder:
    """A user's own path counts only as far as the folder that it leads into."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        (tmp_path / "work").mkdir()
        return tmp_path / "work"

    def settings(self, root: Path) -> Config:
        return load(
            {
                "policy": str(root / "policy.yaml"),
                "pipeline": str(root / "p.yaml"),
                "security": {
                    "rules": [str(root / "rules"), str(root.parent / "mine")],
                    "engine_path": str(root / "bin/semgrep-core"),
                },
            }
        )

    def test_it_does_not_count_without_trust_and_is_said(self, root: Path) -> None:
        kept, said = outside(self.settings(root), {root: Standing(Trust.UNTRUSTED)})
        assert kept == load({"security": {"rules": [str(root.parent / "mine")]}})
        assert len(said) == 4

    def test_it_counts_with_trust_but_a_program_only_by_a_word(self, root: Path) -> None:
        kept, said = outside(self.settings(root), {root: Standing(Trust.TRUSTED)})
        assert kept.security.rules == self.settings(root).security.rules
        assert (kept.security.engine_path, len(said)) == (None, 1)

    def test_it_counts_by_the_word_of_the_client(self, root: Path) -> None:
        assert outside(self.settings(root), {root: Standing(Trust.TRUSTED, is_said=True)}) == (self.settings(root), ())

    def test_links_do_not_lead_around_it(self, root: Path) -> None:
        (root.parent / "alias").symlink_to(root)
        config = load({"security": {"rules": [str(root.parent / "alias/rules")]}})
        kept, _ = outside(config, {root: Standing(Trust.UNTRUSTED)})
        assert kept.security.rules == ()

    def test_it_is_pinned(self, root: Path) -> None:
        file = put(root, "rules/a.yaml", "rules: []\n")
        judge, config = Judge(TrustStore(root.parent / "state")), load({"security": {"rules": [str(root / "rules")]}})
        judge.store.trust(root, judge.of(root, config).pins.files)
        assert judge.of(root, config).trust is Trust.TRUSTED
        file.write_text("rules: [{}]\n")
        assert judge.of(root, config).changed == ("rules/a.yaml",)
