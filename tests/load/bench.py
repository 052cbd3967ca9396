"""What `make bench` runs: each number beside what it is compared with, taken in the same alternating run."""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench_cancel import cancel
from bench_changes import changes
from bench_check import check
from bench_coding import coding
from bench_edge import edge
from bench_engine import engine
from bench_fixes import fixes
from bench_index import index
from bench_keeping import keeping
from bench_kills import kills
from bench_knowledge import knowledge
from bench_lookup import lookup
from bench_memory import resident
from bench_packs import packs
from bench_save import save
from bench_start import start
from bench_telemetry import telemetry
from bench_tiers import tiers
from figures import NotMeasurableError, Row, table
from place import Place

PARTS = {
    "save": save,
    "start": start,
    "check": check,
    "lookup": lookup,
    "knowledge": knowledge,
    "keeping": keeping,
    "edge": edge,
    "engine": engine,
    "fixes": fixes,
    "cancel": cancel,
    "kills": kills,
    "memory": resident,
    "changes": changes,
    "telemetry": telemetry,
    "tiers": tiers,
    "index": index,
    "packs": packs,
    "coding": coding,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer samples, a fifth of the files")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="parts to run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="omni-bench-", ignore_cleanup_errors=True) as scratch:
        before = _machine()
        rows, missing = asyncio.run(_all(Place(Path(scratch).resolve()), arguments.only, quick=arguments.quick))
    print(table(rows))
    print(f"\n{before}; afterwards {_load()}")
    for reason in missing:
        print(f"not measured: {reason}", file=sys.stderr)
    return 1 if missing else 0


async def _all(place: Place, parts: Sequence[str], *, quick: bool) -> tuple[list[Row], list[str]]:
    """The rows, and why others are missing: one part that cannot run does not take the others with it."""
    rows: list[Row] = []
    missing: list[str] = []
    for part in parts:
        begun = time.perf_counter()
        try:
            rows += await PARTS[part](place, quick=quick)
        except (NotMeasurableError, OSError, RuntimeError, TimeoutError) as error:
            missing.append(f"{part}: {error or type(error).__name__}")
        print(f"{part}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return rows, missing


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, {_load()}"


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return "load average unknown"
    return "load average " + " ".join(f"{value:.2f}" for value in os.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
