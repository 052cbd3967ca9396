"""From the end of the run over a saved file to its packs on the disk, in a folder of 1,000 files."""

import asyncio
import statistics
import time
from pathlib import Path

from client import Client, Received, connected, initialize
from figures import NotMeasurableError, Row, ms, p95, times
from place import OMNI, Place, seconds_of

FILES = 1_000
SAVES = 30
MAP = ".omni/context/repo-map.md"
PATIENCE = 30.0


async def keeping(place: Place, *, quick: bool) -> list[Row]:
    """Each save changes a definition, so that the map is another one; the alternative is to write all packs anew."""
    folder, env = place.folder("keeping"), place.env(place.folder("keeping-cache"))
    for number in range(FILES):
        file = folder / _name(number)
        file.parent.mkdir(exist_ok=True)
        file.write_text(_text(number, "first"), "utf-8")
    (folder / "Makefile").write_text("test:\n\tpytest\n", "utf-8")
    full, _ = await asyncio.to_thread(seconds_of, [*OMNI, "pack", "--all", str(folder)], env)
    async with connected([*OMNI, "--stdio"], folder, env) as client:
        await client.request("initialize", initialize(folder, trust=True, packs={"mode": "save"}))
        client.notify("initialized", {})
        document = _Document(client, folder)
        await document.ran(0)
        # The first waits for the outline of the folder.
        await document.save("warm0")
        await document.save("warm1")
        taken = [await document.save(f"name{turn}") for turn in range(SAVES // 5 if quick else SAVES)]
    row = f"run over a saved file ended → packs on the disk, {FILES:,} files"
    return [
        Row(
            f"{row}, {name}",
            ms(mine),
            f"all packs from nothing, a new process: {ms(full)}",
            times(full / mine),
            str(len(taken)),
        )
        for name, mine in (("median", statistics.median(taken)), ("p95", p95(taken)))
    ]


class _Document:
    """The file that most others use."""

    def __init__(self, client: Client, folder: Path) -> None:
        self._client = client
        self._file = folder / _name(0)
        self._map = folder / MAP
        self._version = 1
        text = self._file.read_text("utf-8")
        item = {"uri": self._file.as_uri(), "languageId": "python", "version": 1, "text": text}
        client.notify("textDocument/didOpen", {"textDocument": item})

    async def save(self, name: str) -> float:
        """Seconds from the report of the run to the new map. Raises NotMeasurableError."""
        since, old = len(self._client.received), self._map.stat().st_ino
        self._version += 1
        uri, text = self._file.as_uri(), _text(0, name)
        self._file.write_text(text, "utf-8")
        document = {"uri": uri, "version": self._version}
        self._client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        self._client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        run = await self.ran(since)
        until = time.perf_counter() + PATIENCE
        while self._map.stat().st_ino == old:
            if time.perf_counter() > until:
                raise NotMeasurableError("the map was not written")
            await asyncio.sleep(0.0005)
        ended = time.perf_counter()
        if name not in self._map.read_text("utf-8"):
            raise NotMeasurableError("the map does not have what was saved")
        return ended - run.at

    async def ran(self, since: int) -> Received:
        """The run over the current version."""
        return await self._client.wait(
            lambda got: got.method == "omni/run" and got.params["version"] == self._version, since
        )


def _name(number: int) -> str:
    return f"package{number % 50:02}/module{number:04}.py"


def _text(number: int, name: str) -> str:
    """Some functions; every file uses the first one and two others."""
    others = sorted({0, max(0, number - 1), max(0, number - 7)} - {number})
    imports = [f"from {_name(each).removesuffix('.py').replace('/', '.')} import pay_{each}" for each in others]
    calls = [f"    pay_{each}(amount)" for each in others]
    more = [f"\n\ndef {word}_{number}(amount: int) -> int:\n    return amount\n" for word in ("book", "undo", name)]
    return "\n".join([*imports, "", "", f"def pay_{number}(amount: int) -> int:", *calls, "    return amount", *more])
