"""Diagnostics for a client that asks: from memory, told to ask again for what it cannot know, and never told twice."""

import asyncio
import logging

import pytest
from lsprotocol import types
from pull_fakes import A, B, Desk, desk, settle
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.diagnostics import register

PULLS = Client(pulls=True)


async def test_an_open_document_is_only_pulled() -> None:
    async with desk(PULLS) as it:
        it.open(A)
        assert it.pull(A)[0] == []
        it.report(A, "one")
        assert it.pull(A)[0] == ["one"]
        it.close(A)
        await settle()
        assert it.published == []


async def test_what_the_client_has_is_not_sent_again() -> None:
    async with desk(PULLS) as it:
        it.open(A)
        clean = it.pull(A)[1]
        assert it.pull(A, clean) == (None, clean)
        it.report(A, "one")
        messages, found = it.pull(A, clean)
        assert messages == ["one"]
        assert it.pull(A, found) == (None, found)
        it.close(A)
        it.open(A, version=7)
        assert it.pull(A, found)[0] == []
        it.report(A, "one")
        assert it.pull(A, found) == (None, found)


async def test_findings_are_pulled_at_the_places_they_have_now() -> None:
    async with desk(PULLS) as it:
        it.open(A)
        it.report(A, "one")
        found = it.pull(A)[1]
        it.edit(A, "\n\n")
        assert it.pull(A, found)[0] == ["one"]
        assert it.diagnostics.shown(A)[0].range.start.line == 2


async def test_a_document_nobody_knows_is_clean() -> None:
    async with desk(PULLS) as it:
        assert it.pull(B)[0] == []
        assert len(it.diagnostics._refresh._known) == 0


async def test_the_client_is_told_of_news_and_only_of_news() -> None:
    async with desk(PULLS) as it:
        it.open(A)
        it.pull(A)
        it.report(A)
        await settle()
        assert it.refreshes == []
        it.report(A, "one")
        await settle()
        assert len(it.refreshes) == 1
        it.refreshes[0].set_result(None)
        it.pull(A)
        it.report(A, "one")
        await settle()
        assert len(it.refreshes) == 1


async def test_what_moved_with_an_edit_is_no_news() -> None:
    async with desk(PULLS) as it:
        it.open(A)
        it.report(A, "one")
        await settle()
        it.refreshes[0].set_result(None)
        it.edit(A, "\n")
        it.pull(A)  # As clients do after their own changes.
        it.report(A, "one", at=1)
        await settle()
        assert len(it.refreshes) == 1


async def test_a_document_that_is_never_pulled_is_news_once() -> None:
    async with desk(PULLS) as it:
        it.open(A)
        for _ in range(3):
            it.report(A, "one")
            await settle()
            for refresh in it.refreshes:
                if not refresh.done():
                    refresh.set_result(None)
        assert len(it.refreshes) == 1


async def test_news_is_gathered_while_the_client_is_being_told() -> None:
    async with desk(PULLS) as it:
        it.open(A)
        it.open(B)
        it.report(A, "one")
        await settle()
        it.report(A, "two")
        it.report(B, "three")
        it.report(B, "four")
        await settle()
        assert len(it.refreshes) == 1
        it.refreshes[0].set_result(None)
        await settle()
        assert len(it.refreshes) == 2
        it.refreshes[1].set_result(None)
        await settle()
        assert len(it.refreshes) == 2


async def test_what_was_pulled_meanwhile_is_no_news_any_more() -> None:
    async with desk(PULLS) as it:
        it.open(A)
        it.report(A, "one")
        await settle()
        it.report(A, "two")
        it.pull(A)
        it.open(B)
        it.report(B, "three")
        it.close(B)
        it.refreshes[0].set_result(None)
        await settle()
        assert len(it.refreshes) == 1


@pytest.mark.parametrize("error", [TimeoutError(), JsonRpcException("no")])
async def test_a_client_that_does_not_answer_is_told_again(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with desk(PULLS) as it:
        it.open(A)
        it.open(B)
        it.report(A, "one")
        await settle()
        it.report(B, "two")
        it.refreshes[0].set_exception(error)
        await settle()
        assert len(it.refreshes) == 2  # One that fails does not hold up the next.
        it.refreshes[1].set_result(None)
        it.report(B, "two")
        await settle()
        assert len(it.refreshes) == 2
        it.report(A, "one")
        await settle()
        assert len(it.refreshes) == 3  # The client may not have heard of this one.
        assert "did not refresh" in caplog.text


async def test_a_pull_after_a_lost_refresh_counts() -> None:
    async with desk(PULLS) as it:
        it.open(A)
        it.report(A, "one")
        await settle()
        it.pull(A)
        it.refreshes[0].set_exception(TimeoutError())
        await settle()
        it.report(A, "one")
        await settle()
        assert len(it.refreshes) == 1


async def test_a_file_is_published_until_it_is_opened() -> None:
    async with desk(PULLS) as it:
        it.report(B, "one")
        assert it.published == [(B, ["one"])]
        it.open(B)
        it.open(B)
        assert it.published == [(B, ["one"]), (B, [])]
        assert it.pull(B)[0] == []
        it.report(B, "one")
        assert it.pull(B)[0] == ["one"]
        it.close(B)
        await settle()
        assert (len(it.published), it.refreshes) == (2, [])


async def test_a_file_that_the_client_pulls_is_no_longer_published() -> None:
    async with desk(PULLS) as it:
        it.report(B, "one")
        messages, found = it.pull(B)
        assert (messages, it.published) == (["one"], [(B, ["one"]), (B, [])])
        it.report(B, "one", "two")
        await settle()
        assert (len(it.refreshes), len(it.published)) == (1, 2)
        it.refreshes[0].set_result(None)
        assert it.pull(B, found)[0] == ["one", "two"]
        it.findings.forget(B)
        it.diagnostics.closed(B)  # The file is gone.
        await settle()
        assert (len(it.refreshes), len(it.published)) == (2, 2)
        assert it.pull(B, found)[0] == []


async def test_nothing_grows_with_requests() -> None:
    async with desk(PULLS) as it:
        for number in range(200):
            uri = f"file:///{number}.py"
            it.report(uri, "one")
            it.open(uri)
            it.report(uri, "one")
            it.pull(uri)
            it.pull(f"file:///unknown{number}.py")
            it.close(uri)
            await asyncio.sleep(0)
            for refresh in it.refreshes:
                if not refresh.done():
                    refresh.set_result(None)
        await settle()
        made = it.diagnostics
        for held in (made._files, made._pushed, made._refresh._known, made._refresh._news, made._workspace._unsaid):
            assert len(held) == 0


def test_clients_are_offered_to_pull_by_registration() -> None:
    server = LanguageServer("test", "1")
    register(server, Desk(PULLS).diagnostics)
    known = server.protocol.fm
    builder = ServerCapabilitiesBuilder(types.ClientCapabilities(), set(known.features), known.feature_options, [], 1)
    offered = builder.build().diagnostic_provider
    assert isinstance(offered, types.DiagnosticOptions)
    assert (offered.identifier, offered.inter_file_dependencies, offered.workspace_diagnostics) == ("omni", False, True)
