"""The server as a process: nothing but protocol on stdout, exit codes, no engine, broken rules, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from lsprotocol import types

from conftest import Launch
from editor import SERVER, Start
from omni_lsp.adapters.semgrep.binary import find_engine

FOUND = "import hashlib\n\n\ndef seal() -> str:\n    return hashlib.md5(b'').hexdigest()\n"
RULES = """\
rules:
  - id: my.good
    languages: [python]
    severity: WARNING
    message: A seal. Do not.
    pattern: hashlib.md5(...)
  - id: my.bad
    languages: [python]
    severity: WARNING
    message: Nonsense. Do not.
    pattern: "def ((("
"""


def _frame(message: dict[str, object]) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _bodies(stdout: bytes) -> list[dict[str, object]]:
    """Every byte has to belong to a message."""
    messages = []
    while stdout:
        header, stdout = stdout.split(b"\r\n\r\n", 1)
        lengths = [line.split(b":")[1] for line in header.split(b"\r\n") if line.startswith(b"Content-Length:")]
        size = int(lengths[0])
        messages.append(json.loads(stdout[:size]))
        stdout = stdout[size:]
    return messages


INITIALIZE = _frame(
    {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}
)
INITIALIZED = _frame({"method": "initialized", "params": {}})
SHUTDOWN = _frame({"id": 2, "method": "shutdown"})
EXIT = _frame({"method": "exit"})


@pytest.mark.parametrize(
    ("script", "status"),
    [(INITIALIZE + INITIALIZED + SHUTDOWN + EXIT, 0), (INITIALIZE + INITIALIZED + EXIT, 1), (INITIALIZE, 1)],
    ids=["shutdown", "exit alone", "end of input"],
)
def test_exit_codes_and_pure_stdout(caches: dict[str, str], script: bytes, status: int) -> None:
    done = subprocess.run(SERVER, input=script, capture_output=True, check=False, env=caches, timeout=15)
    assert done.returncode == status
    messages = _bodies(done.stdout)
    assert messages[0]["id"] == 1


def test_prints_go_to_stderr(caches: dict[str, str]) -> None:
    code = (
        "import sys, os; sys.argv = ['omni-lsp', '--stdio'];"
        "import omni_lsp.__main__ as m; claim = m._claim_stdout;"
        "m._claim_stdout = lambda: (w := claim(), print('loud'), os.system('echo child'))[0];"
        "m.main()"
    )
    script = INITIALIZE + INITIALIZED + SHUTDOWN + EXIT
    done = subprocess.run(
        [sys.executable, "-c", code], input=script, capture_output=True, check=False, env=caches, timeout=15
    )
    assert [message["id"] for message in _bodies(done.stdout) if "id" in message] == [1, 2]
    assert b"child" in done.stderr
    assert b"loud" in done.stderr


async def test_without_an_engine_the_rest_works(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    editor = await launch(Start((tmp_path,), options={"security": {"engine_path": str(tmp_path / "none")}}))
    document = await editor.open(tmp_path / "a.py")
    run = await editor.ran(document)
    assert sorted((stage["agent"], stage["status"]) for stage in run["stages"]) == [
        ("compliance", "done"),
        ("context", "done"),
        ("rag", "done"),
        ("security", "failed"),
    ]
    note, found = sorted(editor.shown(document), key=lambda one: one.range.start.line)
    assert "install it" in note.message
    assert found.code == "py.weak-hash"  # By a rule that is matched as people type.
    assert note.range.start.line == 0
    assert "def seal()" in (await editor.hover(document, document.text.index("seal")) or "")


SLOW_ENGINE = """\
#!{python}
import os, sys, threading
threading.Event().wait(2)
# A script does not hear as what it was started.
name = "osemgrep" if "lsp" in sys.argv[1:2] else "semgrep-core"
os.execv({engine!r}, [name, *sys.argv[1:]])
"""


@pytest.mark.thorough
@pytest.mark.skipif(os.name != "posix", reason="the slow engine is a script that becomes the real one")
async def test_an_engine_that_is_late_tells_what_it_knows(launch: Launch, tmp_path: Path) -> None:
    """A slow machine: the first run does not get to see the engine, and nobody saves a second time."""
    engine, pipeline = tmp_path / "engine", tmp_path / "pipeline.yaml"
    engine.write_text(SLOW_ENGINE.format(python=sys.executable, engine=str(find_engine())))
    engine.chmod(0o700)
    stages = "[{agent: security, timeout: 2s}]"
    pipeline.write_text(f"version: 1\nbudget: 2s\nanalysis: {{pipeline: {{stages: {stages}}}}}\n")
    options = {"pipeline": str(pipeline), "security": {"engine_path": str(engine)}}
    editor = await launch(Start((tmp_path,), options=options))
    document = await editor.open(tmp_path / "a.py", text=FOUND)
    assert [stage["status"] for stage in (await editor.ran(document))["stages"]] == ["timed-out"]
    await editor.shows(document, lambda shown: [one.code for one in shown] == ["py.weak-hash"])


@pytest.mark.thorough
async def test_a_broken_rule_leaves_the_others_at_work(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "mine.yaml").write_text(RULES)
    (rules / "broken.yaml").write_text("rules: [\n")
    editor = await launch(Start((tmp_path,), options={"security": {"rules": [str(rules)]}}))
    document = await editor.open(tmp_path / "a.py")
    await editor.ran(document)
    assert {d.code for d in editor.shown(document)} == {"my.good", "py.weak-hash"}
    await editor.wait(lambda: len(editor.messages) >= 2, "both broken rules to be told")
    told = " ".join(message.message for message in editor.messages)
    assert "my.bad" in told
    assert "broken.yaml" in told


async def test_a_saved_rule_is_in_force_at_once(launch: Launch, tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text("rules: []\n")
    editor = await launch(Start((tmp_path,), options={"security": {"rules": [str(rules)]}}))
    document = await editor.open(tmp_path / "a.py", text=FOUND)
    await editor.ran(document)
    assert {d.code for d in editor.shown(document)} == {"py.weak-hash"}
    file = await editor.open(rules, "yaml")
    rules.write_text(RULES.partition("  - id: my.bad")[0])
    editor.save(file)
    await editor.shows(document, lambda shown: {d.code for d in shown} == {"my.good", "py.weak-hash"})


@pytest.mark.thorough
async def test_a_file_deleted_before_its_scan_is_scanned_as_it_was(launch: Launch, tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(FOUND)
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(file)
    file.unlink()
    await editor.saved(document)
    assert [d.code for d in editor.shown(document)] == ["py.weak-hash"]


@pytest.mark.thorough
async def test_a_giant_says_that_it_was_not_scanned(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(tmp_path / "huge.py", text=FOUND + "x = 1\n" * 2_000_000)
    run = await editor.ran(document)
    assert {stage["agent"]: stage["status"] for stage in run["stages"]} == {
        "context": "done",
        "security": "skipped",
        "rag": "done",
        "compliance": "skipped",
    }
    notes = editor.shown(document)
    assert [note.message for note in notes if "1,000,000 bytes" not in note.message] == []
    assert len(notes) == 2
    small = await editor.open(tmp_path / "small.py", text=FOUND)
    await editor.ran(small)
    assert [d.code for d in editor.shown(small)] == ["py.weak-hash"]


async def test_the_engine_killed_between_saves_comes_back(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(tmp_path / "a.py")
    await editor.ran(document)
    server = editor.client._server
    assert server is not None
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    if not children.exists():
        pytest.skip("children are found through /proc")
    engines = [int(pid) for pid in _descendants(server.pid)]
    assert engines
    for pid in engines:
        os.kill(pid, signal.SIGKILL)
    run = await editor.saved(document)
    assert {stage["status"] for stage in run["stages"]} == {"done"}
    assert [d.code for d in editor.shown(document)] == ["py.weak-hash"]


async def test_nothing_outlives_the_server(launch: Launch, tmp_path: Path, caches: dict[str, str]) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    editor = await launch(Start((tmp_path,), env={**caches, "TMPDIR": str(temporary)}))
    document = await editor.open(tmp_path / "a.py")
    await editor.ran(document)
    server = editor.client._server
    assert server is not None
    engines = _descendants(server.pid)
    assert list(temporary.iterdir()) != []
    assert await editor.leave() == 0
    assert list(temporary.iterdir()) == []
    assert [pid for pid in engines if Path(f"/proc/{pid}").exists()] == []


async def test_an_unknown_command_is_refused(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    with pytest.raises(Exception, match="no command") as refused:
        await editor.command("omni.nonsense")
    assert refused.value.code == types.ErrorCodes.InvalidParams  # type: ignore[attr-defined]


def _descendants(pid: int) -> list[str]:
    found: list[str] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [child, *_descendants(int(child))]
    return found


async def test_a_cache_that_cannot_be_is_told_and_requests_are_answered(launch: Launch, tmp_path: Path) -> None:
    env = {**os.environ, "OMNI_CACHE_DIR": "not/absolute"}
    editor = await launch(Start((tmp_path,), env=env))
    document = await editor.open(tmp_path / "a.py", text=FOUND)
    await editor.wait(lambda: bool(editor.messages), "the reason")
    assert "OMNI_CACHE_DIR" in editor.messages[0].message
    assert await editor.hover(document, 0) is None
    with pytest.raises(Exception, match="not running"):
        await editor.command("omni.showGraph")


@pytest.mark.thorough
def test_an_old_client_names_its_folder_by_path(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import hashlib\n")
    params = {
        "processId": None,
        "rootPath": str(tmp_path),
        "rootUri": None,
        "capabilities": {},
        "initializationOptions": {"trust": True},
    }
    command = {"command": "omni.analyzeWorkspace", "arguments": [{}]}
    script = (
        _frame({"id": 1, "method": "initialize", "params": params})
        + INITIALIZED
        + _frame({"id": 7, "method": "workspace/executeCommand", "params": command})
    )
    server = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=caches)
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(script)
    server.stdin.flush()
    while (answer := _read(server.stdout)).get("id") != 7:
        pass
    server.stdin.write(SHUTDOWN + EXIT)
    server.stdin.flush()
    assert server.wait(15) == 0
    server.stdin.close()
    server.stdout.close()
    result = answer["result"]
    assert isinstance(result, dict)
    assert result["files"] == 1


def _read(stream: IO[bytes]) -> dict[str, object]:
    size = 0
    while line := stream.readline().strip():
        if line.startswith(b"Content-Length:"):
            size = int(line.split(b":")[1])
    message: dict[str, object] = json.loads(stream.read(size))
    return message


@pytest.mark.thorough
@pytest.mark.parametrize(("level", "is_told"), [("info", True), ("warning", False)])
def test_the_log_is_as_loud_as_the_settings_say(caches: dict[str, str], level: str, is_told: bool) -> None:
    options = {"log_level": level}
    initialize = {"processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": options}
    document = {"uri": "file:///a.py", "languageId": "python", "version": 1, "text": "x = 1\n"}
    offer = {"uri": "file:///a.py", "version": 1, "agent": "nobody", "kind": "fix", "fingerprint": "0"}
    messages = [
        _frame({"id": 1, "method": "initialize", "params": initialize}),
        INITIALIZED,
        _frame({"method": "textDocument/didOpen", "params": {"textDocument": document}}),
        _frame({"id": 7, "method": "codeAction/resolve", "params": {"title": "Fix", "data": offer}}),
    ]
    server = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=caches)
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(b"".join(messages))
    server.stdin.flush()
    while (answer := _read(server.stdout)).get("id") != 7:
        pass
    _, log = server.communicate(SHUTDOWN + EXIT, timeout=15)
    assert "there is no agent 'nobody'" in json.dumps(answer["error"])
    assert (b"refused: " in log) is is_told
