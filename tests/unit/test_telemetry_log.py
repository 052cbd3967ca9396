"""The log: on stderr alone, each line with its trace, as text or as JSON."""

import asyncio
import json
import logging
import re
from collections.abc import Iterator

import pytest

from omni_lsp.model.trace import enter_trace
from omni_lsp.telemetry.log import log_to_stderr, set_level, set_style

TRACE = "ab" * 16
OTHER = "cd" * 16


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """The root logger's handlers are the test runner's; they come back when the test is over."""
    root, ours, pygls = (logging.getLogger(name) for name in (None, "omni_lsp", "pygls"))
    handlers, levels = root.handlers[:], (root.level, ours.level, pygls.level)
    root.handlers.clear()
    yield
    root.handlers[:] = handlers
    for logger, level in zip((root, ours, pygls), levels, strict=True):
        logger.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


def test_a_line_says_when_how_bad_whose_trace_who_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("info")
    enter_trace(TRACE)
    logging.getLogger("omni_lsp.pipeline.runner").info("ran %s", "app.py")
    [line] = lines(capsys)
    assert re.fullmatch(rf"\d{{4}}-\S+ \S+ INFO    \[{TRACE}\] omni_lsp\.pipeline\.runner: ran app\.py", line)


def test_every_line_has_a_trace_whoever_wrote_it(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("debug")
    enter_trace("")
    logging.getLogger("omni_lsp").info("outside of any")
    enter_trace(TRACE)
    logging.getLogger("asyncio").warning("a library")
    logging.getLogger("omni_lsp.pipeline.scheduler").error("about another task", extra={"trace": OTHER})
    assert [line.split("[")[1].split("]")[0] for line in lines(capsys)] == ["-", TRACE, OTHER]


async def test_the_trace_goes_along_into_tasks_and_threads(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("info")
    log = logging.getLogger("omni_lsp.adapters.process")

    async def work(trace: str) -> None:
        enter_trace(trace)
        await asyncio.gather(asyncio.to_thread(log.info, "in a thread"), asyncio.to_thread(log.info, "in another"))
        log.info("and back")

    await asyncio.gather(work(TRACE), work(OTHER))
    said = [re.sub(r"^.*\[(.*)\].*: ", r"\1 ", line) for line in lines(capsys)]
    words = ("and back", "in a thread", "in another")
    assert sorted(said) == [f"{trace} {word}" for trace in (TRACE, OTHER) for word in words]


def test_json_is_one_object_a_line_with_the_traceback_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("info", "json")
    enter_trace(TRACE)
    log = logging.getLogger("omni_lsp.x")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        log.exception("broke on %s", 'a "é".py')
    enter_trace("")
    log.info("fine")
    broke, fine = map(json.loads, lines(capsys))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", broke.pop("time"))
    assert "ValueError: two\nlines" in broke.pop("exception")
    assert broke == {"level": "error", "logger": "omni_lsp.x", "trace_id": TRACE, "message": 'broke on a "é".py'}
    assert fine["trace_id"] is None
    assert fine.keys() == {"time", "level", "logger", "trace_id", "message"}


def test_style_and_level_can_change_on_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("warning")
    log = logging.getLogger("omni_lsp.x")
    log.info("not said")
    set_level("info")
    log.info("as text")
    set_style("json")
    log.info("as json")
    set_style("text")
    log.info("as text again")
    text, as_json, again = lines(capsys)
    assert text.endswith("omni_lsp.x: as text")
    assert json.loads(as_json)["message"] == "as json"
    assert again.endswith("omni_lsp.x: as text again")


def test_handlers_of_others_keep_their_style(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("info")
    theirs = logging.StreamHandler()
    logging.getLogger().addHandler(theirs)
    set_style("json")
    assert theirs.formatter is None
    logging.getLogger("omni_lsp.x").info("plain")
    assert lines(capsys)[1] == "plain"


def test_the_base_library_writes_no_messages_with_texts_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("debug")
    logging.getLogger("pygls.protocol.json_rpc").error("Error: {'text': 'secret'}")
    assert lines(capsys) == []
