"""One run of the engine: what it tells, and what of that is an error."""

import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from semgrep_samples import document, files_up_to, rule_file, stand_in

from omni_lsp.adapters.semgrep.binary import find_engine
from omni_lsp.adapters.semgrep.core import Core, scan
from omni_lsp.adapters.semgrep.rules import load_rules
from omni_lsp.adapters.semgrep.targets import Target, target_of
from omni_lsp.model.errors import AgentFatalError, AgentTimeoutError, AgentTransientError

SLOW = """
rules:
  - id: slow
    languages: [python]
    severity: INFO
    message: slow
    pattern: f(..., $A, ..., $B, ..., $C, ..., $D, ...) == 1
  - id: quick
    languages: [python]
    severity: INFO
    message: quick
    pattern: quick()
"""


def target(text: str, language: str = "python") -> Target:
    found = target_of(document(text, language))
    assert found is not None
    return found


async def core(folder: Path, text: str | None = None) -> Core:
    engine = find_engine()
    assert engine is not None
    path = rule_file(folder) if text is None else rule_file(folder, text)
    return Core(engine, (await load_rules([path], folder / "cache", None)).everything.path)


async def test_every_target_has_its_answer(tmp_path: Path) -> None:
    texts = [
        target("hashlib.md5(a)\n"),
        target("x = 1"),
        target("eval(b)", "typescript"),
        target("def f(:\n  pass\nhashlib.md5(c)"),
    ]
    report = await scan(await core(tmp_path), texts)
    assert [answer.error for answer in report.answers] == [None] * 4
    assert [[(one.rule, one.message, one.fix) for one in answer.matches] for answer in report.answers] == [
        [("weak-hash", "MD5 of a is weak", "hashlib.sha256(a)")],
        [],
        [("web-eval", "eval of b", None)],
        [("weak-hash", "MD5 of c is weak", "hashlib.sha256(c)")],
    ]


async def test_a_rule_that_takes_too_long_makes_the_answer_incomplete(tmp_path: Path) -> None:
    numbers = ", ".join(map(str, range(400)))
    how = replace(await core(tmp_path, SLOW), rule_seconds=0.1)
    ((answer,)) = (await scan(how, [target(f"quick()\nf({numbers}) == 2")])).answers
    assert isinstance(answer.error, AgentTimeoutError)
    assert "rule slow took too long" in str(answer.error)
    assert [one.rule for one in answer.matches] == ["quick"]


async def test_match_times_are_told_by_rule(tmp_path: Path) -> None:
    how = replace(await core(tmp_path), is_timed=True)
    seconds = (await scan(how, [target("hashlib.md5(a)"), target("hashlib.md5(b)")])).seconds
    assert seconds["weak-hash"] > 0
    assert "go-exec" not in seconds


@pytest.mark.parametrize(
    "body",
    [
        "sys.exit('boom')",
        "print('[]')",
        "print('{}')",
        'print(json.dumps({"results": [{"check_id": "x"}], "errors": []}))',
        'print(json.dumps({"results": [], "errors": [{"error_type": "Fatal error", "message": "boom"}]}))',
    ],
)
async def test_an_engine_that_does_not_answer_is_broken(tmp_path: Path, body: str) -> None:
    with pytest.raises(AgentTransientError, match=r"scan with semgrep-core on file:///project/app\.py"):
        await scan(Core(stand_in(tmp_path, body), Path("rules.json")), [target("x")])


async def test_a_file_the_engine_passed_over_is_no_clean_file(tmp_path: Path) -> None:
    engine = stand_in(tmp_path, 'print(json.dumps({"results": [], "errors": []}))')
    ((answer,)) = (await scan(Core(engine, Path("rules.json")), [target("x")])).answers
    assert isinstance(answer.error, AgentTransientError)


async def test_an_engine_that_cannot_be_started_is_fatal(tmp_path: Path) -> None:
    (tmp_path / "engine").write_bytes(b"\x7fnot a program")
    (tmp_path / "engine").chmod(0o700)
    with pytest.raises(AgentFatalError, match="cannot be started"):
        await scan(Core(tmp_path / "engine", Path("rules.json")), [target("x")])


@pytest.mark.skipif(os.name != "posix", reason="limits the size of files as POSIX does")
async def test_a_disk_without_room_is_told_as_what_it_is(
    tmp_path: Path, engine_folders: Callable[[], set[str]]
) -> None:
    before, engine = engine_folders(), stand_in(tmp_path, "")
    with files_up_to(1_000), pytest.raises(AgentFatalError, match="no copy can be written: File too large"):
        await scan(Core(engine, Path("rules.json")), [target("x = 1\n" * 1_000)])
    assert engine_folders() == before


async def test_a_cancelled_run_leaves_no_copies(tmp_path: Path, engine_folders: Callable[[], set[str]]) -> None:
    engine = stand_in(tmp_path, f"open({str(tmp_path / 'up')!r}, 'w').close(); sys.stdin.read()")
    task = asyncio.create_task(scan(Core(engine, Path("rules.json")), [target("x")]))
    while not (tmp_path / "up").exists():  # noqa: ASYNC110 - another process cannot set our events
        await asyncio.sleep(0)
    assert engine_folders()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not engine_folders()


@pytest.fixture
def engine_folders(tmp_path: Path) -> Iterator[Callable[[], set[str]]]:
    place = tmp_path / "temporary"
    place.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(place)
    yield lambda: {path.name for path in place.iterdir()}
    tempfile.tempdir = before
