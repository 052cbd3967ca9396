"""An index on the disk: what changed is taken in, what is current is found, what is complete says so."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from index_parts import Bench, HashingEmbedder, WordsAlone
from omni_lsp.adapters.index.local import LocalIndex
from omni_lsp.adapters.index.manifest import Manifest
from omni_lsp.adapters.index.options import Limits
from omni_lsp.adapters.index.place import place_of
from omni_lsp.model.retrieval import IndexPhase, IndexStatus, Query

pytestmark = pytest.mark.xdist_group("lance")

Open = Callable[[], LocalIndex]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path / "caches", tmp_path / "root")
    bench.write("animals/cat.py", "def purr():\n    return 'whiskers'\n")
    bench.write("animals/dog.py", "def bark():\n    return 'bone'\n")
    bench.write("README.md", "Cats and dogs.\n")
    return bench


@pytest.fixture
async def opened(bench: Bench) -> AsyncIterator[Open]:
    """Makes indexes over the folder, as several processes would have them, and closes them at the end."""
    made: list[LocalIndex] = []

    def make() -> LocalIndex:
        made.append(bench.index())
        return made[-1]

    yield make
    for index in made:
        await index.close()


async def found(index: LocalIndex, bench: Bench, text: str) -> list[str]:
    return [hit.path for hit in await index.search(bench.root, Query(text))]


def git(root: Path, *arguments: str) -> None:
    person = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *person, *arguments], cwd=root, check=True, capture_output=True)


async def test_a_folder_is_taken_in_and_found(bench: Bench, opened: Open) -> None:
    index, steps = opened(), list[tuple[int, int]]()
    assert (await index.status(bench.root)).phase is IndexPhase.ABSENT
    status = await index.refresh(bench.root, None, lambda done, total: steps.append((done, total)))
    assert (status.phase, status.files, status.chunks, status.embedder) == (IndexPhase.READY, 3, 3, "buckets 16")
    assert status.bytes > 1000
    assert steps[-1] == (3, 3)
    (hit,) = await index.search(bench.root, Query("whiskers"))
    assert (hit.path, hit.start, hit.end, hit.symbol) == ("animals/cat.py", 0, 2, "purr")
    assert hit.text == "def purr():\n    return 'whiskers'\n"


async def test_a_save_costs_what_one_file_costs(bench: Bench, opened: Open) -> None:
    index = opened()
    await index.refresh(bench.root)
    await index.keep_up(is_idle=True)
    bench.chunker.chunked.clear()
    bench.files.read.clear()
    status = await index.refresh(bench.root, [bench.write("animals/cat.py", "def meow():\n    return 'milk'\n")])
    assert (bench.chunker.chunked, bench.files.read) == (["animals/cat.py"], ["cat.py"])
    assert (status.phase, status.files, status.chunks) == (IndexPhase.READY, 3, 3)
    assert await found(index, bench, "whiskers") == []
    assert await found(index, bench, "milk") == ["animals/cat.py"]
    await index.keep_up(is_idle=True)
    assert await found(index, bench, "milk") == ["animals/cat.py"]
    assert await found(index, bench, "whiskers") == []
    ranking = (await index.store(bench.root)).ranking
    assert isinstance(ranking, WordsAlone)
    assert ranking.files["animals/cat.py"] == ["animals cat py def meow return milk"]
    assert sorted(ranking.files) == ["README.md", "animals/cat.py", "animals/dog.py"]


async def test_old_and_new_rows_are_ranked_together(bench: Bench, opened: Open) -> None:
    """Rows that the index of words has, and rows that it does not have yet, get the same scores."""
    for number in range(60):
        bench.write(f"others/file{number}.py", f"def other():\n    return {number}\n")
    index = opened()
    await index.refresh(bench.root)
    await index.keep_up(is_idle=True)
    await index.refresh(bench.root, [bench.write("animals/fox.py", "def bark():\n    return 'bone bone'\n")])
    await index.keep_up(is_idle=False)  # Counts words.
    before = await index.search(bench.root, Query("bone"))
    assert [hit.path for hit in before] == ["animals/fox.py", "animals/dog.py"]
    await index.keep_up(is_idle=True)
    after = await index.search(bench.root, Query("bone"))
    assert [hit.path for hit in after] == [hit.path for hit in before]
    assert [hit.score for hit in after] == pytest.approx([hit.score for hit in before], rel=0.2)


async def test_files_and_folders_that_are_gone_are_not_found(bench: Bench, opened: Open) -> None:
    index = opened()
    await index.refresh(bench.root)
    (bench.root / "animals" / "cat.py").unlink()
    assert (await index.refresh(bench.root, [bench.root / "animals" / "cat.py"])).files == 2
    assert await found(index, bench, "whiskers") == []
    (bench.root / "animals" / "dog.py").unlink()
    (bench.root / "animals").rmdir()
    assert (await index.refresh(bench.root, [bench.root / "animals"])).files == 1
    assert await found(index, bench, "bone") == []


async def test_a_folder_that_is_named_is_taken_in_with_all_that_is_below(bench: Bench, opened: Open) -> None:
    index = opened()
    await index.refresh(bench.root, [bench.root / "animals"])
    assert await found(index, bench, "def") == ["animals/cat.py", "animals/dog.py"]
    # Nobody has looked at the rest.
    assert (await index.status(bench.root)).phase is IndexPhase.INCOMPLETE


async def test_what_is_not_worth_it_is_left_out(bench: Bench, opened: Open) -> None:
    bench.write(".gitignore", "ignored.py\n")
    bench.write("ignored.py", "needle = 1\n")
    bench.write("package-lock.json", '{"needle": 1}\n')
    bench.write("generated.py", "# Code generated by a tool. DO NOT EDIT.\nneedle = 1\n")
    bench.write("minified.css", "needle{}" * 1000)
    bench.write("large.py", "needle = 1\n" * 200_000)
    (bench.root / "binary.bin").write_bytes(b"needle\0")
    (bench.root / "binary.txt").write_bytes(b"needle\0")
    index = opened()
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY
    assert await found(index, bench, "needle") == []
    bench.files.read.clear()
    old = 1_000_000_000
    for path in bench.root.rglob("*.*"):
        os.utime(path, (old, old))
    await index.refresh(bench.root)
    bench.files.read.clear()
    await index.refresh(bench.root)
    assert bench.files.read == []  # Neither are those read again that were left out.


async def test_a_name_that_is_no_unicode_harms_nobody(bench: Bench, opened: Open) -> None:
    try:
        (bench.root / os.fsdecode(b"caf\xe9.py")).write_text("needle = 1\n", "utf-8")
    except OSError:
        pytest.skip("the file system has Unicode names only")
    index = opened()
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY
    assert await found(index, bench, "needle") == []


async def test_a_file_of_many_rows_is_whole(bench: Bench, opened: Open) -> None:
    bench.write("long.py", "".join(f"value_{number} = 'common'\n" for number in range(12_000)))
    index = opened()
    assert (await index.refresh(bench.root)).chunks == 1203
    assert await found(index, bench, "11999") == ["long.py"]
    assert len(await index.search(bench.root, Query("common", limit=2000))) == 1200


async def test_the_next_process_has_nothing_to_do(bench: Bench, opened: Open) -> None:
    await (index := opened()).refresh(bench.root)
    await index.close()
    bench.chunker.chunked.clear()
    again = opened()
    assert (await again.status(bench.root)).phase is IndexPhase.READY
    assert await found(again, bench, "whiskers") == ["animals/cat.py"]
    ranking = (await again.store(bench.root)).ranking
    assert isinstance(ranking, WordsAlone)
    assert ranking.files["README.md"] == ["readme md cats and dogs"]
    assert (await again.refresh(bench.root)).phase is IndexPhase.READY
    assert bench.chunker.chunked == []


async def test_what_another_process_writes_is_found(bench: Bench, opened: Open) -> None:
    here, there = opened(), opened()
    await here.refresh(bench.root)
    assert await found(there, bench, "bone") == ["animals/dog.py"]
    await here.refresh(bench.root, [bench.write("animals/cat.py", "milk = 1\n")])
    assert await found(there, bench, "milk") == ["animals/cat.py"]
    assert await found(there, bench, "whiskers") == []
    await here.keep_up(is_idle=True)
    assert await found(there, bench, "milk") == ["animals/cat.py"]
    await there.refresh(bench.root, [bench.write("animals/dog.py", "sausage = 1\n")])
    assert await found(here, bench, "sausage") == ["animals/dog.py"]
    assert (await here.status(bench.root)).chunks == 3


async def test_two_that_begin_at_once_do_the_work_once(bench: Bench, opened: Open) -> None:
    statuses = await asyncio.gather(opened().refresh(bench.root), opened().refresh(bench.root))
    assert [(status.phase, status.chunks) for status in statuses] == [(IndexPhase.READY, 3)] * 2
    assert sorted(bench.chunker.chunked) == ["README.md", "animals/cat.py", "animals/dog.py"]


async def test_switching_back_to_a_branch_costs_a_look_at_hashes(bench: Bench, opened: Open) -> None:
    git(bench.root, "init")
    git(bench.root, "add", ".")
    git(bench.root, "commit", "-m", "one")
    index = opened()
    await index.refresh(bench.root)
    git(bench.root, "checkout", "-b", "feature")
    for number in range(3):
        bench.write("animals/cat.py", f"def hiss():\n    return 'claws {number}'\n")
        await index.refresh(bench.root, [bench.root / "animals" / "cat.py"])
    bench.write("animals/bird.py", "def sing():\n    return 'wings'\n")
    await index.refresh(bench.root)
    git(bench.root, "add", ".")
    git(bench.root, "commit", "-m", "two")
    # What no branch has is let go, what a branch has stays.
    await index.keep_up(is_idle=True)
    bench.chunker.chunked.clear()
    embedded = bench.embedder.asked if bench.embedder else 0
    git(bench.root, "checkout", "main")
    # One file is enough to notice that it is another branch.
    await index.refresh(bench.root, [bench.root / "README.md"])
    assert (await found(index, bench, "whiskers"), await found(index, bench, "claws wings")) == (["animals/cat.py"], [])
    git(bench.root, "checkout", "feature")
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY
    assert await found(index, bench, "claws wings") == ["animals/bird.py", "animals/cat.py"]
    assert bench.chunker.chunked == []
    assert bench.embedder is not None
    assert bench.embedder.asked == embedded


async def test_a_text_that_was_let_go_comes_back(bench: Bench, opened: Open) -> None:
    index, cat = opened(), bench.root / "animals" / "cat.py"
    text = cat.read_text("utf-8")
    await index.refresh(bench.root)
    await index.refresh(bench.root, [bench.write("animals/cat.py", "milk = 1\n")])
    await index.keep_up(is_idle=True)
    bench.write("animals/cat.py", text)
    await index.refresh(bench.root, [cat])
    assert await found(index, bench, "whiskers") == ["animals/cat.py"]
    assert await found(index, bench, "milk") == []


async def test_a_run_that_is_cancelled_keeps_what_it_has_and_says_that_it_is_not_complete(
    bench: Bench, opened: Open
) -> None:
    for number in range(100):
        bench.write(f"many/file{number}.py", "word\n" * 200)
    index = opened()

    def stop(done: int, _total: int) -> None:
        if done >= 40:
            task.cancel()

    task = asyncio.create_task(index.refresh(bench.root, None, stop))
    with pytest.raises(asyncio.CancelledError):
        await task
    status = await index.status(bench.root)
    assert status.phase is IndexPhase.INCOMPLETE
    first = len(bench.chunker.chunked)
    assert (await index.refresh(bench.root)).phase is IndexPhase.READY
    # What had been written was not made again.
    assert len(bench.chunker.chunked) < first + 103
    assert set(await found(index, bench, "77")) == {"many/file77.py"}


async def test_it_is_not_ready_while_a_file_is_under_way(bench: Bench, opened: Open) -> None:
    index, phases = opened(), list[IndexStatus]()
    await index.refresh(bench.root)

    def look() -> None:
        # As another process would see it.
        with_others = bench.index()
        phases.append(asyncio.run(with_others.status(bench.root)))

    bench.chunker.meanwhile = look
    await index.refresh(bench.root, [bench.write("animals/cat.py", "milk = 1\n")])
    assert [status.phase for status in phases] == [IndexPhase.INCOMPLETE]
    assert (await index.status(bench.root)).phase is IndexPhase.READY


async def test_another_embedder_makes_vectors_anew_and_nothing_else(bench: Bench, opened: Open) -> None:
    await (index := opened()).refresh(bench.root)
    await index.close()
    bench.chunker.chunked.clear()
    bench.embedder = HashingEmbedder(dimensions=8, id="smaller")
    again = opened()
    status = await again.refresh(bench.root)
    assert (status.phase, status.embedder) == (IndexPhase.READY, "smaller 8")
    assert (bench.chunker.chunked, bench.embedder.asked) == ([], 3)
    library = await (await again.store(bench.root)).library()
    vector = (await bench.embedder.embed(["return whiskers purr def"]))[0]
    nearest = await library.nearest(vector, 1)
    assert [scored.chunk.path for scored in nearest] == ["animals/cat.py"]
    assert await found(again, bench, "whiskers") == ["animals/cat.py"]


async def test_an_embedder_that_fails_leaves_words_to_search(bench: Bench, opened: Open) -> None:
    assert bench.embedder is not None
    bench.embedder.works = False
    index = opened()
    status = await index.refresh(bench.root)
    assert status.phase is IndexPhase.INCOMPLETE
    assert "nobody answers" in status.reason
    assert await found(index, bench, "whiskers") == ["animals/cat.py"]
    bench.embedder.works = True
    bench.chunker.chunked.clear()
    status = await index.refresh(bench.root)
    assert (status.phase, status.reason, bench.chunker.chunked) == (IndexPhase.READY, "", [])
    assert bench.embedder.asked == 3


async def test_another_chunker_begins_anew(bench: Bench, opened: Open) -> None:
    await (index := opened()).refresh(bench.root)
    await index.close()
    bench.version = "twenties"
    again = opened()
    assert await found(again, bench, "whiskers") == []
    assert (await again.refresh(bench.root)).chunks == 3


async def test_without_an_embedder_there_are_no_vectors(bench: Bench, opened: Open) -> None:
    bench.embedder = None
    index = opened()
    assert (await index.refresh(bench.root)).embedder == ""
    assert await found(index, bench, "whiskers") == ["animals/cat.py"]
    assert list(await (await (await index.store(bench.root)).library()).nearest([1.0], 5)) == []


async def test_it_takes_no_more_rows_than_it_may(bench: Bench, opened: Open) -> None:
    for number in range(120):
        bench.write(f"many/file{number}.py", "word\n" * 100)
    bench.limits = Limits(rows=500)
    index = opened()
    status = await index.refresh(bench.root)
    assert (status.phase, status.reason) == (IndexPhase.INCOMPLETE, "the folder has more than 500 pieces of code")
    assert 500 < status.chunks < 1000


async def test_other_branches_make_way_where_there_is_little_room(bench: Bench, opened: Open) -> None:
    git(bench.root, "init")
    index = opened()
    for branch in ("one", "two", "three"):
        git(bench.root, "checkout", "-b", branch)
        bench.write("animals/cat.py", f"def purr():\n    return '{branch}'\n" + f"# {branch}\n" * 500)
        await index.refresh(bench.root)
    await index.close()
    bench.limits = Limits(bytes_on_disk=1)
    again = opened()
    await again.refresh(bench.root, [bench.write("animals/dog.py", "bone = 1\n")])
    await again.keep_up(is_idle=False)
    manifest = Manifest(place_of(bench.caches, bench.root).manifest)
    assert manifest.other_branches() == []
    assert {version.path for version in manifest.versions()} == {"README.md", "animals/cat.py", "animals/dog.py"}
    manifest.close()
