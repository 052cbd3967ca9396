"""From a key to what is told as one types, and from a save to the first and to all findings, in each language."""

import asyncio
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from client import Client, connected, initialize
from figures import NotMeasurableError, Row, ms, p95, times
from place import OMNI, ROOT, Place

SAMPLES = 40
WARM_UPS = 3
DEBOUNCE_SECONDS = 0.08
LANGUAGES = {".py": ("python", "#"), ".ts": ("typescript", "//"), ".go": ("go", "//"), ".java": ("java", "//")}
# Code as people save it, and code in which every weakness is planted, so that nearly every rule has work.
SAMPLES_OF = {"ordinary_300": "ordinary", "service_300": "every weakness"}
# Rules of the fast pack that no look at unsaved text stands in for.
CHEAP = {"python": "short-rsa-key", "typescript": "short-key", "go": "directory-listing", "java": "short-key"}
# Made up; in two parts, so that no scanner takes it for one.
SECRET = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"


async def tiers(place: Place, *, quick: bool) -> list[Row]:
    env = place.env(place.folder("tiers-cache"))
    rows: list[Row] = []
    for (ending, (language, comment)), (sample, kind) in product(LANGUAGES.items(), SAMPLES_OF.items()):
        folder = place.folder(f"tiers-{language}-{sample}")
        file = folder / f"service{ending}"
        file.write_bytes((ROOT / "tests" / "cases" / f"{sample}{ending}").read_bytes())
        async with connected([*OMNI, "--stdio"], folder, env) as client:
            await client.request("initialize", initialize(folder))
            client.notify("initialized", {})
            document = _Document(client, file, language, comment, kind)
            await document.open()
            rows += await _measured(document, SAMPLES // 4 if quick else SAMPLES)
    return rows


async def _measured(document: "_Document", samples: int) -> list[Row]:
    typed, first, last = [], [], []
    for turn in range(samples + WARM_UPS):
        seconds = await document.type()
        fast, whole = await document.save()
        if turn >= WARM_UPS:
            typed.append(seconds - DEBOUNCE_SECONDS)
        # What goes is seen to be gone at the edit; only what comes has to be found.
        if turn >= WARM_UPS and document.is_longer:
            first.append(fast)
            last.append(whole)
    return list(_rows(f"{document.language}, 300 lines, {document.kind}", typed, first, last))


def _rows(name: str, typed: Sequence[float], first: Sequence[float], last: Sequence[float]) -> Iterator[Row]:
    whole = statistics.median(last)
    other = f"save → all: {ms(whole)}"
    middle = statistics.median(typed)
    about = f"{name}: type → finding shown, after the debounce of 80 ms, median"
    yield Row(about, f"{ms(middle)} (p95 {ms(p95(typed))})", other, times(whole / middle), str(len(typed)))
    middle = statistics.median(first)
    about = f"{name}: save → first findings, median"
    yield Row(about, f"{ms(middle)} (p95 {ms(p95(first))})", other, times(whole / middle), str(len(first)))
    about = f"{name}: save → all findings, median"
    yield Row(about, f"{ms(whole)} (p95 {ms(p95(last))})", other, times(1.0), str(len(last)))


def _what(params: Any) -> list[tuple[str, int, str]]:
    """What people see of diagnostics: in which run they were found last is no news to them."""
    return sorted((one["code"], one["range"]["start"]["line"], one["message"]) for one in params["diagnostics"])


@dataclass
class _Document:
    """A file with a line at its end that is a secret at every other edit."""

    client: Client
    file: Path
    language: str
    comment: str
    kind: str
    version: int = 1
    has_secret: bool = False
    is_longer: bool = False
    text: str = ""
    plain: str = ""
    added: str = ""

    async def open(self) -> None:
        self.text = self.plain = self.file.read_text("utf-8")
        self.added = (ROOT / "tests" / "cases" / "added" / f"added{self.file.suffix}").read_text("utf-8")
        item = {"uri": self.file.as_uri(), "languageId": self.language, "version": 1, "text": self.text}
        self.client.notify("textDocument/didOpen", {"textDocument": item})
        await self._run(0)
        await asyncio.sleep(1.0)  # Engines for the other packs may still start.

    async def type(self) -> float:
        """Seconds from an edit to diagnostics with one finding more or less."""
        since = len(self.client.received)
        before = self._shown(since, self.version)
        self.has_secret = not self.has_secret
        self.version += 1
        lines = self.text.count("\n")
        line = f"{self.comment} {SECRET}\n" if self.has_secret else ""
        end = lines if self.has_secret else lines + 1
        change = {
            "range": {"start": {"line": lines, "character": 0}, "end": {"line": end, "character": 0}},
            "text": line,
        }
        document = {"uri": self.file.as_uri(), "version": self.version}
        began = time.perf_counter()
        self.client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        news = await self.client.wait(
            lambda got: self._is_mine(got.method, got.params) and len(got.params["diagnostics"]) != before, since
        )
        return news.at - began

    async def save(self) -> tuple[float, float]:
        """Seconds from a save to the findings that are ready first, and to all of them.

        Every other save has two weaknesses more: one that a cheap rule finds, and a flow.
        """
        since = len(self.client.received)
        self.version += 1
        self.is_longer = not self.is_longer
        self.text = self.plain + (self.added if self.is_longer else "")
        self.has_secret = False
        self.file.write_text(self.text, "utf-8")
        document = {"uri": self.file.as_uri(), "version": self.version}
        self.client.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": self.text}]}
        )
        began = time.perf_counter()
        self.client.notify("textDocument/didSave", {"textDocument": {"uri": self.file.as_uri()}})
        await self._run(since)
        shown = [got for got in self.client.received[since:] if self._is_mine(got.method, got.params)]
        cheap = [got for got in shown if self._has(got.params, CHEAP[self.language]) == self.is_longer]
        if not cheap or self._has(shown[-1].params, "sql-injection") != self.is_longer:
            raise NotMeasurableError(f"{self.language}, version {self.version}: what was added was not found")
        last = next(got for got in shown if _what(got.params) == _what(shown[-1].params))
        return cheap[0].at - began, last.at - began

    def _has(self, params: Any, rule: str) -> bool:
        """Whether a rule has a finding in what was added."""
        first = self.plain.count("\n")
        return any(
            one["code"].endswith(rule) and one["range"]["start"]["line"] >= first for one in params["diagnostics"]
        )

    async def _run(self, since: int) -> None:
        """A save's run has ended, with all its work done."""
        run = await self.client.wait(
            lambda got: got.method == "omni/run" and got.params["trigger"] != "change" and self._is_now(got.params),
            since,
        )
        late = [f"{each['agent']} {each['status']}" for each in run.params["stages"] if each["status"] != "done"]
        if late:
            raise NotMeasurableError(f"{self.language}, version {self.version}: {', '.join(late)}")

    def _shown(self, until: int, version: int) -> int:
        mine = [got for got in self.client.received[:until] if got.method == "textDocument/publishDiagnostics"]
        if not mine or mine[-1].params.get("version") != version:
            raise NotMeasurableError(f"{self.language}: version {version} was not the last that was shown")
        return len(mine[-1].params["diagnostics"])

    def _is_mine(self, method: str, params: Any) -> bool:
        return method == "textDocument/publishDiagnostics" and self._is_now(params)

    def _is_now(self, params: Any) -> bool:
        return bool((params["uri"], params.get("version")) == (self.file.as_uri(), self.version))
