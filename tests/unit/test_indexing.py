"""Indexes that are kept up in the background: when, of which files, and how people call it off."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest_asyncio
from indexing_fakes import READY, ROOT, Bench

from omni_lsp.app.indexing import BEGIN_SECONDS, LOOK_SECONDS, MOST_FILES, REST_SECONDS, by_root
from omni_lsp.lsp.core import Setup
from omni_lsp.model.retrieval import IndexPhase


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    yield bench
    await bench.background.close()


async def begun(bench: Bench) -> None:
    """The index is up to date, and the folder is not to be compared as a whole for long."""
    bench.indexing.begin(ROOT)
    await bench.settled()
    bench.index.refreshed.clear()
    bench.slept.clear()


async def test_a_first_build_begins_after_the_start_and_is_shown(bench: Bench) -> None:
    bench.indexing.begin(ROOT)
    await bench.settled()
    assert bench.slept == [BEGIN_SECONDS]
    assert bench.index.refreshed == [None]
    assert bench.outbox.shown == ["OMNI: indexing shop", (1, 3, "shop")]
    assert bench.outbox.phases == ["building", "ready"]


async def test_an_index_that_is_there_is_compared_in_silence(bench: Bench) -> None:
    bench.index.phase = IndexPhase.READY
    await begun(bench)
    assert bench.outbox.shown == []
    assert bench.outbox.phases == ["ready"]


async def test_saves_are_taken_in_together_once_the_editor_rests(bench: Bench) -> None:
    await begun(bench)
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    bench.indexing.changed(ROOT, [ROOT / "b.py", ROOT / "a.py"])
    assert bench.index.refreshed == []
    await bench.settled()
    assert bench.slept == [REST_SECONDS]
    assert bench.index.refreshed == [("a.py", "b.py")]


async def test_nothing_is_done_while_somebody_types(bench: Bench) -> None:
    await begun(bench)
    keys = iter(range(3))

    def type_on() -> None:
        if next(keys, None) is not None:
            bench.indexing.stirred()

    bench.while_asleep = type_on
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    await bench.settled()
    assert bench.slept == [REST_SECONDS] * 4
    assert bench.index.refreshed == [("a.py",)]


async def test_nothing_is_done_while_files_are_looked_at(bench: Bench) -> None:
    await begun(bench)
    bench.busy = [True, True]
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    await bench.settled()
    assert bench.slept == [REST_SECONDS] * 3
    assert bench.index.refreshed == [("a.py",)]


async def test_of_very_many_files_the_whole_folder_is_compared(bench: Bench) -> None:
    await begun(bench)
    bench.indexing.changed(ROOT, [ROOT / f"{number}.py" for number in range(MOST_FILES + 1)])
    await bench.settled()
    assert bench.index.refreshed == [None]


async def test_now_and_then_a_save_has_the_whole_folder_compared(bench: Bench) -> None:
    await begun(bench)
    bench.time += LOOK_SECONDS
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    await bench.settled()
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    await bench.settled()
    assert bench.index.refreshed == [None, ("a.py",)]
    assert len(bench.outbox.shown) == 2  # Only the first build was shown.


async def test_what_is_saved_during_a_build_is_taken_in_after_it(bench: Bench) -> None:
    bench.index.held = asyncio.Event()
    bench.indexing.begin(ROOT)
    await bench.index.begun.wait()
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    bench.index.held.set()
    await bench.settled()
    assert bench.index.refreshed == [None, ("a.py",)]


async def test_what_people_call_off_is_left_to_a_search(bench: Bench) -> None:
    bench.index.held = asyncio.Event()
    bench.indexing.begin(ROOT)
    await bench.index.begun.wait()
    bench.outbox.press()
    await bench.settled()
    assert bench.index.cancelled == 1
    assert bench.outbox.phases == ["building", "incomplete"]
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    bench.indexing.begin(ROOT)
    await bench.settled()
    assert bench.index.refreshed == [None]
    # A search brought it up to date.
    bench.indexing.taken_in(ROOT, READY)
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    await bench.settled()
    assert bench.index.refreshed == [None, ("a.py",)]
    bench.index.held = None
    bench.time += LOOK_SECONDS
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    await bench.settled()
    assert bench.index.refreshed == [None, ("a.py",), None]


async def test_a_folder_that_is_too_large_is_left_to_a_search(bench: Bench) -> None:
    bench.set(background_files=2)
    bench.index.held = asyncio.Event()
    await begun(bench)
    assert bench.index.cancelled == 1
    assert not bench.indexing.related.answers_for(ROOT)


async def test_it_can_be_turned_off(bench: Bench) -> None:
    for off in ({"background": False}, {"index": False}):
        bench.set(**off)
        bench.indexing.begin(ROOT)
        bench.indexing.changed(ROOT, [ROOT / "a.py"])
        await bench.settled()
    assert (bench.index.refreshed, bench.slept) == ([], [])


async def test_an_index_that_is_turned_off_later_says_nothing_any_more(bench: Bench) -> None:
    await begun(bench)
    bench.indexing.related.near(ROOT, "a.py", "def total()")
    bench.set(index=False)
    bench.indexing.begin_anew()
    await bench.settled()
    assert bench.indexing.related.near(ROOT, "a.py", "def total()") is None


async def test_a_broken_index_is_no_reason_to_stop(bench: Bench) -> None:
    await begun(bench)
    bench.index.is_broken = True
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    bench.indexing.related.near(ROOT, "a.py", "def total()")
    await bench.settled()
    assert [query.text for query in bench.index.asked] == ["total"]
    bench.index.is_broken = False
    bench.indexing.changed(ROOT, [ROOT / "b.py"])
    await bench.settled()
    assert bench.index.refreshed == [("a.py",), ("b.py",)]


async def test_a_build_that_fails_is_said_to_be_incomplete(bench: Bench) -> None:
    bench.index.is_broken = True
    bench.indexing.begin(ROOT)
    await bench.settled()
    assert bench.outbox.phases == ["building", "incomplete"]


async def test_a_build_ends_with_the_server(bench: Bench) -> None:
    bench.index.held = asyncio.Event()
    bench.indexing.begin(ROOT)
    await bench.index.begun.wait()
    await bench.background.close()
    assert bench.index.cancelled == 1


async def test_a_folder_that_was_closed_is_not_taken_in(bench: Bench) -> None:
    await begun(bench)
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    bench.now = replace(bench.now, setup=Setup((), {}, {}))
    bench.indexing.forget(ROOT)
    bench.indexing.begin(ROOT)
    bench.indexing.taken_in(ROOT, READY)
    await bench.settled()
    assert bench.index.refreshed == []
    assert not bench.indexing.related.answers_for(ROOT)


def test_a_path_belongs_to_the_innermost_folder() -> None:
    inner = ROOT / "inner"
    paths = [ROOT / "a.py", inner / "b.py", Path("/elsewhere/c.py")]
    assert by_root(paths, [ROOT, inner]) == {ROOT: [ROOT / "a.py"], inner: [inner / "b.py"]}


async def test_a_folder_that_is_not_trusted_has_no_index(bench: Bench) -> None:
    bench.now = replace(bench.now, is_trusted=False)
    bench.indexing.begin(ROOT)
    bench.indexing.changed(ROOT, [ROOT / "a.py"])
    await bench.settled()
    assert bench.index.refreshed == []


async def test_the_end_of_trust_stops_what_is_under_way_and_trust_begins_it_anew(bench: Bench) -> None:
    bench.index.held = asyncio.Event()
    bench.indexing.begin(ROOT)
    await bench.index.begun.wait()
    bench.now = replace(bench.now, is_trusted=False)
    bench.indexing.stop(ROOT)
    await bench.settled()
    assert (bench.index.cancelled, bench.outbox.phases) == (1, ["building", "incomplete"])
    bench.now = replace(bench.now, is_trusted=True)
    bench.index.held = None
    bench.indexing.begin(ROOT)
    await bench.settled()
    assert bench.outbox.phases[-1] == "ready"
