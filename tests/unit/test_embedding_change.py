"""One embedder after the other over one index: vectors are made anew, nothing else is, and no half of it is complete."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from embeddings import HANGS, Embeddings, embedding
from index_parts import Bench, HashingEmbedder
from omni_lsp.adapters.embedding.remote import RemoteEmbedder
from omni_lsp.adapters.embedding.service import Patience, Service
from omni_lsp.adapters.embedding.table import StaticEmbedder
from omni_lsp.adapters.index.local import LocalIndex
from omni_lsp.model.retrieval import IndexPhase, Query
from omni_lsp.ports.retrieval import Embedder

pytestmark = pytest.mark.xdist_group("lance")

QUICK = Patience(connect=1.0, request=2.0, first=5.0, pauses=(0.0,), rest=0.0)
FILES, MANY = 4, 45
"""Of ten pieces each; many are more than are made together."""

Open = Callable[[Embedder | None], LocalIndex]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path / "caches", tmp_path / "root")
    for number in range(FILES):
        write(bench, f"file{number}.py", "job")
    write(bench, "cat.py", "")
    return bench


def write(bench: Bench, name: str, word: str) -> None:
    """Ten pieces, or one where there is no word, in a file that was last written long ago: others are looked at again."""
    lines = [f"def {word}_{name[:-3]}_{line}(): pass\n" for line in range(100)]
    path = bench.write(name, "".join(lines) if word else "def purr():\n    return 'whiskers'\n")
    os.utime(path, (1_000_000_000, 1_000_000_000))


@pytest.fixture
async def opened(bench: Bench) -> AsyncIterator[Open]:
    """Makes indexes as one process after the other would: with its own embedder, all else the same."""
    made: list[LocalIndex] = []

    def make(embedder: Embedder | None) -> LocalIndex:
        bench.embedder = embedder  # type: ignore[assignment]
        made.append(bench.index())
        return made[-1]

    yield make
    for index in made:
        await index.close()


@pytest.fixture
def service() -> Iterator[Embeddings]:
    with embedding() as service:
        yield service


def remote(service: Embeddings) -> RemoteEmbedder:
    return RemoteEmbedder(Service(service.url, "mini"), QUICK)


async def nearest(index: LocalIndex, bench: Bench, text: str) -> list[str]:
    assert bench.embedder is not None
    library = await (await index.store(bench.root)).library()
    (vector,) = await bench.embedder.embed([text])
    return [scored.chunk.path for scored in await library.nearest(vector, 1)]


async def by_words(index: LocalIndex, bench: Bench) -> list[str]:
    return [hit.path for hit in await index.search(bench.root, Query("whiskers"))]


async def test_from_the_table_to_a_service_and_back(bench: Bench, opened: Open, service: Embeddings) -> None:
    meaning = "cat def purr():\n    return 'whiskers'\n"
    seen = []
    for embedder in (StaticEmbedder(), remote(service), StaticEmbedder(), None, remote(service)):
        index = opened(embedder)  # type: ignore[arg-type]
        status = await index.refresh(bench.root)
        if len(seen) < 2:
            await index.keep_up(is_idle=True)
        assert (status.phase, status.reason, status.chunks) == (IndexPhase.READY, "", FILES * 10 + 1)
        seen.append(status.embedder.split(" ")[0].partition("-")[0])
        assert await by_words(index, bench) == ["cat.py"]
        if embedder is not None:
            assert await nearest(index, bench, meaning) == ["cat.py"]
        await index.close()
    assert seen == ["static", "url", "static", "", "url"]
    # Each file was cut once, and each piece was sent once by each that asked the service.
    assert len(bench.chunker.chunked) == FILES + 1
    assert len([text for text in service.texts if "purr" in text]) == 2 + 2  # and the two questions


async def test_the_same_service_again_is_asked_for_nothing_but_its_dimensions(
    bench: Bench, opened: Open, service: Embeddings
) -> None:
    await (index := opened(remote(service))).refresh(bench.root)
    await index.close()
    service.asked.clear()
    await opened(remote(service)).refresh(bench.root)
    assert len(service.texts) == 1


async def test_while_the_new_one_does_not_answer_the_old_vectors_stay(
    bench: Bench, opened: Open, service: Embeddings
) -> None:
    await (index := opened(StaticEmbedder())).refresh(bench.root)  # type: ignore[arg-type]
    await index.close()
    gone = opened(remote(service))
    service.say(500, 500)
    status = await gone.refresh(bench.root)
    assert status.phase is IndexPhase.INCOMPLETE
    assert status.embedder.startswith("static")
    assert "busy or broken" in status.reason
    assert await by_words(gone, bench) == ["cat.py"]
    # The same process goes on when the service is back.
    status = await gone.refresh(bench.root)
    assert (status.phase, status.reason) == (IndexPhase.READY, "")
    assert status.embedder.startswith("url mini")
    assert await nearest(gone, bench, "purr whiskers") == ["cat.py"]
    assert len(bench.chunker.chunked) == FILES + 1


async def test_who_returns_to_the_old_one_meanwhile_has_its_vectors_still(
    bench: Bench, opened: Open, service: Embeddings
) -> None:
    old = HashingEmbedder()
    await (index := opened(old)).refresh(bench.root)
    await index.close()
    service.say(500, 500)
    index = opened(remote(service))
    bench.write("new.py", "def bark():\n    return 'bone'\n")
    assert (await index.refresh(bench.root)).phase is IndexPhase.INCOMPLETE
    await index.close()
    before = old.asked
    again = opened(old)
    assert (await again.status(bench.root)).phase is IndexPhase.INCOMPLETE
    assert (await again.refresh(bench.root)).phase is IndexPhase.READY
    assert old.asked == before + 1
    assert await nearest(again, bench, "bark bone") == ["new.py"]


async def test_a_change_that_is_given_up_is_gone_on_with_and_not_complete_before(
    bench: Bench, opened: Open, service: Embeddings
) -> None:
    for number in range(FILES, MANY):
        write(bench, f"file{number}.py", "job")
    await (index := opened(StaticEmbedder())).refresh(bench.root)  # type: ignore[arg-type]
    await index.close()
    changing = opened(remote(service))
    # The first vector and one part of all; then the service hangs.
    service.say(*[200] * 14, HANGS)
    task = asyncio.create_task(changing.refresh(bench.root))
    assert await asyncio.to_thread(service.hung.wait, 15)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await changing.close()
    later = opened(remote(service))
    status = await later.status(bench.root)
    assert status.phase is IndexPhase.INCOMPLETE
    assert status.embedder.startswith("url mini")
    done = len(service.texts)
    assert (await later.refresh(bench.root)).phase is IndexPhase.READY
    # 400 pieces had been taken in.
    assert len(service.texts) - done <= MANY * 10 + 2 - 400
    assert await nearest(later, bench, "purr whiskers") == ["cat.py"]
    assert len(bench.chunker.chunked) == MANY + 1


@dataclass
class Stops:
    """An embedder in a process that ends when it is asked."""

    id: str = "stops"
    dimensions: int = 5

    async def prepare(self) -> None: ...

    async def embed(self, texts: Sequence[str], seconds: float | None = None) -> Sequence[Sequence[float]]:
        raise asyncio.CancelledError


async def test_who_is_stopped_between_the_old_vectors_and_the_new_ones_leaves_no_claim(
    bench: Bench, opened: Open
) -> None:
    old = HashingEmbedder()
    await (index := opened(old)).refresh(bench.root)
    await index.close()
    stopped = opened(Stops())
    with pytest.raises(asyncio.CancelledError):
        await stopped.refresh(bench.root)
    await stopped.close()
    again = opened(old)
    assert (await again.status(bench.root)).phase is IndexPhase.INCOMPLETE
    assert (await again.refresh(bench.root)).phase is IndexPhase.READY
    assert await nearest(again, bench, "purr whiskers") == ["cat.py"]


async def test_a_service_that_goes_away_midway_leaves_words_and_is_gone_on_with(
    bench: Bench, opened: Open, service: Embeddings
) -> None:
    for number in range(FILES, MANY):
        write(bench, f"file{number}.py", "job")
    index = opened(remote(service))
    service.say(*[200] * 8, *[500] * 100)
    status = await index.refresh(bench.root)
    assert (status.phase, status.chunks) == (IndexPhase.INCOMPLETE, MANY * 10 + 1)
    assert "busy or broken" in status.reason
    assert await by_words(index, bench) == ["cat.py"]
    # What was saved meanwhile makes it no more complete.
    saved = bench.write("new.py", "def bark():\n    return 'bone'\n")
    assert (await index.refresh(bench.root, [saved])).phase is IndexPhase.INCOMPLETE
    service.statuses.clear()
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY
    assert await nearest(index, bench, "purr whiskers") == ["cat.py"]
    assert len(bench.chunker.chunked) == MANY + 2


async def test_a_save_while_the_service_is_away_takes_the_claim_back(
    bench: Bench, opened: Open, service: Embeddings
) -> None:
    index = opened(remote(service))
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY
    service.say(500, 500)
    saved = bench.write("new.py", "def bark():\n    return 'bone'\n")
    status = await index.refresh(bench.root, [saved])
    assert (status.phase, "busy" in status.reason) == (IndexPhase.INCOMPLETE, True)
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY
    assert await nearest(index, bench, "bark bone") == ["new.py"]


async def test_a_service_with_another_model_under_the_same_name_makes_them_anew(
    bench: Bench, opened: Open, service: Embeddings
) -> None:
    index = opened(remote(service))
    assert (await index.refresh(bench.root)).embedder.endswith(" 8")
    service.dimensions = 4
    saved = bench.write("new.py", "def bark():\n    return 'bone'\n")
    assert (await index.refresh(bench.root, [saved])).phase is IndexPhase.INCOMPLETE
    status = await index.refresh(bench.root)
    assert (status.phase, status.embedder[-2:]) == (IndexPhase.READY, " 4")
    assert len(bench.chunker.chunked) == FILES + 2


async def test_an_index_is_of_use_when_its_service_does_not_answer_at_the_start(
    bench: Bench, opened: Open, service: Embeddings
) -> None:
    await (index := opened(remote(service))).refresh(bench.root)
    await index.close()
    service.say(500, 500)
    again = opened(remote(service))
    # There is nothing to be asked for.
    assert (await again.refresh(bench.root)).phase is IndexPhase.READY
    assert await nearest(again, bench, "purr whiskers") == ["cat.py"]


async def test_vectors_of_another_length_never_come_into_an_index(
    bench: Bench, opened: Open, service: Embeddings
) -> None:
    await (index := opened(remote(service))).refresh(bench.root)
    await index.close()
    service.say(500, 500)
    service.dimensions = 16
    bench.write("new.py", "def bark():\n    return 'bone'\n")
    again = opened(remote(service))
    status = await again.refresh(bench.root)
    assert status.phase is IndexPhase.INCOMPLETE
    assert status.reason == "vectors have 16 numbers, those of the index have 8"
    assert await by_words(again, bench) == ["cat.py"]
    assert await nearest(again, bench, "purr whiskers") == []
    assert (await again.refresh(bench.root)).phase is IndexPhase.READY
    assert await nearest(again, bench, "purr whiskers") == ["cat.py"]


async def test_a_table_that_cannot_be_read_leaves_words(bench: Bench, opened: Open, tmp_path: Path) -> None:
    index = opened(StaticEmbedder(tmp_path / "gone.npz"))  # type: ignore[arg-type]
    status = await index.refresh(bench.root)
    assert (status.phase, status.chunks) == (IndexPhase.INCOMPLETE, FILES * 10 + 1)
    assert "load vectors on gone.npz" in status.reason
    assert await by_words(index, bench) == ["cat.py"]
