"""What goes wrong with an index on the disk, for real: it heals, or says why it cannot."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from index_parts import Bench
from omni_lsp.adapters.index import opening, upkeep
from omni_lsp.adapters.index.local import LocalIndex
from omni_lsp.adapters.index.lock import is_locked, locked
from omni_lsp.adapters.index.manifest import Manifest
from omni_lsp.adapters.index.options import Limits
from omni_lsp.adapters.index.place import Place, place_of
from omni_lsp.model.errors import AgentError, AgentTransientError
from omni_lsp.model.retrieval import IndexPhase, Query

pytestmark = pytest.mark.xdist_group("lance")


@pytest.fixture
async def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path / "caches", tmp_path / "root")
    for number in range(30):
        bench.write(f"file{number}.py", f"def name{number}():\n    return 'common'\n")
    index = bench.index()
    await index.refresh(bench.root)
    await index.keep_up(is_idle=True)
    await index.close()
    bench.chunker.chunked.clear()
    return bench


@pytest.fixture
def place(bench: Bench) -> Place:
    return place_of(bench.caches, bench.root)


@pytest.fixture
async def index(bench: Bench) -> AsyncIterator[LocalIndex]:
    index = bench.index()
    yield index
    await index.close()


def tables(place: Place) -> Path:
    (found,) = place.folder.glob("tables-*/chunks.lance")
    return found


async def names(index: LocalIndex, bench: Bench) -> int:
    return len(await index.search(bench.root, Query("common", limit=1000)))


async def raw_table(place: Place):  # noqa: ANN201 - LanceDB's own
    lancedb = await asyncio.to_thread(import_module, "lancedb")
    connection = await lancedb.connect_async(str(tables(place).parent), read_consistency_interval=timedelta(0))
    return await connection.open_table("chunks")


def set_meta(place: Place, key: str, value: str) -> None:
    with closing(Manifest(place.manifest)) as manifest:
        manifest.note(**{key: value})


async def rebuilt(index: LocalIndex, bench: Bench) -> bool:
    """Whether everything was made again and is there."""
    status = await index.refresh(bench.root)
    return (status.phase, status.chunks, len(bench.chunker.chunked), await names(index, bench)) == (
        IndexPhase.READY,
        30,
        30,
        30,
    )


async def test_rows_that_are_there_twice_are_built_anew(bench: Bench, place: Place, index: LocalIndex) -> None:
    table = await raw_table(place)
    await table.add(await table.query().limit(3).to_arrow())
    assert await rebuilt(index, bench)


async def test_rows_that_are_missing_are_made_again(bench: Bench, place: Place, index: LocalIndex) -> None:
    await (await raw_table(place)).delete("path = 'file3.py'")
    assert await names(index, bench) == 29
    assert (await index.status(bench.root)).phase is IndexPhase.INCOMPLETE
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY
    assert bench.chunker.chunked == ["file3.py"]
    assert await names(index, bench) == 30


async def test_rows_that_nobody_knows_of_are_removed(bench: Bench, place: Place, index: LocalIndex) -> None:
    """A process was killed after it had written rows and before the manifest said so."""
    with closing(sqlite3.connect(place.manifest)) as database, database:
        for table in ("versions", "current", "trees"):
            database.execute(f"DELETE FROM {table} WHERE path = 'file3.py'")  # noqa: S608 - our own names
    assert await names(index, bench) == 29
    assert await (await raw_table(place)).count_rows() == 29
    await index.refresh(bench.root)
    assert await names(index, bench) == 30


@pytest.mark.parametrize("what", ["data", "_versions"])
async def test_truncated_files_are_built_anew(bench: Bench, place: Place, index: LocalIndex, what: str) -> None:
    for file in (tables(place) / what).iterdir():
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert await rebuilt(index, bench)


async def test_a_broken_index_of_words_is_built_anew(bench: Bench, place: Place, index: LocalIndex) -> None:
    for file in (tables(place) / "_indices").rglob("*.lance"):
        file.write_bytes(b"nothing of the kind")
    assert await names(index, bench) in (0, 30)
    await index.keep_up(is_idle=True)
    assert await names(index, bench) == 30
    assert (await index.status(bench.root)).phase is IndexPhase.READY


@pytest.mark.parametrize("what", ["_versions", "data", ""])
async def test_missing_folders_are_built_anew(bench: Bench, place: Place, index: LocalIndex, what: str) -> None:
    shutil.rmtree(tables(place) / what)
    assert await rebuilt(index, bench)


async def test_a_manifest_that_is_none_is_built_anew(bench: Bench, place: Place, index: LocalIndex) -> None:
    place.manifest.write_bytes(b"something else" * 1000)
    assert await rebuilt(index, bench)


async def test_damage_under_an_open_index_is_seen_and_healed(bench: Bench, place: Place, index: LocalIndex) -> None:
    await names(index, bench)
    shutil.rmtree(tables(place) / "data")
    bench.write("file3.py", "def other():\n    return 'common'\n")
    with_rows = await index.refresh(bench.root, [bench.root / "file3.py"])
    # Whatever could still be written, nobody says that all is well unless it is.
    await index.keep_up(is_idle=True)
    status = await index.status(bench.root)
    assert with_rows.phase is not IndexPhase.ABSENT
    assert (status.phase, status.chunks) == (IndexPhase.READY, 30)
    assert await names(index, bench) == 30


async def test_what_is_built_anew_says_so_until_it_is_whole(bench: Bench, place: Place, index: LocalIndex) -> None:
    shutil.rmtree(tables(place) / "_versions")
    phases = []

    def look() -> None:
        phases.append(asyncio.run(bench.index().status(bench.root)))

    bench.chunker.meanwhile = look
    status = await index.refresh(bench.root)
    assert {seen.phase for seen in phases} == {IndexPhase.REBUILDING}
    assert {seen.reason for seen in phases} == {"what was there could not be read"}
    assert (status.phase, status.reason) == (IndexPhase.READY, "")


async def test_an_open_index_notices_that_another_process_began_anew(
    bench: Bench, place: Place, index: LocalIndex
) -> None:
    await names(index, bench)
    other = bench.index()
    await other.rebuild(bench.root)
    await other.refresh(bench.root)
    await other.close()
    assert await names(index, bench) == 30
    place.manifest.unlink()
    assert await names(index, bench) == 0
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY


async def test_damage_that_comes_back_leads_into_memory(bench: Bench, place: Place, index: LocalIndex) -> None:
    class Broken:
        """As if the disk lost what is written."""

        def __init__(self) -> None:
            self.times = 0

        def __call__(self) -> None:
            for data in place.folder.glob("tables-*/chunks.lance/_versions/*"):
                data.write_bytes(b"")
                self.times += 1

    bench.chunker.meanwhile = Broken()
    for number in range(0, 30, 2):
        bench.write(f"file{number}.py", "x = 'common'\n" * 300)
    status = await index.refresh(bench.root)
    assert status.phase is IndexPhase.IN_MEMORY
    assert status.reason == "what is kept there cannot be read"
    assert await names(index, bench) > 15


async def test_where_nothing_can_be_written_memory_is_used(bench: Bench) -> None:
    blocked = bench.caches.with_name("blocked")
    blocked.write_text("a file where a folder should be", "utf-8")
    bench.caches = blocked
    index = bench.index()
    status = await index.refresh(bench.root)
    assert (status.phase, status.files, status.bytes) == (IndexPhase.IN_MEMORY, 30, 0)
    assert status.reason == "its folder cannot be written to"
    await index.refresh(bench.root, [bench.write("file3.py", "milk = 1\n")])
    (hit,) = await index.search(bench.root, Query("milk"))
    assert (hit.path, hit.text) == ("file3.py", "milk = 1\n")
    library = await (await index.store(bench.root)).library()
    assert bench.embedder is not None
    nearest = await library.nearest((await bench.embedder.embed(["milk = 1"]))[0], 1)
    assert [scored.chunk.path for scored in nearest] == ["file3.py"]
    assert await names(index, bench) == 29
    await index.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_that_is_read_only_is_left_for_memory(bench: Bench, place: Place, index: LocalIndex) -> None:
    place.folder.chmod(0o500)
    try:
        assert (await index.refresh(bench.root)).phase is IndexPhase.IN_MEMORY
    finally:
        place.folder.chmod(0o700)


async def test_a_lock_that_another_process_holds_is_waited_for_and_given_up(
    bench: Bench, place: Place, index: LocalIndex
) -> None:
    await names(index, bench)
    code = (
        "import fcntl, os, sys; d = os.open(sys.argv[1], os.O_RDWR); fcntl.flock(d, fcntl.LOCK_EX); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(  # noqa: ASYNC220 - started and killed in no time
        [sys.executable, "-c", code, str(place.write_lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert is_locked(place.write_lock)
        with pytest.raises(AgentError, match="another process"):
            async with locked(place.write_lock, 0.05):
                pass
        save = asyncio.create_task(index.refresh(bench.root, [bench.write("file3.py", "milk = 1\n")]))
        # Searches do not wait for writers.
        assert await names(index, bench) == 30
        assert not save.done()
        holder.kill()
        holder.wait()
        assert (await save).phase is IndexPhase.READY
    assert not is_locked(place.write_lock)


async def test_a_version_that_is_let_go_while_it_is_claimed_is_made_again(bench: Bench, place: Place) -> None:
    """Another process tidies up between our look at what there is and our saying that we have it."""
    text = (bench.root / "file3.py").read_text("utf-8")
    index, other = bench.index(), bench.index()
    await index.refresh(bench.root, [bench.write("file3.py", "milk = 1\n")])
    bench.write("file3.py", text)
    store, there = await index.store(bench.root), await other.store(bench.root)
    holds = store.holds

    async def tidied(versions):  # noqa: ANN001, ANN202 - a method's
        held = await holds(versions)
        if not bench.chunker.chunked[1:]:
            await upkeep.keep_up(there, Limits(), is_idle=True)
        return held

    store.holds = tidied  # type: ignore[method-assign]
    bench.chunker.chunked.clear()
    assert (await index.refresh(bench.root, [bench.root / "file3.py"])).phase is IndexPhase.READY
    assert await names(index, bench) == 30
    await index.close()
    await other.close()


async def test_memory_that_fell_behind_the_disk_catches_up(bench: Bench, index: LocalIndex) -> None:
    """A run is stopped after the manifest has said what is current, and before that is in memory."""
    text = (bench.root / "file3.py").read_text("utf-8")
    store = await index.store(bench.root)
    await index.refresh(bench.root, [bench.write("file3.py", "milk = 1\n")])
    bench.write("file3.py", text)
    light = store.table.light

    async def stopped(versions=None):  # noqa: ANN001, ANN202 - a method's
        store.table.light = light  # type: ignore[method-assign]
        raise AgentTransientError("read", "the index", "no reason")

    store.table.light = stopped  # type: ignore[method-assign]
    with pytest.raises(AgentTransientError):
        await index.refresh(bench.root, [bench.root / "file3.py"])
    assert await names(index, bench) == 30
    assert await index.search(bench.root, Query("milk")) == []


async def test_rows_that_moved_half_way_are_found(bench: Bench, place: Place, index: LocalIndex) -> None:
    """The rows were put in order, and then something failed."""
    store = await index.store(bench.root)
    await index.refresh(bench.root, [bench.write("file3.py", "milk = 'common'\n")])
    numbers = store.table.numbers

    async def failing() -> dict[str, int]:
        store.table.numbers = numbers  # type: ignore[method-assign]
        raise AgentTransientError("read", "the index", "no reason")

    store.table.numbers = failing  # type: ignore[method-assign]
    await index.keep_up(is_idle=True)
    assert await names(index, bench) == 30


async def test_a_table_without_its_key_gets_it(bench: Bench, place: Place, index: LocalIndex) -> None:
    """Its maker was killed right after the table was made."""
    lancedb = await asyncio.to_thread(import_module, "lancedb")
    from omni_lsp.adapters.index import arrow

    shutil.rmtree(tables(place))
    connection = await lancedb.connect_async(str(place.folder / next(place.folder.glob("tables-*"))))
    await connection.create_table("chunks", schema=arrow.schema(16))
    await index.refresh(bench.root)
    assert (await (await raw_table(place)).schema()).field("id").metadata
    assert await names(index, bench) == 30


def test_opening_says_when_lancedb_is_missing(bench: Bench) -> None:
    """Where it is not installed, or built for another processor, words are found in memory."""
    code = (
        "import asyncio, sys; sys.modules['lancedb'] = None; from pathlib import Path; from index_parts import Bench\n"
        "async def main():\n"
        f"    index = Bench(Path({str(bench.caches)!r}), Path({str(bench.root)!r})).index()\n"
        f"    print(await index.refresh(Path({str(bench.root)!r})))\n"
        "asyncio.run(main())\n"
    )
    paths = os.pathsep.join(map(str, (Path(__file__).parents[1], Path(opening.__file__).parents[3])))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": paths}
    )
    assert "IN_MEMORY" in done.stdout
    assert "lancedb cannot be loaded" in done.stdout
