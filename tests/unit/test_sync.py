"""Documents as the client tells of them: what is looked at, what is shown, and that no older run has the last word."""

import logging

import pytest
from lsprotocol import types
from sync_fakes import Desk, insertion, item, version

from omni_lsp.lsp.sync import changed, closed, opened, saved
from omni_lsp.lsp.uris import path_of
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot

URI = "file:///a.py"


@pytest.fixture
async def desk() -> Desk:
    return Desk()


async def test_what_happens_to_a_document_is_handed_over(desk: Desk) -> None:
    opened(desk.server, item(URI, "one"))
    changed(desk.server, version(URI), [insertion("x"), insertion("y", 0, 1)])
    saved(desk.server, URI)
    assert desk.core.texts == [(URI, "one", Trigger.OPEN), (URI, "xyone", Trigger.CHANGE), (URI, "xyone", Trigger.SAVE)]
    closed(desk.server, URI)
    assert desk.core.cancelled == [URI]
    assert desk.server.documents.get(URI) is None


@pytest.mark.parametrize("uri", [URI, "untitled:Untitled-1", "file://[", "", "\ud800"])
async def test_what_is_not_open_is_left_alone_and_logged(
    desk: Desk, uri: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "omni_lsp"):
        changed(desk.server, version(uri), [insertion("x")])
        saved(desk.server, uri)
        closed(desk.server, uri)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "changed, but not open",
        "saved, but not open",
        "closed, but not open",
    ]
    assert (desk.core.texts, desk.core.cancelled, desk.client.sent) == ([], [], [])


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "git:/a.py?HEAD", "file://[", "", "file:///a%00.py", "\ud800"])
async def test_documents_without_a_file_are_looked_at_by_their_text(desk: Desk, uri: str) -> None:
    opened(desk.server, item(uri, "one"))
    ((snapshot, _),) = desk.core.submitted
    assert (snapshot.text, snapshot.language, snapshot.path, snapshot.root) == ("one", "python", None, None)
    desk.found(snapshot, 1)
    assert desk.shown() == {uri: [(0, 1)]}


async def test_before_the_application_is_up_documents_are_kept(desk: Desk) -> None:
    desk.server.core = None
    opened(desk.server, item(URI, "one"))
    changed(desk.server, version(URI), [insertion("x")])
    saved(desk.server, URI)
    assert [snapshot.text for snapshot in desk.server.documents] == ["xone"]
    closed(desk.server, URI)
    assert list(desk.server.documents) == []


async def test_findings_are_shown_under_the_spelling_of_the_client(desk: Desk) -> None:
    for uri in ("file:///a%20b.py", "file:///a b.py", "file:///%61%20b.py"):
        opened(desk.server, item(uri, "x"))
        desk.found(desk.core.submitted[-1][0], 0)
        assert list(desk.shown()) == [uri]
        closed(desk.server, uri)
        assert desk.shown() == {}


async def test_what_was_found_in_the_file_goes_when_the_client_opens_it_under_another_name(desk: Desk) -> None:
    disk = Snapshot("file:///a%20b.py", None, "python", "x", path_of("file:///a%20b.py"))
    desk.found(disk, 0)
    assert desk.shown() == {"file:///a%20b.py": [(0, 0)]}
    opened(desk.server, item("file:///a b.py", "x"))
    assert desk.shown() == {}
    desk.found(disk, 0)
    assert desk.shown() == {}


async def test_findings_follow_the_text_while_a_run_is_going_on(desk: Desk) -> None:
    opened(desk.server, item(URI, "one"))
    before = desk.core.submitted[-1][0]
    changed(desk.server, version(URI), [insertion("a\nb")])
    desk.found(before, 0)
    assert desk.shown() == {URI: [(1, 1)]}


async def test_a_run_over_an_older_version_does_not_take_the_place_of_a_newer_one(desk: Desk) -> None:
    opened(desk.server, item(URI, "one", version=5))
    older = desk.core.submitted[-1][0]
    # Its number goes back, as that of a client that starts to count anew.
    changed(desk.server, version(URI, 1), [insertion("x")])
    newer = desk.core.submitted[-1][0]
    desk.found(newer, 2)
    desk.found(older, 0)
    assert desk.shown() == {URI: [(0, 2)]}


async def test_a_run_over_a_document_as_it_was_before_it_was_opened_anew_is_not_taken(desk: Desk) -> None:
    opened(desk.server, item(URI, "one"))
    older = desk.core.submitted[-1][0]
    desk.found(older, 0)
    opened(desk.server, item(URI, "another one"))
    assert desk.core.cancelled == [URI]
    assert desk.shown() == {}
    desk.found(older, 1)
    assert desk.shown() == {}
    desk.found(desk.core.submitted[-1][0], 8)
    assert desk.shown() == {URI: [(0, 8)]}


async def test_a_run_over_a_closed_document_is_not_taken(desk: Desk) -> None:
    opened(desk.server, item(URI, "one"))
    older = desk.core.submitted[-1][0]
    closed(desk.server, URI)
    desk.found(older, 0)
    assert desk.shown() == {}
    opened(desk.server, item(URI, "one"))
    desk.found(older, 0)
    assert desk.shown() == {}


async def test_a_file_read_from_disk_before_it_was_opened_is_not_taken(desk: Desk) -> None:
    disk = Snapshot(URI, None, "python", "as on disk", path_of(URI))
    opened(desk.server, item(URI, "x"))
    desk.found(disk, 7)
    assert desk.shown() == {}
    closed(desk.server, URI)
    desk.found(disk, 7)
    assert desk.shown() == {URI: [(0, 7)]}


async def test_a_mark_for_the_client_is_never_out_of_the_text(desk: Desk) -> None:
    opened(desk.server, item(URI, "one two"))
    desk.found(desk.core.submitted[-1][0], 5)
    whole = types.TextDocumentContentChangeWholeDocument("")
    changed(desk.server, version(URI), [whole])
    desk.found(desk.core.submitted[-1][0])
    assert desk.shown() == {}
