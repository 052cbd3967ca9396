"""From a save to the end of its run, when all findings are shown, warm, against `semgrep scan` of the same text with the same rules."""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from client import Client, Received, connected, initialize
from figures import NotMeasurableError, Row, ms, p95, times
from place import OMNI, ROOT, Place, seconds_of, semgrep

SAVES = 40
SCANS = 5
WARM_UPS = 3


async def save(place: Place, *, quick: bool) -> list[Row]:
    folder = place.folder("save")
    env = place.env(place.folder("save-cache"))
    file = folder / "service.py"
    file.write_bytes((ROOT / "tests" / "cases" / "service_300.py").read_bytes())
    scan = semgrep(await place.rules(), file)
    saves, scans = (SAVES // 2, SCANS // 2) if quick else (SAVES, SCANS)
    async with connected([*OMNI, "--stdio"], folder, env) as client:
        await client.request("initialize", initialize(folder))
        client.notify("initialized", {})
        document = await opened(client, file)
        for _ in range(WARM_UPS):
            await document.save()
        ours: list[float] = []
        theirs: list[float] = []
        for turn in range(saves):
            if turn % (saves // scans) == 0:
                seconds, out = await asyncio.to_thread(seconds_of, scan, env)
                theirs.append(seconds)
                matches = len(json.loads(out)["results"])
            ours.append(await document.save())
    return list(_rows(ours, theirs, f"{document.shown} findings, semgrep {matches}"))


def _rows(ours: list[float], theirs: list[float], found: str) -> Iterator[Row]:
    samples = f"{len(ours)} / {len(theirs)}"
    other = statistics.median(theirs)
    for name, mine in (("median", statistics.median(ours)), ("p95", p95(ours))):
        what = f"save → all findings of a 300-line file shown, warm, {name} ({found})"
        yield Row(what, ms(mine), f"`semgrep scan`, median: {ms(other)}", times(other / mine), samples)


class _Document:
    """An open file; each save moves every finding down by a line, so that each save has news to publish."""

    def __init__(self, client: Client, file: Path) -> None:
        self._client = client
        self._file = file
        self._version = 1
        self.uri = file.as_uri()
        self.shown = 0

    async def save(self) -> float:
        """Seconds from sending the save to the report of its run, which comes behind its last diagnostics.

        Raises NotMeasurableError.
        """
        since = len(self._client.received)
        self._edit()
        begun = time.perf_counter()
        self._client.notify("textDocument/didSave", {"textDocument": {"uri": self.uri}})
        last = await self.published(since)
        return last.at - begun

    async def published(self, since: int) -> Received:
        """The report of the run over the current version; all stages must have done their work."""
        run = await self._client.wait(lambda got: got.method == "omni/run" and self._is_mine(got.params), since)
        late = [f"{each['agent']} {each['status']}" for each in run.params["stages"] if each["status"] != "done"]
        shown = [
            got
            for got in self._client.received[since:]
            if got.method == "textDocument/publishDiagnostics" and self._is_mine(got.params)
        ]
        if late or not shown:
            raise NotMeasurableError(f"version {self._version}: {', '.join(late) or 'nothing was published'}")
        found = len(shown[-1].params["diagnostics"])
        if self.shown not in {0, found}:
            raise NotMeasurableError(f"version {self._version} has {found} findings, the one before {self.shown}")
        self.shown = found
        return run

    def _edit(self) -> None:
        self._version += 1
        line = f"# edit {self._version}\n"
        self._file.write_text(line + self._file.read_text("utf-8"), "utf-8")
        start = {"line": 0, "character": 0}
        self._client.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self.uri, "version": self._version},
                "contentChanges": [{"range": {"start": start, "end": start}, "text": line}],
            },
        )

    def _is_mine(self, params: Any) -> bool:
        return (params["uri"], params.get("version")) == (self.uri, self._version)


async def opened(client: Client, file: Path) -> _Document:
    document = _Document(client, file)
    item = {"uri": document.uri, "languageId": "python", "version": 1, "text": file.read_text("utf-8")}
    client.notify("textDocument/didOpen", {"textDocument": item})
    await document.published(0)
    return document
