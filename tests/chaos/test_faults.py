"""A fault strikes a server at work: what is lost is said, all else goes on, and afterwards all is as before."""

import asyncio
import random
import signal

import pytest
from disks import MAY_BE_READ_ONLY
from faults import (
    ENGINE,
    GUEST,
    caches_gone,
    caches_read_only,
    engine_stopped,
    guest_killed_at_work,
    index_killed_at_work,
    index_locked,
    index_stopped,
    machine_rests,
    pipeline_broken,
    place,
    processes,
    root_read_only,
    send,
    stopped,
    told,
)
from invariants import assert_answered, assert_nothing_torn, assert_shown, index_of, said
from scene import HANG, Scene

from family import IS_KNOWN

pytest_plugins = ("stage",)
pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(120),
    pytest.mark.skipif(not IS_KNOWN, reason="asks Linux which processes there are"),
]
needs_read_only = pytest.mark.skipif(not MAY_BE_READ_ONLY, reason="root may write anywhere and mount nothing here")


async def test_an_engine_that_is_killed_in_a_scan_loses_nothing(on: Scene) -> None:
    engines = processes(on, ENGINE)
    async with stopped(engines):
        on.save(on.documents[0])
        while not list(on.temporary.glob("omni-lsp-engine-*/copy*.py")):  # noqa: ASYNC110 - a file sets no event
            await asyncio.sleep(0)
        send(engines, signal.SIGKILL)
        assert assert_shown(on, on.documents[0], await on.ran(on.documents[0])) == []


async def test_engines_that_keep_being_killed_rest_and_a_slower_way_is_taken(on: Scene, chance: random.Random) -> None:
    while on.status["engine"]["state"] == "ok":
        async with stopped(engines := processes(on, ENGINE)):
            run = asyncio.create_task(on.saved(on.documents[0]))
            while not run.done():
                send(engines, signal.SIGKILL)
                await asyncio.sleep(0)
                engines = processes(on, ENGINE)
        assert assert_shown(on, on.documents[0], await run) in ([], ["security"])
    assert "engine processes kept breaking and rest for a minute" in on.status["engine"]["reason"]
    assert assert_shown(on, on.documents[1], await on.saved(on.documents[1])) == []
    async with machine_rests(on, chance):
        pass


async def test_an_engine_that_hangs_delays_nobody_else(on: Scene, chance: random.Random) -> None:
    async with engine_stopped(on, chance):
        ran = [run for run in on.editor.runs if any(stage["status"] == "timed-out" for stage in run["stages"])]
    (document,) = [each for each in on.documents if each.uri == ran[-1]["uri"]]
    assert assert_shown(on, document, ran[-1]) == ["security"]
    (note,) = [one for one in on.editor.shown(document) if one.code == "omni.timed-out"]
    assert note.message.startswith("security timed out: took longer than its 8 s")


async def test_a_guest_that_is_killed_is_the_only_one_lost(on: Scene, chance: random.Random) -> None:
    async with guest_killed_at_work(on, chance):
        lost = {
            run["uri"]: assert_shown(on, each, run)
            for each in on.documents
            for run in on.editor.runs
            if (run["uri"], run["version"]) == (each.uri, each.version)
        }
    assert sorted(map(tuple, lost.values())) == [(), (), (), ("witness",)]
    (note,) = [one for each in on.documents for one in on.editor.shown(each) if one.code == "omni.failed"]
    assert "its process ended by itself" in note.message


async def test_a_guest_that_keeps_being_killed_rests(on: Scene, chance: random.Random) -> None:
    for _ in range(3):
        async with guest_killed_at_work(on, chance):
            pass
    run = await on.saved(on.documents[0], HANG)
    assert assert_shown(on, on.documents[0], run) == ["witness"]
    (note,) = [one for one in on.editor.shown(on.documents[0]) if one.code == "omni.failed"]
    assert "it kept breaking, and rests for a minute" in note.message
    assert len(processes(on, GUEST)) <= 2
    async with machine_rests(on, chance):
        pass


async def test_a_search_outlives_its_index_process(on: Scene, chance: random.Random) -> None:
    async with index_killed_at_work(on, chance):
        assert await told(on, "seal") == ""
    async with index_stopped(on, chance):
        assert await told(on, "seal") == ""


@pytest.mark.parametrize("which", ["manifest.sqlite3*", "tables-*/**/*.lance"])
async def test_a_damaged_index_is_built_anew(on: Scene, which: str) -> None:
    send(processes(on, "omni_lsp.adapters.index"), signal.SIGKILL)
    files = [path for path in place(on).folder.glob(which) if path.is_file()]
    assert files
    for file in files:
        file.write_bytes(b"\0" * file.stat().st_size)
    if which.startswith("manifest"):
        lost = await index_of(on)
        assert (lost["phase"], lost["reason"]) == ("incomplete", "what is kept there cannot be read")
    assert await told(on, "seal") == ""


async def test_a_locked_index_keeps_nobody_waiting_but_the_search(on: Scene, chance: random.Random) -> None:
    async with index_locked(on, chance):
        assert_shown(on, on.documents[0], await on.saved(on.documents[0]))
        asked = asyncio.create_task(told(on, "seal"))
        assert assert_shown(on, on.documents[1], await on.saved(on.documents[1])) == []
        await assert_answered(on)
        assert not asked.done()
    assert await asked == ""


@needs_read_only
async def test_an_index_that_cannot_be_written_is_kept_in_memory(on: Scene, chance: random.Random) -> None:
    async with caches_read_only(on, chance):
        send(processes(on, "omni_lsp.adapters.index"), signal.SIGKILL)
        assert await told(on, "seal") == ""
        index = await index_of(on)
        assert (index["phase"], index["reason"]) == ("in memory", "its folder cannot be written to")
        assert assert_shown(on, on.documents[0], await on.saved(on.documents[0])) == []
    async with machine_rests(on, chance):
        pass


async def test_a_cache_that_is_gone_is_made_again(on: Scene, chance: random.Random) -> None:
    async with caches_gone(on, chance):
        assert (await index_of(on))["phase"] != "ready"
        send(processes(on, ENGINE), signal.SIGKILL)
        assert assert_shown(on, on.documents[0], await on.saved(on.documents[0])) == []


@needs_read_only
async def test_packs_that_cannot_be_written_are_told_of_once(on: Scene, chance: random.Random) -> None:
    words = "The context packs of work were not written: write on AGENTS.md: Read-only file system."
    (on.root / "pyproject.toml").write_text('[project]\nname = "work"\n', "utf-8")
    async with root_read_only(on, chance):
        for document in on.documents:
            assert assert_shown(on, document, await on.saved(document)) == []
        await on.editor.wait(lambda: said(on, words) > 0, "a word about the packs")
        assert_nothing_torn(on)
    assert said(on, words) == 1


async def test_a_broken_pipeline_is_told_and_the_last_good_one_stays(on: Scene, chance: random.Random) -> None:
    async with pipeline_broken(on, chance):
        assert assert_shown(on, on.documents[0], await on.saved(on.documents[0])) == []
        await on.editor.wait(lambda: said(on, "The last good pipeline stays in force") > 0, "a word about the pipeline")
