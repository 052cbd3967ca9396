"""Who is whose child, as Linux tells it below /proc."""

import os
from contextlib import suppress
from pathlib import Path

IS_KNOWN = Path("/proc/self/stat").exists()


def descendants(root: int) -> set[int]:
    """The processes that one started and those that they started, dead ones that nobody asked after included."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {root}


def one_shots(root: int) -> set[int]:
    """Runs of the engine over a list of targets, among the descendants; the warm engine is none."""
    return {pid for pid in descendants(root) if b"-targets" in _words(pid)}


def line_of(pid: int) -> str:
    """Its command line, empty for one that is no more, or that nobody asked after."""
    return b" ".join(_words(pid)).decode("utf-8", "replace")


def living(temporary: Path) -> dict[int, str]:
    """The command lines of the processes, but for this one, that live with this folder for temporary files."""
    mark, found = os.fsencode(temporary), dict[int, str]()
    for folder in Path("/proc").glob("[0-9]*"):
        # A dead process that nobody asked after has no environment.
        with suppress(OSError):
            if mark in (folder / "environ").read_bytes() and int(folder.name) != os.getpid():
                found[int(folder.name)] = line_of(int(folder.name))
    return found


def _words(pid: int) -> list[bytes]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return []
