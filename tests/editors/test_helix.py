"""Real Helix in a terminal, set up as docs/editors/helix.md says, with somebody who types and looks at the screen."""

import os
import re
import signal
from pathlib import Path

import pytest

from installing import Program, found, helix
from sandbox import Sandbox, planted, sandbox
from terminal import Terminal

_COUNTS = re.compile(r"● (\d+)")


@pytest.fixture
def program() -> Program:
    return found(helix)


@pytest.mark.timeout(170)
def test_the_whole_loop_in_helix(tmp_path: Path, program: Program) -> None:
    box = sandbox(tmp_path)
    box.install("helix.md")
    file = box.workspace / "api" / "app.py"
    (line,) = (line for line, rule in planted("api/app.py") if rule == "py.weak-hash")
    expected = len(planted("api/app.py"))

    with Terminal(box.command(program, "api/app.py"), box.workspace, box.env(program)) as screen:
        _counts(screen, expected)

        _line(screen, line)
        screen.type("]d")
        screen.shows("(py.weak-hash)")  # The message of the finding under the cursor.
        screen.type(" k")
        screen.shows("Weak hash · Warning · py.weak-hash")
        _escape(screen, "Weak hash · Warning · py.weak-hash")

        _choose(screen, "Fix: Weak hash")
        screen.shows("hashlib.sha256(path.read_bytes())")
        assert "hashlib.md5" in file.read_text("utf-8")
        screen.type(":w\r")
        screen.shows("written")
        _counts(screen, expected - 1)
        assert "hashlib.sha256(path.read_bytes())" in file.read_text("utf-8")

        _choose(screen, "omni: show what the last run did")
        screen.shows(" of app.py: ", "security done")

        screen.type("o")
        screen.shows(" INS ")
        _slowly(screen, "hashlib.md5(path.name.encode())")
        _counts(screen, expected)
        _escape(screen, " INS ")
        assert "[+]" in screen.text
        screen.type("u")
        _counts(screen, expected - 1)

        _come_back(screen, box)
        _counts(screen, expected - 1)

        screen.type(":q!\r")
        assert screen.ends() == 0
    box.settle(servers=2)


def _come_back(screen: Terminal, box: Sandbox) -> None:
    """A killed server, and what Helix has to be told."""
    (killed,) = box.servers
    os.kill(killed, signal.SIGKILL)
    screen.shows("Language server exited")
    screen.type(":lsp-restart\r")
    screen.wait("a new server", lambda: len(box.servers) == 2)


def _counts(screen: Terminal, number: int) -> None:
    """Until the line below the text counts so many findings of all severities, notes of the server not among them."""

    def is_so() -> bool:
        status = next((line for line in screen.text.splitlines() if re.search(r"\d+ sel", line)), "")
        return sum(map(int, _COUNTS.findall(status))) == number

    screen.wait(f"{number} findings", is_so)


def _line(screen: Terminal, number: int) -> None:
    screen.type(f":{number}\r")
    screen.shows(f"{number}:1")


def _slowly(screen: Terminal, text: str) -> None:
    """As people do: Helix 25.01 lets the changes of one burst overtake each other on their way to the server."""
    for number, key in enumerate(text, 1):
        screen.type(key)
        screen.shows(text[:number])


def _escape(screen: Terminal, gone: str) -> None:
    """And wait for what goes with it: keys that follow at once would be taken for ones together with Alt."""
    screen.type("\x1b")
    screen.wait(f"{gone!r} to go", lambda: gone not in screen.text)


def _choose(screen: Terminal, title: str) -> None:
    """The code action with this title."""
    screen.type(" a")
    screen.shows(title)
    entries = [line for line in screen.text.splitlines() if re.search(r"(Fix: |Ignore on |omni: )", line)]
    place = next(number for number, entry in enumerate(entries) if title in entry)
    screen.type("\x0e" * place + "\r")  # Ctrl-n
