"""Open buffers: snapshots never change, unknown documents are left alone."""

from omni_lsp.model.text import Snapshot
from omni_lsp.state.documents import Documents


def test_a_snapshot_handed_out_stays_as_it_was() -> None:
    documents = Documents()
    documents.open(Snapshot("file:///a.py", 1, "python", "one"))
    before = documents.get("file:///a.py")
    after = documents.change("file:///a.py", 2, "two")
    assert before is not None
    assert after is not None
    assert (before.version, before.text) == (1, "one")
    assert (after.version, after.text, after.language) == (2, "two", "python")
    assert before.digest != after.digest
    assert documents.get("file:///a.py") is after


def test_a_change_of_a_closed_document_is_ignored() -> None:
    documents = Documents()
    documents.open(Snapshot("file:///a.py", 1, "python", "one"))
    documents.close("file:///a.py")
    documents.close("file:///a.py")
    assert documents.change("file:///a.py", 2, "two") is None
    assert list(documents) == []


def test_opening_again_replaces() -> None:
    documents = Documents()
    documents.open(Snapshot("file:///a.py", 5, "python", "one"))
    documents.open(Snapshot("file:///a.py", 1, "python", "two"))
    assert [snapshot.text for snapshot in documents] == ["two"]
