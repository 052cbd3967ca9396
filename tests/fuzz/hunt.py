"""Looking for sessions that go wrong: hypothesis makes them, runs them and makes the wrong ones small."""

import asyncio
import gc
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings, strategies as st
from hypothesis.errors import Flaky

from fuzz.leaping import LeapingLoop
from fuzz.outcome import Outcome
from fuzz.piped import play_piped
from fuzz.play import Place, play
from fuzz.script import Script

Run = Callable[[Script], Outcome]


@dataclass(frozen=True, slots=True)
class Fault:
    script: Script
    complaints: tuple[str, ...]


@dataclass
class Tally:
    """What was run; `hosts` counts sessions by kind and host."""

    hosts: Counter[tuple[str, str]] = field(default_factory=Counter)
    messages: int = 0
    requests: int = 0
    asked: int = 0
    given_up: int = 0
    probe_seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)

    @property
    def sessions(self) -> int:
        return sum(self.hosts.values())

    def add(self, script: Script, outcome: Outcome) -> None:
        self.hosts[script.kind, script.host] += 1
        self.messages += outcome.messages
        self.requests += outcome.requests
        self.asked += outcome.asked
        self.given_up += outcome.has_given_up
        self.probe_seconds = max(self.probe_seconds, outcome.probe_seconds)


class WrongError(Exception):
    """A session went wrong."""


@contextmanager
def place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="omni-fuzz-", ignore_cleanup_errors=True) as folder:
        root = Path(folder).resolve() / "work"
        (root / "web").mkdir(parents=True)
        (root / "app.py").write_text("import os\nprint(os.environ)\n", "utf-8")
        (root / "web" / "page.js").write_text("eval(location.hash)\n", "utf-8")
        yield Place(root, Path(folder).resolve() / "caches")


@contextmanager
def runner() -> Iterator[Run]:
    """Runs scripts in this process, all on one event loop and in one place."""
    loop = LeapingLoop()
    asyncio.set_event_loop(loop)
    gc.collect()
    gc.freeze()
    try:
        with place() as here:
            yield lambda script: _run(loop, script, here)
    finally:
        gc.unfreeze()
        loop.run_until_complete(loop.shutdown_default_executor())
        asyncio.set_event_loop(None)
        loop.close()


def _run(loop: LeapingLoop, script: Script, here: Place) -> Outcome:
    try:
        return play_piped(script, here, os.environ) if script.host == "process" else play(loop, script, here)
    except Exception as error:  # noqa: BLE001 - what the server lets out is a fault like any other
        return Outcome([f"raised: {error!r}"])


def hunt(run: Run, sessions: st.SearchStrategy[Script], count: int, number: int, tally: Tally) -> None:
    """Run about `count` sessions, the same ones for the same number; the smallest wrong one goes to the tally."""
    last: list[Fault] = []
    fresh = True

    def session(script: Script) -> None:
        nonlocal fresh
        outcome = run(script)
        if fresh:
            tally.add(script, outcome)
        if outcome.complaints:
            fresh = False  # What follows makes the same one smaller.
            last.append(Fault(script, tuple(outcome.complaints)))
            raise WrongError

    quiet = settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
    )
    try:
        seed(number)(quiet(given(sessions)(session)))()
    except (WrongError, Flaky):
        tally.faults.append(min(last, key=lambda fault: len(fault.script.lines())))
