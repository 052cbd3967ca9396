"""Runs an editor and says what outlives it: `outliving.py REPORT SECONDS -- COMMAND…`, with `python -S -E`.

Every process that anything below it starts stays below this one, whatever it does to get away. When the command has
ended, the others have so many seconds to follow; what is left then is written to the report, as JSON, and killed.
SIGTERM kills all at once.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


def main(report: Path, seconds: float, command: list[str]) -> int:
    """The exit status of the command, as Popen has it; report: {"left": [command lines], "seconds": until all were gone}."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this process cannot become the parent of orphans")
    signal.signal(signal.SIGTERM, lambda _number, _frame: _end(os.getpid()))
    editor = subprocess.Popen(command)
    # Kept for later instead of delivered, so that none is lost between a look and the wait for the next.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    status = editor.wait()
    ended = time.monotonic()
    while _is_anybody_left():
        rest = ended + seconds - time.monotonic()
        if rest <= 0 or signal.sigtimedwait([signal.SIGCHLD], rest) is None:
            break
    left = _end(os.getpid())
    report.write_text(json.dumps({"left": left, "seconds": time.monotonic() - ended}))
    return status


def _end(parent: int) -> list[str]:
    """Kill all that are below a process; their command lines."""
    left = _below(parent)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    return list(left.values())


def _is_anybody_left() -> bool:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _below(parent: int) -> dict[int, str]:
    """Command line by process id of all that are below a process and no zombies."""
    found: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, above = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue  # It has just ended.
        if int(above) == parent and state != "Z":
            found |= {int(folder.name): line, **_below(int(folder.name))}
    return found


if __name__ == "__main__":
    if sys.argv[3:4] != ["--"] or len(sys.argv) < 5:
        sys.exit("usage: python -S -E outliving.py REPORT SECONDS -- COMMAND…")
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[4:]))
