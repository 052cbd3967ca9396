"""What a process and its descendants are doing and how much they use, as Linux tells it below /proc."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from figures import NotMeasurableError

_PROC = Path("/proc")
_GONE = (FileNotFoundError, ProcessLookupError)


@dataclass(frozen=True, slots=True)
class Process:
    """`seconds` is its processor time and that of its children that have ended, to the kernel's tick (10 ms)."""

    pid: int
    parent: int
    is_dead: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes: `resident` counts pages that several processes share in each of them, `proportional` once."""

    resident: int = 0
    proportional: int = 0


def descendants(root: int) -> dict[int, Process]:
    """The process and everything below it, dead ones that nobody has asked after included. Raises NotMeasurableError."""
    everybody = {process.pid: process for process in _everybody()}
    found: dict[int, Process] = {}
    new = {root} & everybody.keys()
    while new:
        found |= {pid: everybody[pid] for pid in new}
        new = {process.pid for process in everybody.values() if process.parent in new}
    return found


def seconds(processes: Mapping[int, Process], among: Collection[int] | None = None) -> float:
    """Processor time of all of them, or of those `among` them."""
    return sum(process.seconds for pid, process in processes.items() if among is None or pid in among)


def one_shots(processes: Iterable[Process]) -> frozenset[int]:
    """Those that scan a list of targets and end, unlike the warm engine, which waits for the next file."""
    return frozenset(process.pid for process in processes if not process.is_dead and b"-targets" in _words(process.pid))


def memory(pids: Iterable[int]) -> Memory:
    """The sum over those that are still there. Raises NotMeasurableError where the kernel does not tell."""
    total = Memory()
    for pid in pids:
        with suppress(*_GONE):
            lines = (_PROC / str(pid) / "smaps_rollup").read_text("ascii").splitlines()[1:]
            kilobytes = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines)}
            resident, proportional = kilobytes["Rss"] * 1024, kilobytes["Pss"] * 1024
            total = Memory(total.resident + resident, total.proportional + proportional)
    return total


def _everybody() -> Iterator[Process]:
    if not _PROC.joinpath("self", "stat").exists():
        raise NotMeasurableError("only Linux tells about processes without a helper program")
    tick = os.sysconf("SC_CLK_TCK")
    for name in filter(str.isdecimal, (path.name for path in _PROC.iterdir())):
        with suppress(*_GONE):
            # The second field is the name of the program, in brackets, which may hold anything.
            fields = _PROC.joinpath(name, "stat").read_bytes().rpartition(b")")[2].split()
            ticks = sum(map(int, fields[11:15]))
            yield Process(int(name), int(fields[1]), fields[0] in {b"Z", b"X"}, ticks / tick)


def _words(pid: int) -> list[bytes]:
    with suppress(*_GONE):
        return _PROC.joinpath(str(pid), "cmdline").read_bytes().split(b"\0")
    return []
