"""From cancelling work in its middle to the answer, and what of the work goes on after that.

A cancelled scan costs its warm engine, as that cannot be told to stop; the next one that starts is counted apart.
"""

import asyncio
import itertools
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench_check import filled
from client import ANSWER_SECONDS, Asked, Client, RefusedError, connected, initialize
from editing import Document
from figures import NotMeasurableError, Row, ms, p95
from place import OMNI, ROOT, Place
from processes import descendants, one_shots, seconds

FILES = 1_000
QUICK_FILES = 100
EACH = 20
QUICK_EACH = 3
# So often repeated, the service takes the engine several seconds, which is more than its stage has.
REPEATED = 16
AFTER_SECONDS = 0.5
LOOK_SECONDS = 0.01
IDLE_SHARE = 0.1
CANCELLED = -32800
TOKENS = itertools.count(1)

Begin = Callable[[float], Awaitable[Asked]]


@dataclass(frozen=True, slots=True)
class _After:
    """Seconds after the answer until the last run of the engine that was under way is gone, and processor seconds.

    `late_runs` began after the answer, `reports` came after it; `work` is used by what was there before the answer,
    `engine` by the fresh one that takes the place of the one that was killed.
    """

    gone: float
    late_runs: int
    reports: int
    work: float
    engine: float


@dataclass(frozen=True, slots=True)
class _Sample:
    answered: float
    after: _After
    settled: float


async def cancel(place: Place, *, quick: bool) -> list[Row]:
    count, each = (QUICK_FILES, QUICK_EACH) if quick else (FILES, EACH)
    tree = place.folder("cancel")
    filled(tree, count)
    service = (ROOT / "tests" / "cases" / "service_300.py").read_text("utf-8")
    small, large = _written(tree / "service.py", service), _written(tree / "large.py", service * REPEATED)
    async with connected([*OMNI, "--stdio"], tree, place.env(place.folder("cancel-cache"))) as client:
        await client.request("initialize", initialize(tree))
        client.notify("initialized", {})
        fixable, slow = Document(client, small), Document(client, large)
        await fixable.open()
        await slow.open()
        await _settled(client.pid)
        # What the start had no time for, on a busy machine.
        await _command(client, "omni.analyzeFile", {"uri": fixable.uri}).answer
        idle = [await _used(client.pid) for _ in range(each)]
        works = await _works(client, fixable, slow)
        taken: dict[str, list[_Sample]] = {name: [] for name in works}
        for turn in range(each):
            for name, begin in works.items():
                taken[name].append(await _sample(client, begin, turn / each))
    mix = [sample for samples in taken.values() for sample in samples]
    rows = [_row(name, samples, idle) for name, samples in {"the three in turn": mix, **taken}.items()]
    return [*rows, _rest(mix)]


def _row(name: str, samples: Sequence[_Sample], idle: Sequence[float]) -> Row:
    answered = [sample.answered for sample in samples]
    work = [sample.after.work for sample in samples]
    going_on = sum(each > IDLE_SHARE * AFTER_SECONDS for each in work)
    return Row(
        f"cancel → answered, {name}, p95",
        f"{ms(p95(answered))}, worst {ms(max(answered))}",
        f"processor in the next {AFTER_SECONDS} s: {_share(work)}; idle: {_share(idle)}",
        f"{going_on} went on with more than {IDLE_SHARE:.0%}, the worst with {max(work) / AFTER_SECONDS:.0%}",
        f"{len(samples)} / {len(idle)}",
    )


def _rest(samples: Sequence[_Sample]) -> Row:
    """What is not the work itself: engine runs left over, reports that nobody waits for, the engine that comes next."""
    gone = max(sample.after.gone for sample in samples)
    runs = sum(sample.after.late_runs for sample in samples)
    reports = sum(sample.after.reports for sample in samples)
    engine = p95([sample.after.engine for sample in samples])
    settled = p95([sample.settled for sample in samples])
    return Row(
        "after the answer: the engine run that was under way is gone, at the latest",
        ms(gone),
        f"{runs} runs began and {reports} reports came after it",
        f"a fresh engine takes {ms(engine)} of a processor, p95; all is idle after {settled:.1f} s, p95",
        f"{len(samples)}",
    )


def _share(processor: Sequence[float]) -> str:
    return f"{statistics.fmean(processor) / AFTER_SECONDS:.1%} of a core"


async def _works(client: Client, fixable: Document, slow: Document) -> dict[str, Begin]:
    """What is cancelled: each begins a request and returns when its work is under way; `when` is a share from 0 to 1."""
    fix = await _fix(fixable)

    async def workspace(when: float) -> Asked:
        since = len(client.received)
        token = f"cancelled {next(TOKENS)}"
        asked = _command(client, "omni.analyzeWorkspace", {}, token)
        await client.wait(lambda got: got.method == "$/progress" and got.params["token"] == token, since)
        await asyncio.sleep(when)
        return asked

    async def file(when: float) -> Asked:
        asked = _command(client, "omni.analyzeFile", {"uri": slow.uri, "timeoutSec": ANSWER_SECONDS})
        await asyncio.sleep(0.2 + 1.2 * when)
        return asked

    async def resolve(when: float) -> Asked:
        asked = client.ask("codeAction/resolve", fix)
        # Nobody tells when another process starts a program, so it is looked for.
        while not asked.answer.done() and not one_shots(descendants(client.pid).values()):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)
        await asyncio.sleep(0.3 * when)
        return asked

    return {"`omni.analyzeWorkspace`": workspace, "`omni.analyzeFile`": file, "`codeAction/resolve`": resolve}


async def _sample(client: Client, begin: Begin, when: float) -> _Sample:
    """Raises NotMeasurableError when the work is done before it is cancelled."""
    asked = await begin(when)
    before = descendants(client.pid)
    runs = one_shots(before.values())
    begun = time.perf_counter()
    client.cancel(asked)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await asked.answer
    except RefusedError as error:
        answered = time.perf_counter() - begun
        if error.code != CANCELLED:
            raise
    else:
        raise NotMeasurableError("the work was done before it was cancelled")
    after = await _after(client, frozenset(before), runs)
    return _Sample(answered, after, await _settled(client.pid) + AFTER_SECONDS)


async def _after(client: Client, known: frozenset[int], runs: frozenset[int]) -> _After:
    """What goes on in the first time after the answer; `known` were there when the request was cancelled."""
    begun, since = time.perf_counter(), len(client.received)
    first = now = descendants(client.pid)
    gone, late = 0.0, frozenset[int]()
    while (passed := time.perf_counter() - begun) < AFTER_SECONDS:
        alive = one_shots(now.values())
        gone = passed if alive & runs else gone
        late |= alive - runs
        await asyncio.sleep(LOOK_SECONDS)
        now = descendants(client.pid)
    # What a killed process had used is handed to the one that asks after it, and was used before.
    fresh = now.keys() - known
    engine = seconds(now, fresh)
    work = seconds(now) - seconds(first) - engine + seconds(first, fresh)
    reports = sum(_is_report(got.method, got.params) for got in client.received[since:])
    return _After(gone, len(late), reports, max(work, 0.0), engine)


def _is_report(method: str, params: Any) -> bool:
    return method == "omni/run" or (method == "$/progress" and params["value"]["kind"] == "report")


async def _settled(pid: int) -> float:
    """Seconds until the processes use less than a tenth of a core. Raises NotMeasurableError when they go on."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < ANSWER_SECONDS:
        if await _used(pid) < IDLE_SHARE * AFTER_SECONDS:
            return time.perf_counter() - begun - AFTER_SECONDS
    raise NotMeasurableError(f"the processes are still at work after {ANSWER_SECONDS:.0f} s")


async def _used(pid: int) -> float:
    """Processor seconds of the process and its descendants in the next half second."""
    before = seconds(descendants(pid))
    await asyncio.sleep(AFTER_SECONDS)
    return seconds(descendants(pid)) - before


async def _fix(document: Document) -> Any:
    """An action whose edit is made by a run of the engine."""
    for diagnostic in document.shown:
        for action in await document.actions(diagnostic) or []:
            if action.get("isPreferred") and "edit" not in action:
                return action
    raise NotMeasurableError("there is no fix that is still to be made")


def _command(client: Client, name: str, argument: dict[str, object], token: str | None = None) -> Asked:
    asked: dict[str, object] = {"command": name, "arguments": [argument]}
    return client.ask("workspace/executeCommand", asked | ({"workDoneToken": token} if token else {}))


def _written(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file
