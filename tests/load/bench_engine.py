"""The ways to the rule engine side by side: the same text and the same rules, by turns."""

import asyncio
import statistics
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from figures import NotMeasurableError, Row, ms, times
from place import ROOT, Place, semgrep

from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.methods import Method
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.engine import Pack

ROUNDS = 10
QUICK_ROUNDS = 3
WARM_UPS = 3
TEXT = (ROOT / "tests" / "cases" / "service_300.py").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class _Way:
    """`scan` looks at a text and is done when all findings are known."""

    name: str
    scan: Callable[[str], Awaitable[None]]
    seconds: list[float] = field(default_factory=list)

    async def measure(self, text: str) -> None:
        begun = time.perf_counter()
        await self.scan(text)
        self.seconds.append(time.perf_counter() - begun)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


async def engine(place: Place, *, quick: bool) -> list[Row]:
    cache = place.folder("engine-cache")
    engines = {
        method: SemgrepEngine(EngineOptions(BUNDLED_RULES, cache, method=method))
        for method in (Method.WARM, Method.CORE, Method.CLI)
    }
    try:
        for method, each in engines.items():
            await each.warm_up()
            for number in range(WARM_UPS if method is Method.WARM else 0):
                await _by(each)(f"# {number}\n{TEXT}")
        ours = [_Way(f"`{method}`", _by(each)) for method, each in engines.items()]
        ours.insert(0, _Way("`warm`, its fast pack", _by(engines[Method.WARM], Pack.FAST)))
        old = _old(place, await place.rules(), place.env(place.folder("engine-old-cache")))
        rounds = QUICK_ROUNDS if quick else ROUNDS
        for turn in range(rounds):
            # A new text each time, as a save brings one.
            for way in (*ours, *old):
                await way.measure(f"# turn {turn}\n{TEXT}")
    finally:
        for each in engines.values():
            await each.close()
    return list(_rows(ours, old, rounds))


def _by(of: SemgrepEngine, *packs: Pack) -> Callable[[str], Awaitable[None]]:
    """Scans as the security agent does: the packs side by side, all of them unless named."""

    async def scan(text: str) -> None:
        asked = packs or of.packs or (None,)
        found = await asyncio.gather(*(of.scan(_snapshot(text), pack) for pack in asked))
        # The fast pack may have nothing to find in it.
        if not packs and not any(one.matches for one in found):
            raise NotMeasurableError("nothing was found in the sample")

    return scan


def _old(place: Place, rules: Path, env: Mapping[str, str]) -> tuple[_Way, _Way]:
    """As plug-ins do it that know only the command: with a file of its own, and through standard input."""

    async def with_file(text: str) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".py", dir=place.scratch, encoding="utf-8") as file:
            file.write(text)
            file.flush()
            await asyncio.to_thread(_run, semgrep(rules, Path(file.name)), env, "")

    async def with_stdin(text: str) -> None:
        await asyncio.to_thread(_run, semgrep(rules, Path("-")), env, text)

    return _Way("`semgrep scan` of a temporary file", with_file), _Way("`semgrep scan -`, standard input", with_stdin)


def _run(command: list[str], env: Mapping[str, str], text: str) -> None:
    done = subprocess.run(command, env=env, input=text.encode(), capture_output=True, check=False)
    if done.returncode or b'"check_id"' not in done.stdout:
        raise NotMeasurableError(f"{' '.join(command[:2])} ended with status {done.returncode} and found nothing")


def _rows(ours: Sequence[_Way], old: tuple[_Way, _Way], rounds: int) -> Iterator[Row]:
    for way in ours:
        for other in old:
            what = f"scan of a 300-line file by the engine {way.name}, median"
            yield Row(
                what, ms(way.median), f"{other.name}: {ms(other.median)}", times(other.median / way.median), f"{rounds}"
            )


def _snapshot(text: str) -> Snapshot:
    return Snapshot("file:///service.py", 1, "python", text)
