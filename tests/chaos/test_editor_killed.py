"""An editor that is killed with SIGKILL takes everything of ours with it within five seconds, and the next start is clean."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from family import IS_KNOWN, living

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(120),
    pytest.mark.skipif(not IS_KNOWN, reason="asks Linux which processes there are"),
]

GONE_SECONDS = 5.0
READY_SECONDS = 60.0
FOUND = "import hashlib\n\n\ndef seal() -> str:\n    return hashlib.md5(b'').hexdigest()\n"
SLOW = """
rules:
  - id: slow
    languages: [python]
    severity: INFO
    message: slow
    pattern: f(..., $A, ..., $B, ..., $C, ..., $D, ...) == 1
"""
LONG = f"f({', '.join(map(str, range(400)))}) == 2\n"
# Starts the server as an editor does, and hands on what is said in both directions; a deaf one does not listen.
# The lodger is another child of the editor, which got the ends of the server's pipes by mistake and outlives it.
EDITOR = """
import os, signal, subprocess, sys, threading
kind, *command = sys.argv[1:]
server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
ends = server.stdin.fileno(), server.stdout.fileno()
if kind == "lodger":
    lodger = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], env={}, pass_fds=ends)
    os.write(2, b"%d\\n" % lodger.pid)
def listen():
    while data := os.read(ends[1], 65536):
        os.write(1, data)
if kind != "deaf":
    threading.Thread(target=listen, daemon=True).start()
while data := os.read(0, 65536):
    while data:
        data = data[os.write(ends[0], data):]
signal.pause()
"""


@dataclass
class Editor:
    process: "subprocess.Popen[bytes]"
    temporary: Path
    heard: bytearray = field(default_factory=bytearray)

    def say(self, method: str, params: object, number: int | None = None) -> None:
        head: dict[str, object] = {"jsonrpc": "2.0", "method": method, "params": params}
        body = json.dumps(head if number is None else head | {"id": number}).encode()
        self.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def begin(self, root: Path, options: dict[str, object] | None = None) -> None:
        folder = {"uri": root.as_uri(), "name": root.name}
        start = {"processId": self.process.pid, "rootUri": root.as_uri(), "workspaceFolders": [folder]}
        said = {"runReports": True, "trust": True, **(options or {})}
        self.say("initialize", {**start, "capabilities": {}, "initializationOptions": said}, 1)
        self.say("initialized", {})

    def open(self, path: Path, text: str | None = None) -> None:
        content = path.read_text("utf-8") if text is None else text
        item = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": content}
        self.say("textDocument/didOpen", {"textDocument": item})

    def hears(self, words: bytes) -> None:
        assert self.process.stdout is not None
        end = time.monotonic() + READY_SECONDS
        while words not in self.heard:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"waited in vain for {words!r}"
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            assert data, "the editor ended"
            self.heard += data

    def comes_to(self, is_there: Callable[[], bool], what: str) -> None:
        """Asks until something is so; whoever waits for nothing but time would be told by the test's own limit."""
        end = time.monotonic() + READY_SECONDS
        while not is_there():
            assert time.monotonic() < end, f"waited in vain for {what}"

    def ours(self) -> dict[int, str]:
        """The command lines of the processes that live with this folder for temporary files, but for the editor's own."""
        return {pid: line for pid, line in living(self.temporary).items() if pid != self.process.pid}

    def runs(self, *words: str) -> bool:
        lines = self.ours().values()
        return all(any(word in line for line in lines) for word in words)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "a.py").write_text(FOUND, "utf-8")
    return folder


@pytest.fixture
def around(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "temporary").mkdir(mode=0o700)
    return os.environ | {"TMPDIR": str(tmp_path / "temporary"), "OMNI_CACHE_DIR": str(tmp_path / "cache")}


def started(around: dict[str, str], kind: str = "plain", *arguments: str) -> Editor:
    command = [sys.executable, "-c", EDITOR, kind, sys.executable, "-m", "omni_lsp", *(arguments or ("--stdio",))]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=around)
    return Editor(process, Path(around["TMPDIR"]))


@pytest.fixture
def editors() -> Iterator[list[Editor]]:
    """Whatever a test leaves is killed: the editor, and what lives with its folder for temporary files."""
    started_here: list[Editor] = []
    yield started_here
    for editor in started_here:
        for pid in (*editor.ours(), editor.process.pid):
            if pid in living(editor.temporary):
                os.kill(pid, signal.SIGKILL)
        editor.process.wait()
        for pipe in (editor.process.stdin, editor.process.stdout, editor.process.stderr):
            assert pipe is not None
            try:
                pipe.close()
            except BrokenPipeError:
                continue


def at_rest(editor: Editor, root: Path) -> None:
    """Warm engines and the index process, all idle."""
    editor.begin(root)
    editor.open(root / "a.py")
    editor.hears(b'"omni/run"')
    editor.say("workspace/executeCommand", {"command": "omni.search", "arguments": [{"query": "seal"}]}, 7)
    editor.hears(b'"id": 7')
    assert editor.runs("osemgrep", "omni_lsp.adapters.index", "--stdio")


def in_a_scan(editor: Editor, root: Path) -> None:
    rules = root.with_name("slow.yaml")
    rules.write_text(SLOW, "utf-8")
    (root / "long.py").write_text(LONG, "utf-8")
    editor.begin(root, {"security": {"engine": "core", "rules": [str(rules)]}})
    editor.open(root / "long.py")
    editor.comes_to(lambda: editor.runs("-targets"), "a run of the engine")


def indexing(editor: Editor, root: Path) -> None:
    for number in range(2_000):
        (root / f"part{number}.py").write_text(f"def name{number}():\n    return {number}\n" * 20, "utf-8")
    editor.begin(root)
    editor.say("workspace/executeCommand", {"command": "omni.search", "arguments": [{"query": "seal"}]}, 7)
    editor.comes_to(lambda: editor.runs("omni_lsp.adapters.index"), "the index process")


def typing(editor: Editor, root: Path) -> None:
    """A text that is too large to be searched in the server itself."""
    editor.begin(root)
    path = root / "large.py"
    text = FOUND + "value = compute(1, 2, 3)\n" * 20_000
    editor.open(path, text)
    editor.hears(b'"omni/run"')
    change = {"textDocument": {"uri": path.as_uri(), "version": 2}, "contentChanges": [{"text": f"{text}\n"}]}
    editor.say("textDocument/didChange", change)
    editor.comes_to(lambda: editor.runs("omni_lsp.adapters.structural"), "a search in a process of its own")


def before_it_is_ready(editor: Editor, root: Path) -> None:
    editor.comes_to(lambda: editor.runs("--stdio"), "the server")


def while_it_starts(editor: Editor, root: Path) -> None:
    editor.begin(root)
    editor.open(root / "a.py")
    editor.comes_to(lambda: editor.runs("--stdio"), "the server")


STATES = (before_it_is_ready, while_it_starts, at_rest, in_a_scan, indexing, typing)


# Where the dead one held locks and left copies of texts.
WORTH_ANOTHER_START = (in_a_scan, indexing)


def assert_gone_in_time(editor: Editor) -> None:
    editor.process.kill()
    begun = time.monotonic()
    editor.process.wait()
    while left := editor.ours():
        assert time.monotonic() - begun < GONE_SECONDS, f"these live on: {left}"
    print(f"gone after {time.monotonic() - begun:.2f} s")


def assert_next_start_is_clean(around: dict[str, str], root: Path, editors: list[Editor]) -> None:
    """The server answers, the index too, and nothing of the dead ones is left when it has gone."""
    editors.append(editor := started(around))
    at_rest(editor, root)
    editor.say("shutdown", None, 8)
    editor.hears(b'"id": 8')
    editor.say("exit", None)
    editor.comes_to(lambda: not editor.ours(), "its end")
    assert list(editor.temporary.iterdir()) == []
    assert sorted(path.name for path in root.iterdir() if path.suffix != ".py") == []


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_outlives_a_killed_editor(
    around: dict[str, str], root: Path, editors: list[Editor], state: Callable[[Editor, Path], None]
) -> None:
    editors.append(editor := started(around))
    state(editor, root)
    assert_gone_in_time(editor)
    if state in WORTH_ANOTHER_START:
        assert_next_start_is_clean(around, root, editors)


def test_nothing_outlives_a_killed_editor_whose_pipes_stay_open(
    around: dict[str, str], root: Path, editors: list[Editor]
) -> None:
    editors.append(editor := started(around, "lodger"))
    assert editor.process.stderr is not None
    lodger = int(editor.process.stderr.readline())
    try:
        in_a_scan(editor, root)
        assert_gone_in_time(editor)
    finally:
        os.kill(lodger, signal.SIGKILL)


def test_nothing_outlives_a_killed_editor_that_did_not_listen(
    around: dict[str, str], root: Path, editors: list[Editor]
) -> None:
    editors.append(editor := started(around, "deaf"))
    editor.begin(root)
    editor.open(root / "a.py")
    for number in range(2_000):
        hover = {"textDocument": {"uri": (root / "a.py").as_uri()}, "position": {"line": 4, "character": 20}}
        editor.say("textDocument/hover", hover, 10 + number)
    editor.comes_to(lambda: editor.runs("osemgrep"), "an engine")
    assert_gone_in_time(editor)


def test_nothing_outlives_a_killed_assistant(around: dict[str, str], root: Path, editors: list[Editor]) -> None:
    editors.append(editor := started(around, "plain", "mcp", "--root", str(root)))
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}
    for method, params, number in (
        ("initialize", hello, 1),
        ("notifications/initialized", {}, None),
        ("tools/call", {"name": "search_code", "arguments": {"query": "seal"}}, 2),
    ):
        body = {"jsonrpc": "2.0", "method": method, "params": params} | ({} if number is None else {"id": number})
        editor.write(json.dumps(body).encode() + b"\n")
    editor.comes_to(lambda: editor.runs("omni_lsp.adapters.index"), "the index process")
    assert_gone_in_time(editor)
