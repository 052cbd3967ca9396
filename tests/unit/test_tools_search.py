"""Search for assistants: the index is fresh, and what is wrong with it is said."""

from pathlib import Path

import pytest
from tools_fakes import FakeIndex, hit

from omni_lsp.app.tools_search import Searcher
from omni_lsp.model.errors import AgentFatalError
from omni_lsp.model.retrieval import IndexPhase, Query

ROOT = Path("/project")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


async def test_lines_are_as_people_count_them() -> None:
    answer = await Searcher(lambda: FakeIndex([hit(start=9)])).search(ROOT, Query("total"))
    (found,) = answer.hits
    assert (found.start_line, found.end_line, found.score) == (10, 11, 0.5123)
    assert (answer.index, answer.note) == ("ready", "")


async def test_the_index_is_looked_after_for_a_tenth_of_the_time() -> None:
    index, clock = FakeIndex(), Clock()
    searcher = Searcher(lambda: index, clock)
    await searcher.search(ROOT, Query("a"))
    await searcher.search(ROOT, Query("b"))
    assert index.refreshes == 1
    clock.now += 100.0
    await searcher.search(ROOT, Query("c"))
    assert index.refreshes == 2


async def test_an_index_that_is_not_whole_is_looked_after_each_time_and_says_so() -> None:
    index = FakeIndex([hit()], phase=IndexPhase.INCOMPLETE)
    searcher = Searcher(lambda: index, Clock())
    await searcher.search(ROOT, Query("a"))
    answer = await searcher.search(ROOT, Query("b"))
    assert index.refreshes == 2
    assert answer.note == "The index is incomplete: the disk is full; files may be missing."


async def test_what_is_there_answers_when_it_cannot_be_refreshed() -> None:
    index = FakeIndex([hit()], refresh_failure=AgentFatalError("refresh", "/home/ann/x", "no room in /home/ann/x"))
    answer = await Searcher(lambda: index).search(ROOT, Query("a"))
    assert len(answer.hits) == 1
    assert "could not be refreshed" in answer.note
    assert "ann" not in answer.note


async def test_a_failure_of_the_search_is_passed_on() -> None:
    index = FakeIndex(failure=AgentFatalError("search", "x", "broken"))
    with pytest.raises(AgentFatalError):
        await Searcher(lambda: index).search(ROOT, Query("a"))


async def test_it_is_closed_when_it_was_opened() -> None:
    index = FakeIndex()
    searcher = Searcher(lambda: index)
    await searcher.close()
    assert not index.is_closed
    await searcher.search(ROOT, Query("a"))
    await searcher.close()
    assert index.is_closed
