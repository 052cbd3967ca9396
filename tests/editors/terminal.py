"""A terminal that a program draws on and that somebody types at: a pty, and its screen as text."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

COLUMNS, ROWS = 140, 45
_WAIT_SECONDS = 45.0

# What pyte does not know and would put on the screen: private modes with a prefix, and what is addressed to other parties.
_UNKNOWN = re.compile(
    rb"\x1b\[[<=>][\d;]*[a-zA-Z]|\x1b\[\d* q|\x1b\[[\d;]*:[\d:;]*m|\x1bP.*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.DOTALL,
)
_ENDED = re.compile(rb"[a-zA-Z\\\x07]")
_LONGEST_SEQUENCE = 32
_ASKED = {b"\x1b[c": b"\x1b[?62;c", b"\x1b[?u": b""}


class Terminal:
    """Whoever waits reads what the program has drawn since; nothing is drawn while nobody looks."""

    def __init__(self, command: list[str], folder: Path, env: dict[str, str]) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._end, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        # In a session of its own the terminal is the program's, with its signals.
        command = ["setsid", "--ctty", "--wait", *command]
        self._program = subprocess.Popen(command, stdin=other, stdout=other, stderr=other, cwd=folder, env=env)
        os.close(other)
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._program.poll() is None:
            self._program.terminate()
            self._program.wait()
        os.close(self._end)

    @property
    def text(self) -> str:
        """What is on the screen, without the spaces at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def type(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def wait(self, what: str, ready: Callable[[], bool]) -> None:
        """Until what the program draws, or does, makes it so. Raises AssertionError with the screen."""
        deadline = time.monotonic() + _WAIT_SECONDS
        while not ready():
            assert time.monotonic() < deadline, f"waited in vain for {what}:\n{self.text}"
            assert self._read(0.05), f"ended before {what}:\n{self.text}"

    def shows(self, *texts: str) -> None:
        self.wait(" and ".join(map(repr, texts)), lambda: all(text in self.text for text in texts))

    def ends(self) -> int:
        """The exit status, when the program has gone."""
        deadline = time.monotonic() + _WAIT_SECONDS
        while self._read(0.05):
            assert time.monotonic() < deadline, f"does not end:\n{self.text}"
        return self._program.wait(_WAIT_SECONDS)

    def _read(self, seconds: float) -> bool:
        """Take in what comes within that time; whether more can come."""
        if not select.select([self._end], [], [], seconds)[0]:
            return True
        try:
            data = self._rest + os.read(self._end, 1 << 16)
        except OSError:  # Nobody has the other end open any more.
            return False
        for asked, answer in _ASKED.items():
            if asked in data:
                os.write(self._end, answer)
        data = _UNKNOWN.sub(b"", data)
        # A sequence may have been cut in two.
        cut = data.rfind(b"\x1b", -_LONGEST_SEQUENCE)
        is_cut = cut >= 0 and not _ENDED.search(data, cut + 2)
        whole, self._rest = (data[:cut], data[cut:]) if is_cut else (data, b"")
        self._stream.feed(whole)
        return True
