"""From starting the process to the answer of `initialize`, against a bare pygls server in the same alternating run."""

import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from client import connected, initialize
from figures import Row, ms, times
from place import OMNI, Place

WARM_UPS = 2
PAIRS = 15
COMMANDS = ([*OMNI, "--stdio"], [sys.executable, str(Path(__file__).with_name("bare_server.py"))])


async def start(place: Place, *, quick: bool) -> list[Row]:
    env = place.env(place.folder("start-cache"))
    what = "start → `initialize` answered, median"
    return [await against_bare(what, place.folder("start"), env, quick=quick)]


async def against_bare(what: str, folder: Path, env: Mapping[str, str], *, quick: bool) -> Row:
    """The row `what`: the server started in `folder` with `env`, and the bare one likewise, by turns."""
    pairs = PAIRS // 3 if quick else PAIRS
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(WARM_UPS + pairs):
        # Whoever comes second finds the machine as the first has left it, so they take turns.
        for which in (0, 1) if turn % 2 else (1, 0):
            seconds = await _answered(COMMANDS[which], folder, env)
            if turn >= WARM_UPS:
                taken[which].append(seconds)
    ours, bare = map(statistics.median, taken)
    apart = statistics.median(mine - other for mine, other in zip(*taken, strict=True))
    reference = f"bare pygls server: {ms(bare)}"
    return Row(what, ms(ours), reference, f"{times(ours / bare)}, {apart * 1000:+.0f} ms", f"{pairs} pairs")


async def _answered(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> float:
    begun = time.perf_counter()
    async with connected(command, folder, env) as client:
        await client.request("initialize", initialize(folder))
        seconds = time.perf_counter() - begun
        client.notify("initialized", {})
    return seconds
