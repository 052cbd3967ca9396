"""A server that is killed in the middle of a scan leaves no source text for good, and no engine at work."""

import itertools
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from family import IS_KNOWN, descendants
from omni_lsp.adapters.process import is_alive

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(40),
    pytest.mark.skipif(not IS_KNOWN, reason="asks Linux who is whose child"),
]

MARK = "text_of_the_user"
LONG = f"{MARK} = 1\nf({', '.join(map(str, range(400)))}) == 2\n"
# Seconds of work for the engine.
SLOW = """
rules:
  - id: slow
    languages: [python]
    severity: INFO
    message: slow
    pattern: f(..., $A, ..., $B, ..., $C, ..., $D, ...) == 1
"""


@contextmanager
def started(temporary: Path, *arguments: str, **more: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Our program with a folder of its own for temporary files; killed at the end."""
    command = [sys.executable, "-m", "omni_lsp", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=around(temporary, **more)
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def around(temporary: Path, **more: str) -> dict[str, str]:
    own = {"TMPDIR": str(temporary), "OMNI_CACHE_DIR": str(temporary.with_name("cache"))}
    return os.environ | own | more


def message(method: str, params: object, number: int | None = None) -> bytes:
    head: dict[str, object] = {"jsonrpc": "2.0", "method": method, "params": params}
    body = json.dumps(head if number is None else head | {"id": number}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def opened(process: "subprocess.Popen[bytes]", path: Path, options: dict[str, object]) -> None:
    """Says what an editor says that opens a file; what the server says is left in the pipe."""
    assert process.stdin is not None
    item = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": path.read_text("utf-8")}
    start = {"processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": options}
    process.stdin.write(message("initialize", start, 1) + message("initialized", {}))
    process.stdin.write(message("textDocument/didOpen", {"textDocument": item}))
    process.stdin.flush()


def saved(process: "subprocess.Popen[bytes]", path: Path) -> None:
    assert process.stdin is not None
    process.stdin.write(message("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}}))
    process.stdin.flush()


def copies_with_text(temporary: Path) -> list[Path]:
    """The files below a folder that hold the user's text, while others come and go."""
    # Unlike Path.rglob, this does not mind that they do.
    files = (Path(folder, name) for folder, _, names in os.walk(temporary) for name in names)
    return [path for path in files if MARK in text_of(path)]


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def killed_in_a_scan(
    process: "subprocess.Popen[bytes]", temporary: Path, again: Callable[[], None] = lambda: None
) -> list[Path]:
    """Kills the server while a copy is there, and waits until what it had started is gone; the copies.

    `again` has it scan once more: the first time it may not get further than reading the rules.
    """
    turns = itertools.count(1)
    while not ((copies := copies_with_text(temporary)) and (engines := descendants(process.pid))):
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.01)
            raise AssertionError("it ended by itself")
        if next(turns) % 300 == 0:
            again()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    while any(is_alive(pid) and not is_zombie(pid) for pid in engines):
        pass
    return [copy for copy in copies if copy.exists()]


def is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def modes(copy: Path, temporary: Path) -> tuple[int, set[int]]:
    """Permissions of a copy, and of the folders between it and the one for temporary files."""
    folders = [folder for folder in copy.parents if folder.is_relative_to(temporary) and folder != temporary]
    return stat.S_IMODE(copy.stat().st_mode), {stat.S_IMODE(folder.stat().st_mode) for folder in folders}


def start_once(temporary: Path, workspace: Path) -> None:
    command = [sys.executable, "-m", "omni_lsp", "check", str(workspace / "short.py"), "--fail-on", "never"]
    subprocess.run(command, env=around(temporary), check=True, capture_output=True)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir(mode=0o755)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "long.py").write_text(LONG, "utf-8")
    (folder / "short.py").write_text("import hashlib\nhashlib.md5(x)\n", "utf-8")
    return folder


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    file = tmp_path / "slow.yaml"
    file.write_text(SLOW, "utf-8")
    return file


def test_the_next_start_removes_what_a_killed_server_left(temporary: Path, workspace: Path, rules: Path) -> None:
    with started(temporary, "--stdio") as server:
        opened(server, workspace / "long.py", {"security": {"engine": "warm", "rules": [str(rules)]}})
        left = killed_in_a_scan(server, temporary, lambda: saved(server, workspace / "long.py"))
    assert left, "nobody was there to remove it"
    assert [modes(copy, temporary) for copy in left] == [(0o600, {0o700})] * len(left)
    assert sorted(path.name for path in workspace.iterdir()) == ["long.py", "short.py"]
    start_once(temporary, workspace)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("method", ["core", "cli"])
def test_the_next_start_removes_what_a_killed_check_left(temporary: Path, workspace: Path, method: str) -> None:
    # A run over this many files takes the engine a while.
    for number in range(40):
        (workspace / f"more{number}.py").write_text(f"{MARK} = hashlib.md5({number})\n" * 200, "utf-8")
    with started(temporary, "check", str(workspace), OMNI_ENGINE=method) as check:
        left = killed_in_a_scan(check, temporary)
    assert left, "nobody was there to remove it"
    assert {modes(copy, temporary)[0] for copy in left} == {0o600}
    start_once(temporary, workspace)
    assert list(temporary.iterdir()) == []


def test_the_copies_of_a_living_server_stay(temporary: Path, workspace: Path, rules: Path) -> None:
    with started(temporary, "--stdio") as living, started(temporary, "--stdio") as killed:
        opened(living, workspace / "short.py", {})
        # A warm engine has this file for as long as it lives.
        while not (kept := list(temporary.glob("omni-lsp-engine-*/.semgrepignore"))):
            with suppress(subprocess.TimeoutExpired):
                living.wait(0.01)
                raise AssertionError("it ended by itself")
        opened(killed, workspace / "long.py", {"security": {"engine": "core", "rules": [str(rules)]}})
        assert killed_in_a_scan(killed, temporary, lambda: saved(killed, workspace / "long.py"))
        start_once(temporary, workspace)
        assert copies_with_text(temporary) == []
        assert all(file.exists() for file in kept)
