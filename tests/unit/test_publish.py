"""Diagnostics for a client that does not ask for them: each state once, and nothing left over."""

import pytest
from lsprotocol import types
from pull_fakes import TEXT, A, B, Desk, desk, settle

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.positions import Encoding
from omni_lsp.lsp.view import _content_id
from omni_lsp.model.text import Snapshot

PUSHED = Client(Encoding.UTF16)


async def test_only_news_is_published() -> None:
    async with desk(PUSHED) as it:
        it.open(A)
        it.report(A)
        assert it.published == []  # There was nothing to take back.
        it.report(A, "one")
        it.report(A, "one")
        it.report(A, "one", "two", agent="context")
        assert [messages for _, messages in it.published] == [["one"], ["one", "one", "two"]]
        assert [message.version for message in it.messages] == [1, 1]
        it.close(A)
        it.close(A)
        assert it.published[2:] == [(A, [])]
        await settle()
        assert it.refreshes == []


async def test_what_is_published_is_of_the_newest_version() -> None:
    async with desk(PUSHED) as it:
        it.open(A)
        late = it.documents.get(A)
        assert late is not None
        it.edit(A, "\n")
        it.report(A, "one")
        it.diagnostics.changed(late)
        (message,) = it.messages
        assert (message.version, message.diagnostics[0].range.start.line) == (2, 0)


async def test_files_that_are_not_open_are_published_until_they_are_opened() -> None:
    async with desk(PUSHED) as it:
        it.report(B, "one")
        assert it.messages[0].version is None
        it.open(B)
        it.report(B, "one")
        it.close(B)
        assert it.published == [(B, ["one"]), (B, []), (B, ["one"]), (B, [])]


async def test_a_file_found_clean_is_taken_back() -> None:
    async with desk(PUSHED) as it:
        it.report(B, "one")
        it.report(B)
        it.report(B)
        assert it.published == [(B, ["one"]), (B, [])]
        assert it.diagnostics._pushed == {}


def test_the_id_of_a_run_is_no_news() -> None:
    def shown(**data: str) -> str:
        place = types.Range(types.Position(0, 0), types.Position(0, 1))
        return _content_id([types.Diagnostic(place, "m", data={"agent": "security", **data})])

    assert shown(trace="1") == shown(trace="2") == shown()
    assert shown(trace="1", fingerprint="f") != shown(trace="1", fingerprint="g")


async def test_files_that_are_no_more_can_be_named_and_taken_back() -> None:
    async with desk(PUSHED) as it:
        it.open(A)
        it.report(A, "one")
        it.report(B, "two")
        assert it.diagnostics.files == {B}
        it.findings.forget(B)
        it.diagnostics.closed(B)
        assert it.published[2:] == [(B, [])]
        assert it.diagnostics.files == frozenset()


@pytest.mark.parametrize(
    ("refresh", "pulls"), [(None, False), (types.DiagnosticWorkspaceClientCapabilities(refresh_support=True), True)]
)
def test_a_client_that_cannot_be_told_to_pull_again_is_published_to(
    refresh: types.DiagnosticWorkspaceClientCapabilities | None, pulls: bool
) -> None:
    capabilities = types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(diagnostics=refresh),
        text_document=types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities()),
    )
    it = Desk(Client.of(capabilities, "utf-16"))
    it.report(B, "one")  # From disk: this both sorts of client are told.
    it.documents.open(Snapshot(A, 1, "python", TEXT))
    if not pulls:
        it.report(A, "two")
        assert it.published == [(B, ["one"]), (A, ["two"])]
    assert it.client.pulls is pulls
