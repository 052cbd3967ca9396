"""Memory of the server and its engine over many saves in a large workspace."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_check import filled
from client import Client, connected, initialize
from editing import Document, findings
from figures import NotMeasurableError, Row, mb
from place import OMNI, Place
from processes import Memory, descendants, memory

FILES = 1_000
QUICK_FILES = 200
OPEN_FILES = 25
# The engine keeps something of each text it scans and is replaced after 0.9 MB: with files of this size that is after
# some ten saves, so that a window of a hundred sees every state of it, whenever the replacements come.
TYPICAL_BYTES = 40_000
EARLY, LATE, WINDOW = 100, 500, 100
QUICK_EARLY, QUICK_LATE, QUICK_WINDOW = 20, 50, 20
# A scan that is cut off costs its engine, so each has time enough, on a busy machine, too.
PATIENT = """version: 1
budget: 30s
analysis:
  pipeline:
    stages:
      - agent: context
        timeout: 10s
      - agent: security
        depends_on: [context]
        timeout: 20s
"""
KEPT = "\n\ndef kept(url):\n    return requests.get(url, verify=False)\n"
TOGGLED = KEPT.replace("kept", "toggled")


@dataclass(frozen=True, slots=True)
class _Reading:
    """Bytes after a save, of all processes and of the server alone; `others` are the numbers of the other processes."""

    all: Memory
    server: Memory
    others: frozenset[int]


async def resident(place: Place, *, quick: bool) -> list[Row]:
    count, early, late, window = (
        (QUICK_FILES, QUICK_EARLY, QUICK_LATE, QUICK_WINDOW) if quick else (FILES, EARLY, LATE, WINDOW)
    )
    tree = place.folder("memory")
    filled(tree, count)
    (tree / ".omni").mkdir()
    (tree / ".omni" / "pipeline.yaml").write_text(PATIENT, "utf-8")
    async with connected([*OMNI, "--stdio"], tree, place.env(place.folder("memory-cache"))) as client:
        await client.request("initialize", initialize(tree, trust=True, search={"index": False}))
        client.notify("initialized", {})
        documents = [_Toggled(client, file) for file in _chosen(tree)]
        for document in documents:
            await document.open()
        readings = [await _after_save(client, documents, number) for number in range(late + window // 2)]
    around = [readings[at - window // 2 : at + window // 2] for at in (early, late)]
    engines = len(frozenset[int]().union(*(reading.others for reading in readings)))
    late_runs = sum(document.incomplete for document in documents)
    where = (
        f"{count:,} files, {OPEN_FILES} open, each save changes the findings; {engines} engines, {late_runs} late runs"
    )
    return [
        _row(f"resident memory of server + engine around save {late} ({where})", around, early, lambda one: one.all),
        _row(f"the server alone around save {late}", around, early, lambda one: one.server),
    ]


def _row(what: str, around: Sequence[Sequence[_Reading]], early: int, part: Callable[[_Reading], Memory]) -> Row:
    before, after = (statistics.median(part(one).resident for one in readings) for readings in around)
    once = statistics.median(part(one).proportional for one in around[1])
    peak = max(part(one).resident for readings in around for one in readings)
    return Row(
        what,
        f"{mb(after)}, at most {mb(peak)} ({mb(once)} with shared pages counted once)",
        f"around save {early}: {mb(before)}",
        f"{after / before - 1:+.1%}",
        f"2 x {len(around[0])}",
    )


async def _after_save(client: Client, documents: Sequence["_Toggled"], number: int) -> _Reading:
    await documents[number % len(documents)].edit_and_save()
    pids = descendants(client.pid).keys()
    server = memory([client.pid])
    others = memory(pids - {client.pid})
    both = Memory(server.resident + others.resident, server.proportional + others.proportional)
    return _Reading(both, server, frozenset(pids) - {client.pid})


class _Toggled:
    """An open file that gains a flaw with one save and loses it with the next.

    Another flaw stays, as texts without one need not be scanned.
    """

    def __init__(self, client: Client, file: Path) -> None:
        file.write_bytes(file.read_bytes() + KEPT.encode())
        self._document = Document(client, file)
        self._found: int | None = None
        self._has_flaw = False
        self.incomplete = 0

    async def open(self) -> None:
        self._heed(findings(await self._document.open()), 0)

    async def edit_and_save(self) -> None:
        """Raises NotMeasurableError when the findings are not what they must be after the edit."""
        (self._document.cut if self._has_flaw else self._document.append)(TOGGLED)
        self._has_flaw = not self._has_flaw
        self._heed(findings(await self._document.save()), 1 if self._has_flaw else -1)

    def _heed(self, found: int | None, change: int) -> None:
        if found is None:
            self.incomplete += 1
        elif change and self._found is not None and found - self._found != change:
            raise NotMeasurableError(f"{self._found} findings became {found} by an edit that makes {change:+}")
        self._found = found


def _chosen(tree: Path) -> list[Path]:
    """Files of the typical size, as near to it as there are; in tests, rules are silent about the flaw."""
    texts = {file: file.read_bytes() for file in tree.rglob("*.py")}
    files = [file for file, text in texts.items() if text.endswith(b"\n") and b"test" not in text]
    return sorted(files, key=lambda file: (abs(file.stat().st_size - TYPICAL_BYTES), file))[:OPEN_FILES]
