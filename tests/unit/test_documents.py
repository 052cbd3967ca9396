"""Open buffers: snapshots never change, unknown documents are left alone, an older incarnation has no say any more."""

from dataclasses import replace
from pathlib import Path

from omni_lsp.model.text import Lines, Snapshot
from omni_lsp.state.documents import Documents

URI = "file:///a.py"
PATH = Path("/a.py")


def test_a_snapshot_handed_out_stays_as_it_was() -> None:
    documents = Documents()
    documents.open(Snapshot(URI, 1, "python", "one"))
    before = documents.get(URI)
    after = documents.change(URI, 2, Lines("two"))
    assert before is not None
    assert after is not None
    assert (before.version, before.text) == (1, "one")
    assert (after.version, after.text, after.language) == (2, "two", "python")
    assert before.digest != after.digest
    assert documents.get(URI) is after


def test_a_change_of_a_closed_document_is_ignored() -> None:
    documents = Documents()
    documents.open(Snapshot(URI, 1, "python", "one"))
    documents.close(URI)
    documents.close(URI)
    assert documents.change(URI, 2, Lines("two")) is None
    assert list(documents) == []


def test_opening_again_replaces() -> None:
    documents = Documents()
    documents.open(Snapshot(URI, 5, "python", "one"))
    documents.open(Snapshot(URI, 1, "python", "two"))
    assert [snapshot.text for snapshot in documents] == ["two"]


def test_versions_repeat_go_back_and_jump_as_they_like() -> None:
    documents = Documents()
    first = Snapshot(URI, 7, "python", "one")
    documents.open(first)
    for version in (7, 3, 900):
        changed = documents.change(URI, version, Lines(f"text {version}"))
        assert changed is not None
        assert (changed.version, changed.text) == (version, f"text {version}")
        assert documents.holds(changed)
    assert documents.holds(first)


def test_what_was_opened_anew_or_closed_has_no_say() -> None:
    documents = Documents()
    old = Snapshot(URI, 1, "python", "one")
    documents.open(old)
    changed = documents.change(URI, 2, Lines("two"))
    assert changed is not None
    new = Snapshot(URI, 1, "python", "three")
    documents.open(new)
    assert [documents.holds(snapshot) for snapshot in (old, changed, new)] == [False, False, True]
    documents.close(URI)
    assert not documents.holds(new)


def test_a_file_on_disk_has_a_say_while_it_is_not_open() -> None:
    documents = Documents()
    disk = Snapshot("file:///a.py", None, "python", "one", PATH)
    assert documents.holds(disk)
    documents.open(Snapshot("file:///%61.py", 1, "python", "two", PATH))
    assert not documents.holds(disk)
    documents.close("file:///%61.py")
    assert documents.holds(disk)


def test_a_document_is_found_by_its_file_however_its_uri_is_spelt() -> None:
    documents = Documents()
    one, other = (Snapshot(uri, 1, "python", "", PATH) for uri in ("file:///a.py", "file:///%61.py"))
    documents.open(one)
    documents.open(other)
    documents.open(replace(one, text="x"))
    assert documents.at(PATH) == replace(one, text="x")
    documents.close(one.uri)
    assert documents.at(PATH) is other
    documents.close(other.uri)
    assert documents.at(PATH) is None
    documents.open(Snapshot("", 1, "python", ""))
    assert documents.at(PATH) is None
