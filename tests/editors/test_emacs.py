"""Real Emacs in a terminal with eglot, set up as docs/editors/emacs.md says: somebody types and looks at the screen."""

import os
import re
import signal
from pathlib import Path

import pytest

from installing import Program, emacs, found
from sandbox import Sandbox, planted, sandbox
from terminal import Terminal

_COUNTS = re.compile(r"Flymake\[([\d ]+)\]")
_META_X = "\x1bx"


@pytest.fixture
def program() -> Program:
    return found(emacs)


@pytest.mark.timeout(170)
def test_the_whole_loop_in_emacs(tmp_path: Path, program: Program) -> None:
    box = sandbox(tmp_path)
    box.install("emacs.md")
    file = box.workspace / "api" / "app.py"
    (line,) = (line for line, rule in planted("api/app.py") if rule == "py.weak-hash")
    expected = len(planted("api/app.py"))

    with Terminal(box.command(program, "api/app.py"), box.workspace, box.env(program)) as screen:
        screen.shows("[eglot:work")
        _counts(screen, expected)

        screen.type(f"\x1bgg{line}\r")
        screen.shows(f" L{line} ")
        _does(screen, "flymake-goto-next-error")
        screen.shows("omni [py.weak-hash]: Collisions of this hash")
        _does(screen, "eldoc")  # By itself it would come when nothing is typed for half a second.
        screen.shows("Weak hash · Warning · py.weak-hash")
        _does(screen, "eldoc-doc-buffer")
        screen.shows("*eldoc*", "CWE-328", "Remedy: Use hashlib.sha256")
        screen.type("\x181")  # C-x 1: this window alone.

        _fix(screen)
        screen.shows("hashlib.sha256(path.read_bytes())")
        assert "hashlib.md5" in file.read_text("utf-8")
        _save(screen)
        _counts(screen, expected - 1)
        assert "hashlib.sha256(path.read_bytes())" in file.read_text("utf-8")

        _does(screen, "eglot-code-actions")
        screen.shows("Pick an action")
        screen.type("omni: show what the last run did\r")
        screen.shows("Server reports", " of app.py: ", "security done")

        screen.type("\x05\rhashlib.md5(path.name.encode())")  # C-e.
        _counts(screen, expected)
        assert ":**-" in screen.text
        screen.type("\x01\x0b")  # C-a C-k.
        _counts(screen, expected - 1)

        _come_back(screen, box, expected - 1)
        _counts(screen, expected - 1)

        _save(screen)
        screen.type("\x18\x03")  # C-x C-c.
        assert screen.ends() == 0
    box.settle(servers=2)


def _come_back(screen: Terminal, box: Sandbox, number: int) -> None:
    """A killed server, which eglot starts again by itself: it has run for more than three seconds."""
    (killed,) = box.servers
    os.kill(killed, signal.SIGKILL)
    screen.wait("a new server", lambda: len(box.servers) == 2)
    # On the screen the findings of the old one stand as long.
    screen.wait("its findings", lambda: _published(box) == number)
    screen.shows("[eglot:work")


def _published(box: Sandbox) -> int:
    """Findings that the newest server told of last."""
    bodies = [message.body for message in box.recordings[-1].read().messages if not message.from_client]
    told = [body["params"] for body in bodies if body.get("method") == "textDocument/publishDiagnostics"]
    return len(told[-1]["diagnostics"]) if told else 0


def _fix(screen: Terminal) -> None:
    """Take the fix under the cursor; once more when a busy machine did not try it within the ten seconds of eglot."""
    for _ in range(3):
        _does(screen, "eglot-code-action-quickfix")
        screen.shows("(default Fix: Weak hash)")
        screen.type("\r")
        screen.wait("the fix", lambda: "Edit successful" in screen.text or "Timed out" in screen.text)
        if "Edit successful" in screen.text:
            return


def _does(screen: Terminal, command: str) -> None:
    screen.type(f"{_META_X}{command}\r")


def _save(screen: Terminal) -> None:
    screen.type("\x18\x13")  # C-x C-s.
    screen.shows("Wrote ")


def _counts(screen: Terminal, number: int) -> None:
    """Until the mode line counts so many findings of all severities."""

    def is_so() -> bool:
        found = _COUNTS.search(screen.text)
        return found is not None and sum(map(int, found[1].split())) == number

    screen.wait(f"{number} findings", is_so)
