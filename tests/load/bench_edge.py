"""Round trips of hover and code actions while the whole workspace is analysed, against the same when nothing else goes on."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bench_check import filled
from client import Asked, Client, connected, initialize
from editing import Document
from figures import NotMeasurableError, Row, ms, p95, times
from place import OMNI, ROOT, Place

FILES = 1_000
QUICK_FILES = 200
SAMPLES = 200
QUICK_SAMPLES = 30
BETWEEN_SECONDS = 0.03
TOKEN = "scan"  # noqa: S105 - of a progress report, nothing secret.
MOST_SCANS = 5


@dataclass
class _Taken:
    """Seconds of each round trip; `seen` is how many files the scan had looked at when it ended."""

    seconds: list[float] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)


async def edge(place: Place, *, quick: bool) -> list[Row]:
    count, samples = (QUICK_FILES, QUICK_SAMPLES) if quick else (FILES, SAMPLES)
    tree = place.folder("edge")
    filled(tree, count)
    file = tree / "service.py"
    file.write_bytes((ROOT / "tests" / "cases" / "service_300.py").read_bytes())
    async with connected([*OMNI, "--stdio"], tree, place.env(place.folder("edge-cache"))) as client:
        await client.request("initialize", initialize(tree))
        client.notify("initialized", {})
        document = Document(client, file)
        await document.open()
        await _scan(client).answer  # The folder is indexed and everything is warm when it ends.
        idle = await _idle(document, samples)
        busy, scans = await _busy(client, document, samples)
        for name, taken in (await _idle(document, samples)).items():
            idle[name].seconds.extend(taken.seconds)
    return [_row(name, busy[name], idle[name], f"{scans} x {count + 1:,} files") for name in busy]


def _row(name: str, busy: _Taken, idle: _Taken, scans: str) -> Row:
    seen = f"every sample inside the scan, from {busy.seen[0]} to {max(busy.seen):,} files done"
    return Row(
        f"{name} round trip while `omni.analyzeWorkspace` runs ({scans}; {seen}), p95",
        ms(p95(busy.seconds)),
        f"idle, p95: {ms(p95(idle.seconds))}",
        f"{times(p95(busy.seconds) / p95(idle.seconds))}, worst {ms(max(busy.seconds))}",
        f"{len(busy.seconds)} / {len(idle.seconds)}",
    )


async def _idle(document: Document, samples: int) -> dict[str, _Taken]:
    taken = {"hover": _Taken(), "codeAction": _Taken()}
    for turn in range(samples // 2):
        for name, ask in _questions(document, turn).items():
            taken[name].seconds.append(await _seconds(ask))
        await asyncio.sleep(BETWEEN_SECONDS)
    return taken


async def _busy(client: Client, document: Document, samples: int) -> tuple[dict[str, _Taken], int]:
    """Round trips that began and ended inside scans, and how many scans that took."""
    taken = {"hover": _Taken(), "codeAction": _Taken()}
    for scans in range(1, MOST_SCANS + 1):
        await _during(client, document, taken)
        if all(len(each.seconds) >= samples for each in taken.values()):
            return taken, scans
    raise NotMeasurableError(f"{MOST_SCANS} scans were over before {samples} round trips were made")


async def _during(client: Client, document: Document, taken: dict[str, _Taken]) -> None:
    since = len(client.received)
    scan = _scan(client)
    await client.wait(lambda got: got.method == "$/progress" and "/" in _message(got.params), since)
    turn = 0
    while not scan.answer.done():
        for name, ask in _questions(document, turn).items():
            seconds = await _seconds(ask)
            if not scan.answer.done():
                taken[name].seconds.append(seconds)
                taken[name].seen.append(_looked_at(client))
        turn += 1
        await asyncio.sleep(BETWEEN_SECONDS)
    await scan.answer


def _scan(client: Client) -> Asked:
    asked = {"command": "omni.analyzeWorkspace", "arguments": [{}], "workDoneToken": TOKEN}
    return client.ask("workspace/executeCommand", asked)


def _looked_at(client: Client) -> int:
    """Files that the scan has looked at, as its last report of progress says."""
    said = (_message(got.params) for got in reversed(client.received) if got.method == "$/progress")
    return int(next(message for message in said if "/" in message).partition("/")[0])


def _message(params: dict[str, dict[str, str]]) -> str:
    return params["value"].get("message", "")


def _questions(document: Document, turn: int) -> dict[str, Callable[[], Awaitable[object]]]:
    """A hover and a request for code actions on the next finding."""
    shown = document.shown
    if not shown:
        raise NotMeasurableError("the open document has no findings")
    diagnostic = shown[turn % len(shown)]
    start = diagnostic["range"]["start"]
    return {
        "hover": lambda: document.hover(start["line"], start["character"]),
        "codeAction": lambda: document.actions(diagnostic),
    }


async def _seconds(ask: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    answer = await ask()
    seconds = time.perf_counter() - begun
    if not answer:
        raise NotMeasurableError("a finding was not explained or nothing was offered for it")
    return seconds
