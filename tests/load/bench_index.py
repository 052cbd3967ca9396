"""The index: a folder from nothing, one save, questions to 20,000 chunks, and what 500 saves in a row leave behind."""

import asyncio
import random
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from bench_check import filled
from figures import NotMeasurableError, Row, mb, ms, p95, times
from place import Place
from processes import memory

from omni_lsp.adapters.index.client import IndexClient
from omni_lsp.adapters.index.local import LocalIndex, Means
from omni_lsp.adapters.index.manifest import Manifest
from omni_lsp.adapters.index.options import Options
from omni_lsp.adapters.index.parts import means
from omni_lsp.adapters.index.place import place_of
from omni_lsp.model.retrieval import Chunk, IndexPhase, IndexStatus, Query
from omni_lsp.model.text import Snapshot

FILES, QUICK_FILES = 1_000, 200
CHUNKS, QUICK_CHUNKS = 20_000, 4_000
SAVES, QUICK_SAVES = 500, 80
QUESTIONS = 100
SAVED_FILES = 25
SHORT_LINES = 14
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


async def index(place: Place, *, quick: bool) -> list[Row]:
    files, chunks, saves = (QUICK_FILES, QUICK_CHUNKS, QUICK_SAVES) if quick else (FILES, CHUNKS, SAVES)
    tree = place.folder("index")
    filled(tree, files)
    caches = place.folder("index-cache")
    options = Options(caches)
    # First what starts a process: afterwards LanceDB is in ours, and warns of forks.
    worn = await _worn(options, tree, saves)
    return [*await _built(caches, tree, means(options)), *await _asked(place, chunks, means(options)), *worn]


async def _built(caches: Path, tree: Path, made: Means) -> list[Row]:
    """From nothing, with LanceDB imported before, and after single saves."""
    warm = LocalIndex(caches / "warm", made)
    await warm.search(caches, Query("import"))
    await warm.close()
    here = LocalIndex(caches, made)
    await here.rebuild(tree)
    begun = time.perf_counter()
    await here.refresh(tree)
    await here.keep_up(is_idle=True)
    seconds = time.perf_counter() - begun
    status = await _ready(here, tree)
    saved = []
    for number, file in enumerate(_chosen(tree)):
        _save(file, number)
        begun = time.perf_counter()
        await here.refresh(tree, [file])
        saved.append(time.perf_counter() - begun)
    await _ready(here, tree)
    await here.close()
    what = f"{status.files:,} files, {status.chunks:,} chunks, {status.embedder or 'no embedder'}"
    return [
        Row(
            f"index from nothing ({what})",
            f"{seconds:.2f} s",
            "the bar: 10 s for 1,000 files",
            times(10 / seconds),
            "1",
        ),
        Row(
            "one saved file taken in",
            f"{ms(statistics.median(saved))}, p95 {ms(p95(saved))}",
            "the bar: 60 ms",
            times(0.06 / statistics.median(saved)),
            str(len(saved)),
        ),
    ]


async def _asked(place: Place, chunks: int, made: Means) -> list[Row]:
    """Questions to so many chunks, without the way to another process."""
    tree, caches = place.folder("asked"), place.folder("asked-cache")
    filled(tree, chunks // 20)
    here = LocalIndex(caches, replace(made, makers=replace(made.makers, chunker=_short), chunker="short"))
    await here.refresh(tree)
    await here.keep_up(is_idle=True)
    status = await _ready(here, tree)
    questions = _questions(tree)
    library = await (await here.store(tree)).library()
    whole = [await _seconds(here.search(tree, Query(question))) for question in questions]
    words = [await _seconds(library.lexical(question, 200)) for question in questions]
    await here.close()
    return [
        Row(
            f"a question to {status.chunks:,} chunks, in process",
            f"{ms(statistics.median(whole))}, p95 {ms(p95(whole))}",
            f"the bar: 10 ms; of it the 200 best by words {ms(statistics.median(words))}",
            times(0.01 / statistics.median(whole)),
            str(len(whole)),
        )
    ]


def _short(snapshot: Snapshot) -> Sequence[Chunk]:
    """Pieces of a few lines, so that some files make many."""
    lines = snapshot.text.splitlines(keepends=True)
    name, hash_, language = snapshot.name, snapshot.digest, snapshot.language
    texts = {start: "".join(lines[start : start + SHORT_LINES]) for start in range(0, len(lines), SHORT_LINES)}
    return [
        Chunk(name, hash_, start, start + SHORT_LINES, language, text, (), _words(f"{name} {text}"))
        for start, text in texts.items()
    ]


def _words(text: str) -> str:
    return " ".join(WORD.findall(text)).lower()


def _questions(tree: Path) -> list[str]:
    """Four words of a file each."""
    chance = random.Random(7)  # noqa: S311 - the same questions in each run are wanted.
    files = chance.sample(sorted(tree.rglob("*.py")), QUESTIONS)
    words = [_words(file.read_text("utf-8", "replace")).split() for file in files]
    return [" ".join(chance.sample(found, min(4, len(found)))) for found in words]


def _chosen(tree: Path) -> list[Path]:
    return sorted(tree.rglob("*.py"))[:SAVED_FILES]


def _save(file: Path, number: int) -> None:
    """Another text each time, of nearly the same length."""
    text = file.read_text("utf-8", "replace")
    kept = text.partition("\n# saved ")[0]
    file.write_text(f"{kept}\n# saved {number}\ndef saved_{number:04}():\n    return {number}\n", "utf-8")


async def _seconds(answer: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await answer
    return time.perf_counter() - begun


async def _ready(here: LocalIndex, tree: Path) -> IndexStatus:
    status = await here.status(tree)
    if status.phase is not IndexPhase.READY:
        raise NotMeasurableError(f"the index is {status.phase}: {status.reason}")
    return status


@dataclass(frozen=True, slots=True)
class _Reading:
    """Of the index process: seconds of a question, bytes on the disk and in memory."""

    question: float
    disk: int
    resident: int


async def _worn(options: Options, tree: Path, saves: int) -> list[Row]:
    """One save after the other, without a rest, through the process that the server has."""
    client = IndexClient(options)
    try:
        await client.refresh(tree)
        questions = _questions(tree)
        await _settled(client, options, tree)
        fresh = await _reading(client, options, tree, questions)
        seconds, files = [], _chosen(tree)
        for number in range(saves):
            file = files[number % len(files)]
            _save(file, saves + number)
            seconds.append(await _seconds(client.refresh(tree, [file])))
        worn = await _reading(client, options, tree, questions)
        await _settled(client, options, tree)
        rested = await _reading(client, options, tree, questions)
    finally:
        await client.close()
    within = f"p50 {ms(statistics.median(seconds))}, p95 {ms(p95(seconds))} each"
    return [
        _ratio(f"disk right after {saves} saves in a row ({within})", mb, fresh.disk, worn.disk),
        _ratio("disk after a rest", mb, fresh.disk, rested.disk),
        _ratio(f"a question right after {saves} saves, through the process", ms, fresh.question, worn.question),
        _ratio("a question after a rest", ms, fresh.question, rested.question),
        _ratio(
            f"resident memory of the index process after {saves} saves and a rest", mb, fresh.resident, rested.resident
        ),
    ]


async def _settled(client: IndexClient, options: Options, tree: Path) -> None:
    """Until the process, left alone, has put its index in order."""
    place = place_of(options.caches, tree)
    for _ in range(60):
        await asyncio.sleep(1)
        with closing(Manifest(place.manifest)) as manifest:
            if manifest.meta().get("commits") == "0":
                return
    raise NotMeasurableError(f"the index process {client.pid} does not come to rest")


async def _reading(client: IndexClient, options: Options, tree: Path, questions: Sequence[str]) -> _Reading:
    seconds = [await _seconds(client.search(tree, Query(question))) for question in questions]
    pid = client.pid
    resident = memory([pid]).resident if pid is not None else 0
    return _Reading(statistics.median(seconds), place_of(options.caches, tree).size(), resident)


def _ratio(what: str, shown: Callable[[float], str], before: float, after: float) -> Row:
    return Row(what, shown(after), f"fresh: {shown(before)}", f"{after / before:.2f} x", "1")
