"""The request about the whole workspace: held open until there is news, streamed where the client can take it."""

import asyncio

import pytest
from lsprotocol import types
from pull_fakes import A, B, C, desk, seen, settle
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp import pull
from omni_lsp.lsp.client import Client

PULLS = Client(pulls=True)


async def test_what_was_published_is_taken_back_and_comes_this_way() -> None:
    async with desk(PULLS) as it:
        it.report(B, "one")
        asked = it.ask("t")
        await settle()
        assert it.published == [(B, ["one"]), (B, [])]
        assert it.streamed == [{B: ["one"]}]
        it.report(C, "two")
        await settle()
        assert it.published == [(B, ["one"]), (B, [])]
        assert it.streamed[1:] == [{C: ["two"]}]
        assert {token for token, _ in it.parts} == {"t"}
        assert not asked.done()


async def test_without_a_token_it_is_answered_when_there_is_news() -> None:
    async with desk(PULLS) as it:
        asked = it.ask()
        it.open(A)
        it.report(A)
        await settle()
        assert not asked.done()
        it.report(B, "one")
        assert seen((await asked).items) == {B: ["one"]}
        assert it.parts == []


async def test_what_the_client_knows_is_not_sent_again() -> None:
    async with desk(PULLS) as it:
        it.report(A, "one")
        it.report(B, "two")
        (one, two) = (await it.ask()).items
        assert (one.result_id is None, two.result_id is None) == (False, False)
        asked = it.ask(a=str(one.result_id), b=str(two.result_id))
        await settle()
        assert not asked.done()
        it.report(B, "three")
        assert seen((await asked).items) == {A: None, B: ["three"]}
        it.ask("t", a=str(one.result_id), b="older", c="gone by now")
        await settle()
        assert it.streamed == [{A: None, B: ["three"], C: []}]


async def test_a_file_that_is_clean_now_is_cleared_and_forgotten() -> None:
    async with desk(PULLS) as it:
        it.report(B, "one")
        it.ask("t")
        await settle()
        it.report(B)
        await settle()
        assert it.streamed == [{B: ["one"]}, {B: []}]
        (report,) = it.parts[-1][1].items
        assert report.result_id is None
        it.report(B)
        await settle()
        assert len(it.parts) == 2


async def test_many_reports_make_one_part_and_many_documents_several() -> None:
    async with desk(PULLS) as it:
        it.ask("t")
        await settle()
        for number in range(pull._PART + 1):
            it.report(f"file:///{number:03}.py", "one")
            it.report(f"file:///{number:03}.py", "two")
        await settle()
        assert [len(part) for part in it.streamed] == [pull._PART, 1]


async def test_open_documents_come_with_their_version_and_files_without() -> None:
    async with desk(PULLS) as it:
        it.open(A, version=4)
        it.report(A, "one")
        it.report(B, "two")
        it.ask("t")
        await settle()
        assert [(report.uri, report.version) for report in it.parts[0][1].items] == [(A, 4), (B, None)]
        it.edit(A, "\n")
        it.report(A, "one", at=1)
        await settle()
        assert [(report.uri, report.version) for report in it.parts[1][1].items] == [(A, 5)]


async def test_a_file_that_is_opened_shows_nothing_until_it_is_looked_at() -> None:
    async with desk(PULLS) as it:
        it.report(B, "one")
        it.ask("t")
        await settle()
        it.open(B)
        await settle()
        assert it.streamed == [{B: ["one"]}, {B: []}]


async def test_a_newer_request_ends_the_older() -> None:
    async with desk(PULLS) as it:
        older = it.ask("old")
        await settle()
        newer = it.ask()
        assert (await older).items == []
        it.report(B, "one")
        assert seen((await newer).items) == {B: ["one"]}
        assert it.parts == []
        assert it.diagnostics._workspace._held is None


async def test_what_an_older_request_said_may_come_after_the_newer_one_was_sent() -> None:
    async with desk(PULLS) as it:
        it.ask("t")
        it.report(B, "one")
        await settle()
        it.report(B)
        it.ask("u")  # By a client that has not read of B yet.
        await settle()
        assert it.streamed == [{B: ["one"]}, {B: []}]


async def test_a_cancelled_request_is_gone() -> None:
    async with desk(PULLS) as it:
        asked = it.ask("t")
        await settle()
        asked.cancel()
        await settle()
        assert asked.cancelled()
        it.report(B, "one")
        await settle()
        assert it.parts == []


async def test_news_about_files_without_a_request_is_a_refresh() -> None:
    async with desk(PULLS) as it:
        it.report(B, "one")
        await it.ask()
        it.report(B, "two")
        await settle()
        assert len(it.refreshes) == 1
        it.report(C, "three")
        asked = it.ask()
        assert seen((await asked).items) == {B: ["two"], C: ["three"]}
        it.refreshes[0].set_result(None)
        await settle()
        assert len(it.refreshes) == 1  # It has asked for the rest by itself.


async def test_a_document_that_was_answered_for_and_closed_is_news() -> None:
    """The answer may come to the client when it has closed the document and taken down what it showed."""
    async with desk(PULLS) as it:
        asked = it.ask()
        it.report(B, "one")
        await asked
        it.open(B)
        it.close(B)
        it.open(C)
        it.close(C)
        await settle()
        assert len(it.refreshes) == 1
        assert seen((await it.ask()).items) == {B: [], C: []}


async def test_at_shutdown_the_client_is_told_not_to_ask_again() -> None:
    async with desk(PULLS) as it:
        for token in ("t", None):
            asked = it.ask(token)
            await settle()
            await it.diagnostics.close()
            with pytest.raises(JsonRpcException) as caught:
                await asked
            assert caught.value.code == types.LSPErrorCodes.ServerCancelled
            assert caught.value.data == types.DiagnosticServerCancellationData(retrigger_request=False)


async def test_a_closed_document_is_cleared_whatever_the_client_said() -> None:
    """VS Code shows what it pulled of a document until this channel clears it, and forgets its result id."""
    async with desk(PULLS) as it:
        asked = it.ask("t")
        it.open(A)
        it.report(A, "one")
        await settle()
        it.close(A)
        await settle()
        assert it.streamed == [{A: ["one"]}, {A: []}]
        it.open(A)
        it.report(A, "one")
        await settle()
        asked.cancel()
        await settle()
        it.pull(A)
        it.close(A)  # Nobody hears of this,
        it.ask("u")  # but who asks next does.
        await settle()
        assert it.streamed[3:] == [{A: []}]
        it.ask("v")
        await settle()
        assert len(it.parts) == 4


async def test_what_could_not_be_said_any_more_is_said_to_the_next() -> None:
    async with desk(PULLS) as it:
        asked = it.ask("t")
        await settle()
        it.open(A)
        it.close(A)
        asked.cancel()
        await settle()
        older = it.ask()
        assert seen((await older).items) == {A: []}
        waiting = it.ask("u")
        await settle()
        it.close(B)
        it.ask("v")
        await settle()
        assert (await waiting).items == []
        assert [token for token, _ in it.parts] == ["v"]
        assert it.streamed == [{B: []}]


async def test_a_document_pulled_after_it_was_closed_is_cleared_again() -> None:
    """VS Code takes no word from here about a document that it is just pulling, and pulls each one as it closes it."""
    async with desk(PULLS) as it:
        it.ask("t")
        it.open(A)
        await settle()
        it.close(A)
        await settle()
        it.pull(A)
        await settle()
        assert it.streamed == [{A: []}, {A: []}]


async def test_little_is_kept_for_a_client_that_asks_no_more() -> None:
    async with desk(PULLS) as it:
        asked = it.ask("t")
        await settle()
        asked.cancel()
        await settle()
        for number in range(pull._UNSAID + 5):
            it.open(f"file:///{number}.py")
            it.close(f"file:///{number}.py")
        assert len(it.diagnostics._workspace._unsaid) == pull._UNSAID


async def test_a_request_that_is_held_does_not_grow() -> None:
    async with desk(PULLS) as it:
        it.ask("t")
        await settle()
        for number in range(50):
            uri = f"file:///{number}.py"
            it.report(uri, "one")
            it.open(uri)
            it.report(uri, "one")
            it.close(uri)
            await asyncio.sleep(0)
        await settle()
        held = it.diagnostics._workspace._held
        assert held is not None
        assert (held.known, held.dirty, held.in_doubt) == ({}, set(), set())
