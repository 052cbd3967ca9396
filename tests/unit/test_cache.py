"""The result cache: what comes back, what goes, and that nothing wrong with it ever reaches the check."""

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from omni_lsp.adapters.cache import CachedFinding, RunCache, cached, restored, run_key
from omni_lsp.model.finding import Finding, Related, Rule, Severity
from omni_lsp.model.text import Snapshot, Span

ONE = CachedFinding("r", Severity.ERROR.value, "security", "a \ud800 “quoted”", 3, 7, "f" * 32)
RULE = Rule("r", "Rule", Severity.ERROR)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[RunCache]:
    with closing(RunCache(tmp_path / "new" / "folder")) as opened:
        yield opened


def file_of(folder: Path) -> Path:
    [path] = folder.glob("*.sqlite3")
    return path


def fill(folder: Path) -> None:
    with closing(RunCache(folder)) as cache:
        cache.put_many({f"{number:05}": (ONE,) * 5 for number in range(2_000)})


def spoil(path: Path) -> None:
    """The pages after the first still look like a database of this size, and hold rubbish."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


def test_what_was_put_comes_back(cache: RunCache) -> None:
    cache.put_many({"a": (ONE, ONE), "b": ()})
    assert cache.get_many(["a", "b", "c"]) == {"a": (ONE, ONE), "b": ()}


def test_it_outlives_the_process(tmp_path: Path) -> None:
    with closing(RunCache(tmp_path)) as first:
        first.put_many({"a": (ONE,)})
    with closing(RunCache(tmp_path)) as second:
        assert second.get_many(["a"]) == {"a": (ONE,)}


def test_a_new_value_replaces_the_old(cache: RunCache) -> None:
    cache.put_many({"a": (ONE,)})
    cache.put_many({"a": ()})
    assert cache.get_many(["a"]) == {"a": ()}


def test_no_keys_and_no_runs_are_fine(cache: RunCache) -> None:
    cache.put_many({})
    assert cache.get_many([]) == {}


def test_thousands_of_keys_at_once(cache: RunCache) -> None:
    keys = [f"{number:032x}" for number in range(40_000)]
    cache.put_many(dict.fromkeys(keys, ()))
    assert cache.get_many(keys).keys() == set(keys)


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    with closing(RunCache(tmp_path, limit_rows=3)) as first:
        first.put_many({"a": (), "b": (), "c": ()})
    with closing(RunCache(tmp_path, limit_rows=3)) as second:
        second.get_many(["a"])
        second.put_many({"d": ()})
        assert second.get_many(["a", "b", "c", "d"]).keys() == {"a", "c", "d"}
        second.put_many({"e": ()})
        assert second.get_many(["a", "b", "c", "d", "e"]).keys() == {"c", "d", "e"}


def test_a_batch_larger_than_the_limit_keeps_the_limit(tmp_path: Path) -> None:
    with closing(RunCache(tmp_path, limit_rows=2)) as cache:
        cache.put_many({str(number): () for number in range(10)})
        assert cache.get_many([str(number) for number in range(10)]).keys() == {"8", "9"}


def test_a_closed_cache_is_empty_and_quiet(cache: RunCache) -> None:
    cache.close()
    cache.put_many({"a": ()})
    assert cache.get_many(["a"]) == {}


def test_a_corrupt_file_is_rebuilt(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(RunCache(tmp_path)) as cache:
        cache.put_many({"a": (ONE,)})
    file_of(tmp_path).write_bytes(b"no database at all " * 500)
    with closing(RunCache(tmp_path)) as cache:
        assert cache.get_many(["a"]) == {}
        cache.put_many({"b": (ONE,)})
        assert cache.get_many(["b"]) == {"b": (ONE,)}
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


@pytest.mark.parametrize("act", ["get", "put"])
def test_a_file_that_breaks_while_open_is_rebuilt(tmp_path: Path, act: str) -> None:
    fill(tmp_path)
    with closing(RunCache(tmp_path)) as cache:
        spoil(file_of(tmp_path))
        if act == "get":
            assert cache.get_many(["00001"]) == {}
        else:
            cache.put_many({"00001": ()})
        cache.put_many({"b": (ONE,)})
        assert cache.get_many(["b"]) == {"b": (ONE,)}


def test_a_broken_file_that_cannot_be_replaced_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    fill(tmp_path)
    with closing(RunCache(tmp_path)) as cache:
        path = file_of(tmp_path)
        path.with_name(path.name + "-journal").mkdir()
        spoil(path)
        assert cache.get_many(["00001"]) == {}
        cache.put_many({"b": (ONE,)})
        assert cache.get_many(["b"]) == {}
    assert "cannot be replaced" in caplog.text


def test_a_locked_file_is_ignored(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(RunCache(tmp_path)) as cache:
        cache.put_many({"a": (ONE,)})
        with closing(sqlite3.connect(file_of(tmp_path), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            cache.put_many({"b": (ONE,)})
            assert "locked" in caplog.text
            assert cache.get_many(["a"]) == {}
            other.execute("ROLLBACK")
    with closing(RunCache(tmp_path)) as cache:
        assert cache.get_many(["a", "b"]) == {"a": (ONE,)}


def test_reading_works_while_another_process_writes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(RunCache(tmp_path)) as cache:
        cache.put_many({"a": (ONE,)})
    with closing(RunCache(tmp_path)) as cache, closing(sqlite3.connect(file_of(tmp_path))) as other:
        other.execute("UPDATE runs SET used = 0")
        assert cache.get_many(["a"]) == {"a": (ONE,)}
        assert "locked" in caplog.text


def test_a_place_that_cannot_be_written_is_ignored(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    with closing(RunCache(tmp_path / "file")) as cache:
        cache.put_many({"a": ()})
        assert cache.get_many(["a"]) == {}
    assert "cannot be opened" in caplog.text


@pytest.mark.parametrize("value", ["", "{", "5", "[5]", "[[1]]", '[["r"]]'])
def test_an_entry_that_makes_no_sense_is_a_miss(tmp_path: Path, value: str) -> None:
    with closing(RunCache(tmp_path)) as cache:
        cache.put_many({"a": (), "b": ()})
        with closing(sqlite3.connect(file_of(tmp_path))) as other, other:
            other.execute("UPDATE runs SET findings = ? WHERE key = 'a'", (value,))
        assert cache.get_many(["a", "b"]) == {"b": ()}


def test_two_processes_write_side_by_side(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from omni_lsp.adapters.cache import CachedFinding, RunCache
cache = RunCache(Path(sys.argv[1]))
for number in range(50):
    cache.put_many({f"{sys.argv[2]}{number}": (CachedFinding("r", 1, "a", "m", 0, 1, "f"),)})
    cache.get_many([f"a{number}", f"b{number}"])
cache.close()
"""
    RunCache(tmp_path).close()
    root = Path(__file__).parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path, name], cwd=root, stderr=subprocess.PIPE)
        for name in "ab"
    ]
    for writer in writers:
        assert writer.communicate()[1] == b""
    with closing(RunCache(tmp_path)) as cache:
        assert len(cache.get_many([f"{name}{number}" for name in "ab" for number in range(50)])) == 100


def test_findings_come_back_with_their_rules() -> None:
    findings = (Finding(RULE, "security", "message", Span(3, 7), "f" * 32),)
    assert restored(cached(findings), {"r": RULE}) == findings
    assert restored((), {}) == ()


def test_a_rule_nobody_knows_is_a_miss() -> None:
    assert restored((ONE,), {"other": RULE}) is None


def test_a_key_changes_with_everything_the_run_depends_on() -> None:
    root = Path.cwd()
    snapshot = Snapshot("file:///a.py", None, "python", "text", root / "a.py", root)
    others = (
        replace(snapshot, text="other"),
        replace(snapshot, language="go"),
        replace(snapshot, path=root / "b.py"),
    )
    keys = {run_key(each, "rules", "plan", "1.0") for each in (snapshot, *others)}
    keys |= {run_key(snapshot, *digests) for digests in (("rules", "plan", "2.0"), ("rulesplan", "1.0"), ("rules",))}
    assert len(keys) == 7
    assert run_key(replace(snapshot, version=7), "rules") == run_key(snapshot, "rules")


def test_the_way_of_the_data_comes_back_too(cache: RunCache) -> None:
    way = (Related(Span(0, 1), "Comes from a"), Related(Span(2, 3), "Goes through b"))
    finding = Finding(RULE, "security", "m", Span(3, 7), "f", related=way)
    cache.put_many({"a": cached([finding])})
    assert restored(cache.get_many(["a"])["a"], {"r": RULE}) == (finding,)
