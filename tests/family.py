"""Who is whose child, as Linux tells it below /proc."""

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


def _words(pid: int) -> list[bytes]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return []
