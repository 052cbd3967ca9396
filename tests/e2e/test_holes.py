"""Each hole of the base library is closed here and open there: the same bytes to both servers, on real pipes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol.types import ErrorCodes

from editor import SERVER
from inprocess import INITIALIZE, INITIALIZED, framed, message

BARE = [sys.executable, str(Path(__file__).parents[1] / "load" / "bare_server.py")]
SECONDS = 15
HOVER_PARAMS = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}
HOVER = message(id="h", method="textDocument/hover", params=HOVER_PARAMS)
START = INITIALIZE + INITIALIZED
END = message(id="s", method="shutdown") + message(method="exit")
Answers = dict[Any, dict[str, Any]]


def reframed(data: bytes, header: bytes) -> bytes:
    """A message with another header; `%d` in it is the length of the body."""
    body = data.partition(b"\r\n\r\n")[2]
    return header % len(body) + body


def talk(command: list[str], script: bytes, env: dict[str, str]) -> tuple[Answers, int]:
    """The answers by id and the exit status, after the input has ended."""
    done = subprocess.run(command, input=script, capture_output=True, check=False, env=env, timeout=SECONDS)
    answers: Answers = {}
    rest = done.stdout
    while rest:
        header, _, rest = rest.partition(b"\r\n\r\n")
        size = next(int(line.split(b":")[1]) for line in header.split(b"\r\n") if line.startswith(b"Content-Length:"))
        body = json.loads(rest[:size])
        rest = rest[size:]
        if "method" not in body:
            answers[body["id"]] = body
    return answers, done.returncode


def code(answers: Answers, number: object) -> int | None:
    return answers.get(number, {}).get("error", {}).get("code")  # type: ignore[no-any-return]


def went_on(answers: Answers) -> bool:
    return "result" in answers.get("h", {}) and "s" in answers


HOLES: dict[str, tuple[bytes, Callable[[Answers, int], bool]]] = {
    "header in lower case": (
        START + reframed(HOVER, b"content-length: %d\r\n\r\n") + END,
        lambda answers, _: went_on(answers),
    ),
    "lines that end in LF": (
        START + reframed(HOVER, b"Content-Length: %d\n\n") + END,
        lambda answers, _: went_on(answers),
    ),
    "a length too large": (
        START + b"Content-Length: 900\r\n\r\n{}" + HOVER + END,
        lambda answers, _: went_on(answers) and code(answers, None) is not None,
    ),
    "a length too small": (
        START + b"Content-Length: 1\r\n\r\n{}" + HOVER + END,
        lambda answers, _: went_on(answers) and code(answers, None) == ErrorCodes.ParseError,
    ),
    "no JSON": (
        START + framed(b'{"jsonrpc":"2.0","id":1,"method":') + HOVER + END,
        lambda answers, _: went_on(answers) and code(answers, 1) == ErrorCodes.ParseError,
    ),
    "no UTF-8": (
        START + framed(b'{"jsonrpc":"2.0","id":1,"method":"\xff"}') + HOVER + END,
        lambda answers, _: went_on(answers) and code(answers, 1) == ErrorCodes.ParseError,
    ),
    "a batch": (
        START + framed(b'[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]') + HOVER + END,
        lambda answers, _: went_on(answers) and code(answers, 1) == ErrorCodes.InvalidRequest,
    ),
    "an empty object": (
        START + framed(b"{}") + HOVER + END,
        lambda answers, _: went_on(answers) and code(answers, None) == ErrorCodes.InvalidRequest,
    ),
    "jsonrpc inside of the parameters": (
        START
        + message(id=1, method="textDocument/hover", params={**HOVER_PARAMS, "more": {"jsonrpc": "2.0"}})
        + HOVER
        + END,
        lambda answers, _: went_on(answers) and "result" in answers.get(1, {}),
    ),
    "wrong parameters": (
        START + message(id=1, method="textDocument/hover", params={}) + HOVER + END,
        lambda answers, _: went_on(answers) and code(answers, 1) == ErrorCodes.InvalidParams,
    ),
    "before initialize": (
        message(id=1, method="textDocument/hover", params=HOVER_PARAMS) + START + HOVER + END,
        lambda answers, _: went_on(answers) and code(answers, 1) == ErrorCodes.ServerNotInitialized,
    ),
    "initialize twice": (
        START + message(id=1, method="initialize", params={"processId": None, "capabilities": {}}) + HOVER + END,
        lambda answers, _: went_on(answers) and code(answers, 1) == ErrorCodes.InvalidRequest,
    ),
    "after shutdown": (
        START + message(id="s", method="shutdown") + HOVER + message(method="exit"),
        lambda answers, _: code(answers, "h") == ErrorCodes.InvalidRequest,
    ),
    "exit without shutdown": (START + HOVER + message(method="exit"), lambda _, status: status == 1),
}


@pytest.mark.thorough
@pytest.mark.parametrize("hole", HOLES)
def test_a_hole_is_closed_here_and_open_in_the_base_library(hole: str, caches: dict[str, str]) -> None:
    script, is_closed = HOLES[hole]
    assert is_closed(*talk(SERVER, script, caches))
    # When this fails the base library has closed the hole itself, and our way round it can go.
    assert not is_closed(*talk(BARE, script, caches))


def test_what_is_no_protocol_at_all_ends_the_process(caches: dict[str, str]) -> None:
    answers, status = talk(SERVER, b"GET / HTTP/1.1\r\n\r\n" + b"\xff" * 3_000_000, caches)
    assert status == 1
    assert code(answers, None) == ErrorCodes.ParseError


def test_the_server_goes_with_its_client_though_the_pipe_stays_open(caches: dict[str, str]) -> None:
    client = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    params = {"processId": client.pid, "rootUri": None, "capabilities": {}}
    with _server(caches) as server:
        _ask(server, message(id="i", method="initialize", params=params))
        client.kill()
        client.communicate()
        assert server.wait(SECONDS) == 1


@pytest.mark.thorough
def test_a_client_elsewhere_is_not_watched(caches: dict[str, str]) -> None:
    nobody = int(Path("/proc/sys/kernel/pid_max").read_text()) if sys.platform == "linux" else 2**22
    for pid in (nobody, 0, -1, 2**40):
        params = {"processId": pid, "rootUri": None, "capabilities": {}}
        script = message(id="i", method="initialize", params=params) + INITIALIZED + HOVER + END
        answers, status = talk(SERVER, script, caches)
        assert went_on(answers)
        assert status == 0


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere children see the end of their input")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_child_outlives_the_server(caches: dict[str, str], tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "a.py"
    item = {"uri": file.as_uri(), "languageId": "python", "version": 1, "text": "import hashlib\nhashlib.md5(b'')\n"}
    with _server(caches) as server:
        _ask(server, INITIALIZE)
        opened = message(method="textDocument/didOpen", params={"textDocument": item})
        run = {"command": "omni.analyzeFile", "arguments": [{"uri": item["uri"]}]}
        _ask(server, INITIALIZED + opened + message(id="h", method="workspace/executeCommand", params=run), "h")
        engines = [pid for pid in _descendants(server.pid) if "osemgrep" in _command(pid)]
        assert engines
        watched = [os.pidfd_open(pid) for pid in engines]
        server.send_signal(number)
        assert server.wait(SECONDS) == (-signal.SIGKILL if number == signal.SIGKILL else 1)
        import select

        for descriptor in watched:
            assert select.select([descriptor], [], [], SECONDS)[0], "the engine lives on"
            os.close(descriptor)


def _server(env: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)


def _ask(server: "subprocess.Popen[bytes]", script: bytes, number: str = "i") -> None:
    """Send and read until the answer to this id has come."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(script)
    server.stdin.flush()
    while True:
        size = int(server.stdout.readline().split(b":")[1])
        server.stdout.readline()
        if json.loads(server.stdout.read(size)).get("id") == number:
            return


def _descendants(pid: int) -> list[int]:
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            children += [child, *_descendants(child)]
    return children


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()
