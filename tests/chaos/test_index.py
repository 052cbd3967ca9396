"""An index whose process is killed, or whose disk is full: nothing torn, nothing told that is not so, and it heals."""

import asyncio
import os
import random
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from index_parts import Bench
from omni_lsp.adapters.index.manifest import Manifest
from omni_lsp.adapters.index.place import place_of
from omni_lsp.model.errors import AgentError
from omni_lsp.model.retrieval import IndexPhase, Query
from omni_lsp.model.text import digest

TESTS = Path(__file__).parents[1]
# More of them by hand: KILLS=200.
KILLS = int(os.environ.get("KILLS", "30"))
FILES = 150

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("lance"), pytest.mark.timeout(60 + 5 * KILLS)]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path / "caches", tmp_path / "root")
    for number in range(FILES):
        change(bench, number, 0)
    return bench


def change(bench: Bench, number: int, turn: int) -> None:
    bench.write(f"part{number % 7}/file{number}.py", f"def name{number}():\n    return {turn}\n" * (10 + number))


def started(bench: Bench) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(TESTS / "chaos" / "index_run.py"), str(bench.caches), str(bench.root)]
    paths = os.pathsep.join((str(TESTS), str(TESTS.parent)))
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": paths, "LANCEDB_LOG": "error"},
    )


def killed(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Kills it so long after it has begun, or when it is done; whether it had."""
    assert process.stdout is not None
    has_begun = process.stdout.readline() == b"begun\n"
    select.select([process.stdout], [], [], seconds)
    process.kill()
    process.wait()
    process.stdout.close()
    return has_begun


def on_disk(bench: Bench) -> dict[str, str]:
    files = list(bench.root.rglob("*.py"))
    return {path.relative_to(bench.root).as_posix(): digest(path.read_text("utf-8")) for path in files}


def said_to_be_current(bench: Bench) -> dict[str, str]:
    with closing(Manifest(place_of(bench.caches, bench.root).manifest)) as manifest:
        return manifest.current()


async def assert_whole(bench: Bench) -> None:
    """Every file is there as it is on the disk, once, and can be found."""
    index = bench.index()
    status = await index.refresh(bench.root)
    assert (status.phase, status.reason) == (IndexPhase.READY, "")
    store = await index.store(bench.root)
    library = await store.library()
    assert {path: chunks[0].file_hash for path, chunks in library.files.items()} == on_disk(bench)
    rows = await store.table.light()
    assert len({chunk.id for chunk in rows.chunks}) == len(rows.chunks)
    wanted = {path: -(-len((bench.root / path).read_text("utf-8").splitlines()) // 10) for path in library.files}
    assert {path: len(chunks) for path, chunks in library.files.items()} == wanted
    for number in (0, FILES // 2, FILES - 1):
        hits = await index.search(bench.root, Query(f"name{number} {number}", limit=3))
        assert hits, f"name{number}"
        assert all(hit.text for hit in hits)
    await index.close()


async def test_killed_at_any_moment_it_goes_on_where_it_was(bench: Bench) -> None:
    chance = random.Random(5)  # noqa: S311 - moments, not secrets
    begun = time.monotonic()
    whole = started(bench)
    whole.wait()
    assert whole.stdout is not None
    assert whole.stdout.read().split() == [b"begun", b"done"]
    whole.stdout.close()
    longest = time.monotonic() - begun
    phases = []
    for turn in range(1, KILLS + 1):
        for number in chance.sample(range(FILES), chance.choice([3, 30, FILES])):
            change(bench, number, turn)
        if turn % 10 == 0:
            with suppress(AgentError):
                await bench.index().rebuild(bench.root)
        has_begun = await asyncio.to_thread(killed, started(bench), chance.random() * longest / 8)
        status = await bench.index().status(bench.root)
        phases.append(status.phase)
        if has_begun and status.phase is IndexPhase.READY:
            assert said_to_be_current(bench) == on_disk(bench)
        if turn % 5 == 0:
            await assert_whole(bench)
    await assert_whole(bench)
    print({phase.value: phases.count(phase) for phase in set(phases)})
    # Some of them must have been hit in the middle.
    assert phases.count(IndexPhase.INCOMPLETE) > KILLS // 5


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Ten megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=10m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("no file system may be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_full_disk_is_told_and_overcome(bench: Bench, small_disk: Path) -> None:
    bench.caches = small_disk / "caches"
    index = bench.index()
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY
    await index.keep_up(is_idle=True)
    ballast = small_disk / "ballast"
    filled(ballast, leave=150_000)
    for number in range(FILES):
        change(bench, number, 1)
    with pytest.raises(AgentError, match="the disk is full"):
        await index.refresh(bench.root)
    status = await index.status(bench.root)
    assert (status.phase, status.reason) == (IndexPhase.INCOMPLETE, "the disk is full")
    # As the next process sees it, too: what was taken in is there, and no more is told.
    assert (await bench.index().status(bench.root)).phase is IndexPhase.INCOMPLETE
    assert await index.search(bench.root, Query("def"))
    await index.close()
    again = bench.index()
    with suppress(AgentError):
        assert (await again.refresh(bench.root)).phase is not IndexPhase.READY
    await again.close()
    ballast.unlink()
    await assert_whole(bench)


async def test_on_a_disk_without_room_memory_is_used_or_nothing_is_promised(bench: Bench, small_disk: Path) -> None:
    filled(small_disk / "ballast", leave=60_000)
    bench.caches = small_disk / "caches"
    index = bench.index()
    with pytest.raises(AgentError, match="the disk is full"):
        await index.refresh(bench.root)
    assert (await index.status(bench.root)).phase is not IndexPhase.READY
    await index.close()
    (small_disk / "ballast").unlink()
    await assert_whole(bench)


async def test_a_disk_that_became_read_only_is_left_for_memory(bench: Bench, small_disk: Path) -> None:
    bench.caches = small_disk / "caches"
    index = bench.index()
    await index.refresh(bench.root)
    await index.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)  # noqa: ASYNC221 - it takes no time
    again = bench.index()
    status = await again.refresh(bench.root)
    assert (status.phase, status.files) == (IndexPhase.IN_MEMORY, FILES)
    assert status.reason == "its folder cannot be written to"
    assert await again.search(bench.root, Query("def"))
    await again.close()


def filled(file: Path, leave: int) -> None:
    """Takes the room on the disk of a file, but for so many bytes."""
    state = os.statvfs(file.parent)
    file.write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - leave)))
