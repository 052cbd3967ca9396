"""Pipelines are looked up again when their files change, and a mistake is said once."""

from pathlib import Path

from pipeline_fakes import FakeAgent, meta

from omni_lsp.app.plans import Plans
from omni_lsp.config.settings import Config

AGENTS = tuple(FakeAgent(meta(name)) for name in ("context", "security", "rag", "compliance", "coding"))


def write(root: Path, budget: str) -> Path:
    file = root / ".omni" / "pipeline.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"version: 1\nbudget: {budget}\nanalysis: {{pipeline: {{stages: [{{agent: context}}]}}}}\n")
    return file


async def test_a_changed_file_is_in_force_after_a_reload_and_the_shipped_one_without_it(tmp_path: Path) -> None:
    file = write(tmp_path, "7s")
    plans = Plans(Config(trust=True), AGENTS, [tmp_path], None)
    before = plans.of(tmp_path)
    assert await plans.reload() == ()
    assert plans.of(tmp_path).digest == before.digest

    write(tmp_path, "8s")
    await plans.reload()
    assert (before.budget_seconds, plans.of(tmp_path).budget_seconds) == (7, 8)
    file.unlink()
    await plans.reload()
    assert plans.of(tmp_path).digest == plans.of(None).digest


async def test_a_mistake_is_said_once_and_the_last_good_one_stays(tmp_path: Path) -> None:
    write(tmp_path, "soon")
    plans = Plans(Config(trust=True), AGENTS, [tmp_path], None)
    assert len(plans.complaints) == 1
    assert await plans.reload() == ()  # It was said at the start.

    write(tmp_path, "7s")
    assert await plans.reload() == ()
    write(tmp_path, "soon")
    (said,) = await plans.reload()
    assert said == plans.complaints[0]
    assert plans.of(tmp_path).budget_seconds == 7
    write(tmp_path, "soon").write_text("[")
    assert len(await plans.reload()) == 1  # Another mistake.


async def test_a_file_that_the_settings_name_counts_once_for_all_folders(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    file = write(tmp_path, "7s")
    plans = Plans(Config(pipeline=str(file)), AGENTS, folders, None)
    file.write_text("[")
    assert len(await plans.reload()) == 1
    assert [plans.of(root).budget_seconds for root in (*folders, None)] == [7, 7, 7]


def test_only_what_has_a_say_is_a_source(tmp_path: Path) -> None:
    file = write(tmp_path, "7s")
    assert Plans(Config(), AGENTS, [tmp_path], None).sources == ()
    assert Plans(Config(trust=True), AGENTS, [tmp_path], None).sources == (file,)
    named = write(tmp_path / "own", "8s")
    assert Plans(Config(pipeline=str(named)), AGENTS, [tmp_path], None).sources == (named,)


def test_the_plan_of_a_folder_that_is_not_trusted_any_more_is_not_a_last_good_one(tmp_path: Path) -> None:
    file = write(tmp_path, "7s")
    before = Plans(Config(), AGENTS, [tmp_path], None, [tmp_path])
    assert (before.of(tmp_path).budget_seconds, before.sources) == (7.0, (file,))
    wrong = Config(pipeline=str(tmp_path / "missing.yaml"))
    assert Plans(wrong, AGENTS, [tmp_path], before, [tmp_path]).of(tmp_path).budget_seconds == 7.0
    now = Plans(wrong, AGENTS, [tmp_path], before, ())
    assert now.of(tmp_path).budget_seconds != 7.0
    assert file not in now.sources
