"""What `make fuzz` runs: many thousand sessions on two processes, and the table of what came of them."""

import argparse
import logging
import os
import platform
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "unit")]

from hypothesis import strategies as st  # noqa: E402

from fuzz.frames import framing_session  # noqa: E402
from fuzz.hunt import Fault, Tally, hunt, runner  # noqa: E402
from fuzz.script import Script  # noqa: E402
from fuzz.sessions import mutated_session, valid_session  # noqa: E402

BATCH = 200
PROCESSES = 2
# Of each thousand sessions; those of another process or with the real engine cost a hundred times as much.
SHARES: tuple[tuple[int, Callable[[int], st.SearchStrategy[Script]]], ...] = (
    (385, valid_session),
    (350, mutated_session),
    (250, lambda _: framing_session()),
    (5, lambda _: framing_session("process")),
    (5, lambda number: valid_session(number, "engine")),
    (5, lambda number: mutated_session(number, "engine")),
)
SHOWN = 20
MOST_FAULTS = 3  # Of a batch; making them small takes longer than all its sessions.


def main() -> int:
    """The exit status is 1 when there was a session without a good end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20_500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    began = time.perf_counter()
    jobs = [
        (part, count, arguments.seed * 100_000 + at) for at, (part, count) in enumerate(_batches(arguments.sessions))
    ]
    # Not `concurrent.futures`: on Python 3.11 its pool waits for ever once all its workers have had their tasks.
    with get_context("spawn").Pool(PROCESSES, maxtasksperchild=20) as pool:
        tallies = []
        for tally in pool.imap(_batch, jobs):
            tallies.append(tally)
            print(f"\r{sum(each.sessions for each in tallies)} sessions", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    faults = [fault for tally in tallies for fault in tally.faults]
    _tell(faults, arguments.seed)
    print(_table(tallies, len(faults), arguments.seed, time.perf_counter() - began))
    return min(len(faults), 1)


def _batches(sessions: int) -> list[tuple[int, int]]:
    """Which share, how many sessions; dear ones in small batches, and not all at the end."""
    batches = []
    for part, (share, _) in enumerate(SHARES):
        count, size = sessions * share // 1000, BATCH if share > 100 else 10
        batches += [(part, min(size, count - at)) for at in range(0, count, size)]
    return sorted(batches, key=lambda batch: batch[1])


def _batch(job: tuple[int, int, int]) -> Tally:
    part, count, seed = job
    tally = Tally()
    with runner() as run:
        while tally.sessions < count and len(tally.faults) < MOST_FAULTS:
            hunt(run, SHARES[part][1](seed), count - tally.sessions, seed + len(tally.faults) * 10_000_000, tally)
    return tally


def _tell(faults: list[Fault], seed: int) -> None:
    """The smallest session of each kind of fault, and where it is kept."""
    kinds: dict[str, Fault] = {}
    for fault in sorted(faults, key=lambda fault: len(fault.script.lines())):
        kinds.setdefault(re.sub(r"0x\w+|\d+|'[^']*'", "#", fault.complaints[0])[:100], fault)
    folder = Path(tempfile.gettempdir()) / f"omni-fuzz-{seed}"
    for number, fault in enumerate(list(kinds.values())[:SHOWN]):
        folder.mkdir(exist_ok=True)
        path = folder / f"{number}.jsonl"
        path.write_text(fault.script.lines(), "utf-8")
        print(f"\npython tests/fuzz/replay.py {path}")
        print("".join(f"  {complaint[:1000]}\n" for complaint in fault.complaints[:5]), end="")


def _table(tallies: list[Tally], faults: int, seed: int, seconds: float) -> str:
    hosts = sum((tally.hosts for tally in tallies), Counter[tuple[str, str]]())
    messages, requests = sum(tally.messages for tally in tallies), sum(tally.requests for tally in tallies)
    asked, given_up = sum(tally.asked for tally in tallies), sum(tally.given_up for tally in tallies)
    slowest = max(tally.probe_seconds for tally in tallies)
    rows = [
        (f"`make fuzz SEED={seed}`, {os.cpu_count()} processors, Python {platform.python_version()}", "measured"),
        ("---", "---"),
        ("sessions", f"{sum(hosts.values()):,}"),
        *((f"… {kind}, {host}", f"{count:,}") for (kind, host), count in sorted(hosts.items())),
        ("messages of the client", f"{messages:,}"),
        ("requests of the client, each answered once", f"{requests:,}"),
        ("requests of the server", f"{asked:,}"),
        ("ended by the server, which found no frame any more", f"{given_up:,}"),
        ("slowest answer to the last hover, seconds of work", f"{slowest:.3f}"),
        ("**silent, hung, wrong answer, differing document**", f"**{faults}**"),
        ("minutes", f"{seconds / 60:.1f}"),
    ]
    return "\n".join(f"| {name} | {value} |" for name, value in rows)


if __name__ == "__main__":
    sys.exit(main())
