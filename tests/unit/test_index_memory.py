"""The parts of an index that are in memory: recent words, vectors, texts; and the manifest, on the disk or not."""

import asyncio
import math
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from omni_lsp.adapters.index.branch import branch_of
from omni_lsp.adapters.index.faults import DamagedError, faults
from omni_lsp.adapters.index.lock import locked
from omni_lsp.adapters.index.manifest import Look, Manifest, Version
from omni_lsp.adapters.index.place import place_of
from omni_lsp.adapters.index.recent import Corpus, Recent, corpus_of
from omni_lsp.adapters.index.texts import Texts
from omni_lsp.adapters.index.vectors import Vectors
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTransientError
from omni_lsp.model.retrieval import Chunk
from omni_lsp.ports.folder import Stamp

WORDS = st.lists(st.sampled_from(["cat", "dog", "fox", "owl", "cow"]), max_size=12).map(" ".join)


def chunk(path: str, terms: str = "", text: str = "", start: int = 0) -> Chunk:
    return Chunk(path, f"hash of {path}", start, start + 1, "python", text, (), terms)


def look(path: str, file_hash: str, looked: int = 1, *, size: int = 5) -> Look:
    return Look(path, file_hash, Stamp(1, size, 2**64, is_folder=False), looked)


# Words


def by_the_book(query: str, document: str, documents: list[str]) -> float:
    """BM25 as Robertson and Zaragoza have it (2009), with k1 = 1.2 and b = 0.75 and an idf that is never negative."""
    average = sum(len(other.split()) for other in documents) / len(documents)
    counts, length, score = Counter(document.split()), len(document.split()), 0.0
    for word in query.split():
        having = sum(word in other.split() for other in documents)
        rarity = math.log(1 + (len(documents) - having + 0.5) / (having + 0.5))
        score += rarity * counts[word] * 2.2 / (counts[word] + 1.2 * (0.25 + 0.75 * length / average))
    return score


@given(st.lists(WORDS.filter(bool), min_size=1, max_size=8), WORDS)
def test_scores_are_those_of_the_book(documents: list[str], query: str) -> None:
    recent = Recent()
    for number, document in enumerate(documents):
        recent.put(chunk(f"{number}", document))
    found = dict(recent.search(query, 100))
    expected = {number: by_the_book(query, document, documents) for number, document in enumerate(documents)}
    assert found == pytest.approx({chunk(f"{number}").id: score for number, score in expected.items() if score})


@given(st.lists(st.tuples(st.sampled_from("abc"), WORDS), max_size=12))
def test_what_was_replaced_or_dropped_leaves_nothing(steps: list[tuple[str, str]]) -> None:
    recent, fresh, last = Recent(), Recent(), dict[str, str]()
    for path, terms in steps:
        if terms:
            recent.put(chunk(path, terms))
            last[path] = terms
        else:
            recent.drop(chunk(path).id)
            last.pop(path, None)
    for path, terms in last.items():
        fresh.put(chunk(path, terms))
    assert len(recent) == len(last)
    everything = "cat dog fox owl cow"
    assert dict(recent.search(everything, 9)) == pytest.approx(dict(fresh.search(everything, 9)))


def test_words_of_other_rows_count() -> None:
    recent = Recent()
    recent.corpus = corpus_of(["cat"] * 50 + ["dog", "owl"])
    recent.put(chunk("a", "cat"))
    recent.put(chunk("b", "fox"))
    assert [name for name, _ in recent.search("cat fox", 2)] == [chunk("b").id, chunk("a").id]
    assert recent.search("cat fox", 1)[0][0] == chunk("b").id
    assert [name for name, _ in recent.search("cat fox", 2, among={"a"})] == [chunk("a").id]


def test_a_part_stands_for_all() -> None:
    assert corpus_of(["a b", "a"], 10.0) == Corpus(20, 30, {"a": 20})


# Vectors


def test_the_nearest_come_first_and_the_dropped_never() -> None:
    vectors = Vectors(4)
    made = np.eye(4, dtype=np.float32)
    vectors.put(["a", "b", "c"], made[:3])
    vectors.put(["d"], np.zeros((1, 4), dtype=np.float32))
    assert vectors.nearest([1.0, 0.5, 0.0, 0.0], 9) == [("a", pytest.approx(1.0)), ("b", pytest.approx(0.5))]
    vectors.drop("a")
    vectors.drop("unknown")
    assert [name for name, _ in vectors.nearest([1.0, 0.5, 0.0, 0.0], 9)] == ["b"]
    assert vectors.nearest([0.0, 0.5, 1.0, 0.0], 9, lambda name: name != "c") == [("b", pytest.approx(0.5))]
    vectors.put(["e"], made[:1])
    assert [name for name, _ in vectors.nearest([1.0, 0.5, 0.0, 0.0], 1)] == ["e"]
    assert len(vectors) == 4


def test_bytes_are_as_good_as_numbers_with_a_point() -> None:
    random = np.random.default_rng(1)
    made = random.standard_normal((3000, 64)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    vectors = Vectors(64)
    vectors.put([str(number) for number in range(3000)], made)
    found = vectors.nearest(made[7].tolist(), 20)
    assert found[0] == ("7", pytest.approx(1.0, abs=0.01))
    exact = made @ made[7]
    assert len({name for name, _ in found} & {str(number) for number in np.argsort(-exact)[:20]}) >= 18
    assert all(one >= two for (_, one), (_, two) in pairwise(found))


# Texts


def test_texts_come_back_until_they_are_dropped() -> None:
    texts = Texts()
    parts = [chunk("a", text="one\n"), chunk("a", text="", start=1), chunk("a", text="\udc80 ü\n", start=2)]
    for part in parts:
        texts.put(part)
    assert [texts.text(part.id) for part in parts] == ["one\n", "", "\udc80 ü\n"]
    texts.drop(parts[0].id)
    assert [texts.text(part.id) for part in parts] == [None, "", "\udc80 ü\n"]


def test_texts_beyond_the_limit_are_not_kept() -> None:
    texts = Texts(limit=40)
    texts.put(chunk("a", text="short"))
    texts.put(chunk("b", text="".join(map(chr, range(300)))))
    assert texts.text(chunk("a").id) == "short"
    assert texts.text(chunk("b").id) is None


# The manifest


@pytest.fixture(params=["disk", "memory"])
def manifest(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Manifest]:
    with closing(Manifest(tmp_path / "m.sqlite3" if request.param == "disk" else None)) as made:
        yield made


def test_looks_come_back_as_they_were(manifest: Manifest) -> None:
    without = Look("b", "2", None, 7)
    manifest.commit("me", "main", [look("a", "1"), without], {Version("a", "1"): 3, Version("b", "2"): 1})
    assert manifest.looks() == {"a": look("a", "1"), "b": without}
    assert manifest.current() == {"a": "1", "b": "2"}
    counts = manifest.counts()
    assert (counts.files, counts.rows, counts.all_rows, counts.pending) == (2, 4, 4, 0)


def test_an_older_look_does_not_replace_a_newer_one(manifest: Manifest) -> None:
    manifest.commit("me", "", [look("a", "new", 20)], {Version("a", "new"): 1})
    assert manifest.commit("other", "", [look("a", "old", 10)], {Version("a", "old"): 1}) == []
    assert manifest.commit("other", "", [], {}, [look("a", "", 10)]) == []
    assert manifest.current() == {"a": "new"}
    assert manifest.commit("other", "", [], {}, [look("a", "", 30)]) == [look("a", "", 30)]
    assert manifest.current() == {}


def test_only_what_neither_a_file_nor_a_branch_has_is_an_orphan(manifest: Manifest) -> None:
    for branch, text in (("main", "1"), ("feature", "2"), ("feature", "3")):
        manifest.commit("me", branch, [look("a", text, int(text))], {Version("a", text): 1})
        manifest.finish("me", branch)
    assert manifest.orphans() == {Version("a", "2"): 1}
    assert manifest.other_branches() == ["main"]
    manifest.forget_branch("main")
    assert set(manifest.orphans()) == {Version("a", "1"), Version("a", "2")}
    manifest.drop(manifest.orphans())
    assert set(manifest.versions()) == {Version("a", "3")}


def test_what_is_under_way_is_so_until_its_owner_has_it(manifest: Manifest) -> None:
    manifest.begin("me", ["a", "b"], whole=True)
    manifest.begin("other", ["a"], whole=False)
    manifest.commit("me", "", [look("a", "1"), look("b", "1")], {})
    assert manifest.pending() == {"a"}
    manifest.inherit("me")
    manifest.finish("me", "")
    assert manifest.pending() == set()
    assert manifest.meta()["listed"] == "1"


def test_files_below_a_folder_are_known(manifest: Manifest) -> None:
    paths = ["src", "src/a", "src/b/c", "src-other", "src0"]
    manifest.commit("me", "", [look(path, "1") for path in paths], {})
    assert manifest.below("src") == ["src", "src/a", "src/b/c"]


def test_nothing_of_a_commit_that_fails_stays(manifest: Manifest) -> None:
    bad = Look("b", None, None, 1)  # type: ignore[arg-type]
    with pytest.raises(AgentError):
        manifest.commit("me", "", [look("a", "1"), bad], {Version("a", "1"): 1})
    assert (manifest.looks(), manifest.versions()) == ({}, {})


def test_another_connection_notices_changes_and_replacement(tmp_path: Path) -> None:
    file = tmp_path / "m.sqlite3"
    with closing(Manifest(file)) as one, closing(Manifest(file)) as two:
        two.has_changed()
        assert not two.has_changed()
        one.note(key="value")
        assert two.has_changed()
        assert not two.has_changed()
        assert not two.is_replaced()
        file.unlink()
        assert two.is_replaced()


# The rest


def test_faults_say_nothing_of_paths() -> None:
    said = {
        OSError(28, "No space left on device"): (AgentTransientError, "the disk is full"),
        RuntimeError("lance error: /root/.cargo/x.rs: No space left on device"): (
            AgentTransientError,
            "the disk is full",
        ),
        PermissionError(13, "Permission denied"): (AgentFatalError, "its folder cannot be written to"),
        sqlite3.OperationalError("attempt to write a readonly database"): (
            AgentFatalError,
            "its folder cannot be written to",
        ),
        RuntimeError("Retryable commit conflict for version 3"): (
            AgentTransientError,
            "another process was writing to it",
        ),
        ValueError("Table 'chunks' was not found"): (DamagedError, "what is kept there cannot be read"),
        sqlite3.DatabaseError("file is not a database"): (DamagedError, "what is kept there cannot be read"),
        ImportError("no module", name="lancedb"): (AgentFatalError, "lancedb cannot be loaded"),
    }
    for error, (kind, reason) in said.items():
        with pytest.raises(AgentError) as raised, faults("read"):
            raise error
        assert (type(raised.value), raised.value.reason) == (kind, reason)
    with pytest.raises(TimeoutError), faults("read"):
        raise TimeoutError


async def test_a_lock_is_for_one_at_a_time(tmp_path: Path) -> None:
    order: list[str] = []

    async def hold(name: str) -> None:
        async with locked(tmp_path / "lock", 5.0):
            order.append(name)
            await asyncio.sleep(0)
            order.append(name)

    await asyncio.gather(hold("a"), hold("b"), hold("c"))
    assert order == [name for name in order[::2] for _ in range(2)]


async def test_a_cancelled_wait_for_a_lock_ends_at_once(tmp_path: Path) -> None:
    async with locked(tmp_path / "lock", None):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01), locked(tmp_path / "lock", None):
                pass


def test_a_folder_has_one_place_by_every_way_to_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert place_of(tmp_path, tmp_path / "link") == place_of(tmp_path, tmp_path / "real" / ".." / "real")
    assert place_of(tmp_path, tmp_path / "real") != place_of(tmp_path, tmp_path)
    assert place_of(Path("relative"), tmp_path).folder.is_absolute()


def test_the_branch_is_told_by_two_files(tmp_path: Path) -> None:
    assert branch_of(tmp_path / "nothing") == ""
    git = tmp_path / "repository" / ".git"
    git.mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/feature/one\n", "utf-8")
    assert branch_of(git.parent / "sub" / "folder") == "feature/one"
    (git / "HEAD").write_text("0123abcd\n", "utf-8")
    assert branch_of(git.parent) == "0123abcd"
    worktree = tmp_path / "worktree"
    worktree.mkdir()
    (worktree / ".git").write_text("gitdir: ../repository/.git/worktrees/w\n", "utf-8")
    (git / "worktrees" / "w").mkdir(parents=True)
    (git / "worktrees" / "w" / "HEAD").write_text("ref: refs/heads/two\n", "utf-8")
    assert branch_of(worktree) == "two"
