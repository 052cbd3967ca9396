"""A warm child and everything it may do wrong, most of it by stand-ins."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from semgrep_samples import files_up_to, python, rule_file, stand_in

from omni_lsp.adapters.process import is_alive
from omni_lsp.adapters.semgrep import child
from omni_lsp.adapters.semgrep.binary import find_engine
from omni_lsp.adapters.semgrep.rules import load_rules
from omni_lsp.adapters.semgrep.targets import Target, target_of
from omni_lsp.model.errors import AgentFatalError, AgentTimeoutError, AgentTransientError

posix = pytest.mark.skipif(os.name != "posix", reason="warm children are for POSIX")
pytestmark = posix

NOTHING = Path("rules.json")
ANSWERS = """
    read(); read(); ready(); read(); uri = read()["params"]["textDocument"]["uri"]
    send("textDocument/publishDiagnostics", %s)
"""
FINDS_CANARY = """
    def publish(uri, *found):
        send("textDocument/publishDiagnostics", {"uri": uri, "diagnostics": list(found)})
    def canary(uri):
        line = open(uri.removeprefix("file://")).read().count("\\n") - 1
        place = {"line": line, "character": 0}
        return {"code": "omni.canary", "message": "", "range": {"start": place, "end": place}}
    read(); read(); ready()
    read(); uri = read()["params"]["textDocument"]["uri"]; publish(uri, canary(uri))
"""


def a_target(text: str = "x = 1") -> Target:
    found = target_of(python(text))
    assert found is not None
    return found


async def real_child(folder: Path) -> child.WarmChild:
    engine = find_engine()
    assert engine is not None
    return await child.start(engine, (await load_rules([rule_file(folder)], folder / "cache", None)).everything.path)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "the engine broke"),
        ("sys.stdout.write('hello\\n')", "the engine broke"),
        ("read(); read(); ready(); read(); read()", "the engine broke"),
        (
            ANSWERS % "{'uri': uri, 'diagnostics': []}",
            "does not find what it must",
        ),
        (
            ANSWERS % "{'uri': uri, 'diagnostics': [{}]}",
            "not what it must be",
        ),
        (
            ANSWERS % "{'uri': uri}",
            "no list of diagnostics",
        ),
        (
            "read(); read(); ready(); read(); read(); send('window/showMessage', {'type': 1, 'message': 'boom'}); read()",
            "boom",
        ),
    ],
)
async def test_a_child_that_does_not_prove_itself_is_of_no_use(tmp_path: Path, body: str, reason: str) -> None:
    with pytest.raises(AgentTransientError, match=reason):
        await child.start(stand_in(tmp_path, body), NOTHING)


async def test_a_child_that_is_never_ready_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(AgentTransientError, match=r"not ready within 0\.01 s"):
        await child.start(stand_in(tmp_path, "read(); read(); read()"), NOTHING, seconds=0.01)


async def test_what_cannot_be_started_is_fatal(tmp_path: Path) -> None:
    with pytest.raises(AgentFatalError, match="start osemgrep"):
        await child.start(tmp_path / "none", NOTHING)


async def test_a_file_it_passes_over_is_none_as_long_as_it_finds_the_canary(tmp_path: Path) -> None:
    again = "read(); uri = read()['params']['textDocument']['uri']; publish('file:///other', canary(uri)); publish(uri"
    started = await child.start(
        stand_in(tmp_path, f"{FINDS_CANARY}\n    {again})\n    {again}, canary(uri)); read()"), NOTHING
    )
    assert await started.scan(a_target()) is None
    await started.close()


async def test_a_child_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    started = await child.start(stand_in(tmp_path, FINDS_CANARY + "    read(); read(); read()"), NOTHING)
    with pytest.raises(AgentTimeoutError, match=r"no answer within 0\.01 s"):
        await started.scan(a_target(), seconds=0.01)
    await started.close()


async def test_a_dead_child_says_so(tmp_path: Path) -> None:
    started = await child.start(stand_in(tmp_path, FINDS_CANARY), NOTHING)
    with pytest.raises(AgentTransientError, match="the engine broke"):
        await started.scan(a_target())
    await started.close()
    assert started.has_ended


async def test_a_disk_without_room_is_no_fault_of_the_child(tmp_path: Path) -> None:
    started = await real_child(tmp_path)
    with files_up_to(1_000), pytest.raises(AgentFatalError, match="no copy can be written: File too large"):
        await started.scan(a_target("x = 1\n" * 1_000))
    assert list(started._folder.glob("copy*.py")) == []
    assert await started.scan(a_target("x = 1\n" * 1_000)) == ()
    await started.close()


async def test_a_stopped_child_leaves_nothing_behind(tmp_path: Path) -> None:
    started = await real_child(tmp_path)
    assert not started.is_worn
    folder = started._folder
    assert folder.stat().st_mode & 0o077 == 0
    os.kill(started.pid, signal.SIGSTOP)
    task = asyncio.create_task(started.scan(a_target()))
    while not list(folder.glob("copy*.py")):  # noqa: ASYNC110 - a file cannot set an event
        await asyncio.sleep(0)
    (copy,) = folder.glob("copy*.py")
    assert copy.stat().st_mode & 0o077 == 0
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not copy.exists()
    await started.close()
    assert not folder.exists()
    assert not is_alive(started.pid)


async def test_a_child_wears_out_by_what_it_scanned(tmp_path: Path) -> None:
    started = await real_child(tmp_path)
    for number in range(4):
        assert not started.is_worn
        assert await started.scan(a_target(f"# {number}\n" + f"# {'x ' * 40}\n" * 3_300)) is not None
    assert started.is_worn
    await started.close()


async def test_what_it_scanned_before_leaves_no_trace(tmp_path: Path) -> None:
    started = await real_child(tmp_path)
    texts = ["my_secret = 'x'", "\n\nother = 'y'; hashlib.md5(first)", "hashlib.md5(second); a_secret = ''", "z = 'q'"]
    found = [await started.scan(a_target(text)) for text in texts * 2]
    named = "A secret in the code"
    expected = [[named], ["MD5 of first is weak"], ["MD5 of second is weak", named], []]
    assert [
        None if one is None else sorted((raw.message for raw in one), reverse=True) for one in found
    ] == expected * 2
    await started.close()
