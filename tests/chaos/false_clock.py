"""Runs our program with clocks that others move: `python -P false_clock.py FILE ARGUMENT…`.

The file holds what is added to the wall clock and to the steady one, two doubles; see `Clocks`.
What other programs and the kernel think of the time, such as the stamps of files, stays as it is, as on a machine whose
clock was put right meanwhile.
"""

import os
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_OFFSETS = struct.Struct("dd")


@dataclass(slots=True)
class Clocks:
    """What a server with false clocks is told, seconds; the steady one only goes on, as after a rest of the machine."""

    file: Path
    wall: float = 0.0
    steady: float = 0.0

    def __post_init__(self) -> None:
        self._tell()

    def put(self, wall: float) -> None:
        """The wall clock shows that much more than it should, or less."""
        self.wall = wall
        self._tell()

    def rest(self, seconds: float) -> None:
        """The machine was asleep for so long, as the server sees it."""
        self.wall += seconds
        self.steady += seconds
        self._tell()

    def _tell(self) -> None:
        self.file.touch()
        with self.file.open("r+b") as file:
            file.write(_OFFSETS.pack(self.wall, self.steady))


def main(file: str, *arguments: str) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    wall, wall_ns, steady = time.time, time.time_ns, time.monotonic

    def offsets() -> tuple[float, float]:
        first, second = _OFFSETS.unpack(os.pread(descriptor, _OFFSETS.size, 0))
        return first, second

    # Before anything of ours is imported; `date.today` asks the first of them.
    time.time = lambda: wall() + offsets()[0]
    time.time_ns = lambda: wall_ns() + int(offsets()[0] * 1e9)
    time.monotonic = lambda: steady() + offsets()[1]
    sys.argv[:] = ["omni-lsp", *arguments]
    from omni_lsp.__main__ import main as run

    run()


if __name__ == "__main__":
    main(*sys.argv[1:])
