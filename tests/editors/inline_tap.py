"""Writes down what an editor and its server say to each other, and is the server: `inline_tap.py RECORD -- COMMAND…`.

Unlike `tap.py` it stays out of the way of signals: the process that the editor has started becomes the server itself,
so that one that is killed is really killed; two processes beside it, children of nobody, carry the bytes. The record is
that of `tap.py`. Start it with `python -S -E`, so that it costs little.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tap import carry


def main(record: str, command: list[str]) -> None:
    target = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for_server, from_editor = os.pipe()
    from_server, for_editor = os.pipe()
    _beside((0, from_editor), b"c", target, (1, 2, for_server, from_server, for_editor))
    _beside((from_server, 1), b"s", target, (0, 2, for_server, from_editor, for_editor))
    os.dup2(for_server, 0)
    os.dup2(for_editor, 1)
    os.execvp(command[0], command)  # noqa: S606 - there is no shell to want


def _beside(ends: tuple[int, int], side: bytes, target: int, others: tuple[int, ...]) -> None:
    """A process that carries bytes from one end to the other and holds nothing else open."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork():
        os._exit(0)
    for other in others:
        os.close(other)
    carry(ends[0], ends[1], side, target)
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[2:3] != ["--"] or len(sys.argv) < 4:
        sys.exit("usage: python -S -E inline_tap.py RECORD -- COMMAND…")
    main(sys.argv[1], sys.argv[3:])
