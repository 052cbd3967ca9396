"""The base library, corrected: every request is answered once, in our words, and nothing is left behind."""

import asyncio
import gc
import json
import logging

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from inprocess import INITIALIZE, INITIALIZED, Client, framed, message
from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.lsp.progress import progress
from omni_lsp.lsp.server import OmniServer
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.text import Span
from omni_lsp.model.trace import current_trace
from omni_lsp.state.documents import Documents

HOVER = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}
CODES = types.ErrorCodes


async def fails(setup: Setup, documents: Documents, outbox: Outbox) -> Core:
    raise ConfigError("settings", (Mistake("no", Span(0, 0)),))


@pytest.fixture
async def client() -> Client:
    """Initialized, with an application that could not be started."""
    client = Client(fails)
    client.send(INITIALIZE, INITIALIZED)
    await client.answered("i")
    return client


async def test_requests_out_of_turn_are_answered() -> None:
    client = Client(fails)
    client.send(message(id=1, method="textDocument/hover", params=HOVER))
    client.send(INITIALIZE, message(id=2, method="initialize", params={"processId": None, "capabilities": {}}))
    client.send(message(id=3, method="shutdown"), message(id=4, method="textDocument/hover", params=HOVER))
    assert client.code(1) == CODES.ServerNotInitialized
    assert client.code("i") is None
    assert client.code(2) == CODES.InvalidRequest
    assert client.code(4) == CODES.InvalidRequest
    assert (await client.answered(3))["result"] is None


async def test_a_request_that_cannot_be_taken_is_answered_with_its_id(client: Client) -> None:
    client.send(message(id=1, method="textDocument/hover", params={"textDocument": 5}))
    client.send(message(id=2, method="textDocument/hover"))
    client.send(message(id=3, method="textDocument/hover", params=[1]))
    client.send(message(id=4, method="no/such", params={"type_name": "1"}))
    client.send(framed(b'{"jsonrpc":"2.0","id":5,"method":"textDocument/hover","params":{'))
    client.send(message(id=6, method="textDocument/hover", params={**HOVER, "jsonrpc": "2.0", "later": [1]}))
    assert [client.code(number) for number in range(1, 7)] == [
        CODES.InvalidParams,
        CODES.InvalidParams,
        CODES.InvalidParams,
        CODES.MethodNotFound,
        CODES.ParseError,
        None,
    ]


async def test_what_cannot_be_initialized_may_be_tried_again() -> None:
    client = Client()
    client.send(message(id=1, method="initialize", params={"capabilities": 5}))
    client.send(
        message(id=2, method="initialize", params={"processId": 1.5, "rootUri": "file://[", "capabilities": {}})
    )
    assert client.code(1) == CODES.InvalidParams
    assert client.code(2) is None


async def test_wrong_notifications_are_logged_and_shown_to_nobody(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = len(client.sent)
    client.send(message(method="textDocument/didOpen", params={"textDocument": "secret text"}))
    client.send(message(method="textDocument/didOpen"), message(method="$/unknown"), message(method="no/such"))
    client.send(message(method="$/cancelRequest", params={"id": [1]}), message(method="$/cancelRequest"))
    client.send(message(method="window/workDoneProgress/cancel", params={"token": [[]]}))
    client.send(message(id=1, method="textDocument/hover", params=HOVER))
    assert client.code(1) is None
    assert [sent.get("id") for sent in client.sent[before:]] == [1]
    assert caplog.text.count("didOpen: wrong parameters") == 2
    assert "secret" not in caplog.text


async def test_notifications_before_initialize_and_after_shutdown_are_left_alone() -> None:
    client = Client(fails)
    item = {"uri": "file:///a.py", "languageId": "python", "version": 1, "text": ""}
    opened = message(method="textDocument/didOpen", params={"textDocument": item})
    client.send(opened, INITIALIZE)
    assert list(client.server.documents) == []
    client.send(message(id=1, method="shutdown"), opened)
    assert list(client.server.documents) == []


@pytest.mark.parametrize("is_async", [True, False])
async def test_a_failure_is_logged_and_its_details_stay_here(
    client: Client, caplog: pytest.LogCaptureFixture, is_async: bool
) -> None:
    def boom(_params: None) -> None:
        raise ValueError("secret of the house")

    async def boom_later(params: None) -> None:
        boom(params)

    client.server.feature("test/boom")(boom_later if is_async else boom)
    client.server.feature("test/note")(boom_later if is_async else boom)
    with caplog.at_level(logging.ERROR, "omni_lsp"):
        client.send(message(id=1, method="test/boom"), message(method="test/note"))
        answer = await client.answered(1)
    assert answer["error"]["code"] == CODES.InternalError
    assert "secret" not in json.dumps(client.sent)
    assert "File " not in json.dumps(client.sent)
    assert caplog.text.count("secret of the house") >= 2
    assert not [sent for sent in client.sent if sent.get("method") == "window/showMessage" and "secret" in str(sent)]


async def test_a_result_that_cannot_be_written_is_answered_all_the_same(client: Client) -> None:
    client.server.feature("test/odd")(lambda _params: {1, 2})
    client.send(message(id=1, method="test/odd"))
    assert client.code(1) == CODES.InternalError


@pytest.mark.parametrize("number", [[1], {"id": 1}, 1.0, True, None])
async def test_only_what_can_be_an_id_cancels(client: Client, number: object) -> None:
    done = asyncio.Event()

    async def work(_params: None) -> str:
        await done.wait()
        return "done"

    client.server.feature("test/work")(work)
    cancel = message(method="$/cancelRequest", params={"id": number})
    client.send(message(id=1, method="test/work") + cancel + message(id=2, method="no/such"))
    assert client.code(2) == CODES.MethodNotFound
    done.set()
    assert (await client.answered(1))["result"] == "done"


async def test_cancelling_stops_the_work(client: Client) -> None:
    stopped = asyncio.Event()
    begun = asyncio.Event()

    async def work(_params: None) -> None:
        try:
            begun.set()
            await asyncio.get_running_loop().create_future()
        finally:
            stopped.set()

    client.server.feature("test/work")(work)
    client.send(message(id=1, method="test/work"))
    client.send(message(id=1, method="test/work"))
    assert client.code(1) == CODES.InvalidRequest, "an id in use is refused, and the first request goes on"
    client.sent.clear()
    await begun.wait()
    client.send(
        message(method="$/cancelRequest", params={"id": 1}), message(method="$/cancelRequest", params={"id": 9})
    )
    assert (await client.answered(1))["error"]["code"] == types.LSPErrorCodes.RequestCancelled
    assert stopped.is_set()


async def test_shutdown_answers_what_is_still_worked_on(client: Client) -> None:
    async def work(_params: None) -> None:
        await asyncio.get_running_loop().create_future()

    client.server.feature("test/work")(work)
    client.send(message(id=1, method="test/work"), message(id=2, method="shutdown"))
    assert (await client.answered(2))["result"] is None
    assert (await client.answered(1))["error"]["code"] == types.LSPErrorCodes.RequestCancelled


async def test_shutdown_is_answered_though_exit_comes_right_behind_it(client: Client) -> None:
    client.send(message(id=1, method="shutdown"), message(method="exit"))
    assert await client.server.left == 0
    assert client.code(1) is None


async def test_answers_of_the_client_find_their_question(client: Client) -> None:
    asking = asyncio.ensure_future(client.server.ask("workspace/configuration", types.ConfigurationParams([]), 10))
    refusing = asyncio.ensure_future(client.server.ask("workspace/configuration", types.ConfigurationParams([]), 10))
    edit = types.ApplyWorkspaceEditParams(types.WorkspaceEdit())
    nonsense = asyncio.ensure_future(client.server.ask("workspace/applyEdit", edit, 10))
    await asyncio.sleep(0)
    numbers = [sent["id"] for sent in client.sent if sent.get("method", "").startswith("workspace/")]
    client.send(message(id="unknown", result=1), message(id=numbers[0], result=[{"a": 1}]))
    client.send(
        message(id=numbers[1], error={"code": 5, "message": "not me", "data": {"kind": "k"}}),
        message(id=numbers[2], result=7),
    )
    client.send(message(id=numbers[0], result=[]))
    assert list(await asking) == [{"a": 1}]
    with pytest.raises(JsonRpcException, match="not me") as caught:
        await refusing
    assert (caught.value.code, caught.value.data) == (5, {"kind": "k"})
    with pytest.raises(JsonRpcException, match="none"):
        await nonsense


async def test_a_question_without_an_answer_is_taken_back_and_forgotten(client: Client) -> None:
    with pytest.raises(TimeoutError):
        await client.server.ask("workspace/configuration", types.ConfigurationParams([]), 0)
    question, cancelled = client.sent[-2:]
    assert (cancelled["method"], cancelled["params"]) == ("$/cancelRequest", {"id": question["id"]})
    assert client.server.protocol._asked == {}


async def test_an_id_of_ours_is_not_mixed_up_with_one_of_the_client(client: Client) -> None:
    begun = asyncio.Event()
    done: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def work(_params: None) -> str:
        begun.set()
        return await done

    client.server.feature("test/work")(work)
    client.send(message(id=1, method="test/work"))
    await begun.wait()
    client.send(message(id=1, result="an answer that nobody asked for"))
    done.set_result("ours")
    assert (await client.answered(1))["result"] == "ours"


async def test_progress_is_cancelled_by_its_token_and_forgotten(client: Client) -> None:
    ended = asyncio.Event()

    async def work(ls: OmniServer, _params: object) -> None:
        try:
            async with progress(ls, "Work", 7):
                async with progress(ls, "The same token again", 7) as report:
                    report(1, 2, "nothing is sent of this")
                await asyncio.get_running_loop().create_future()
        finally:
            ended.set()

    client.server.feature("test/work")(work)
    client.send(message(id=1, method="test/work"))
    await client.until(lambda: bool(client.server.cancels))
    client.send(message(method="window/workDoneProgress/cancel", params={"token": "other"}))
    client.send(message(method="window/workDoneProgress/cancel", params={"token": 7}))
    assert (await client.answered(1))["error"]["code"] == types.LSPErrorCodes.RequestCancelled
    kinds = [sent["params"]["value"]["kind"] for sent in client.sent if sent.get("method") == "$/progress"]
    assert kinds == ["begin", "end"]
    assert client.server.cancels == {}


async def test_each_message_has_a_trace_and_one_of_the_caller_is_kept(client: Client) -> None:
    async def trace(_params: None) -> str:
        await asyncio.sleep(0)
        return current_trace()

    client.server.feature("test/trace")(trace)
    theirs = "4bf92f3577b34da6a3ce929d0e0e4736"
    client.send(message(id=1, method="test/trace"), message(id=2, method="test/trace", params={}))
    client.send(
        message(id=3, method="test/trace", params={"_meta": {"traceparent": f"00-{theirs}-00f067aa0ba902b7-01"}})
    )
    client.send(
        message(id=4, method="test/trace", params={"_meta": {"traceparent": f"00-{'0' * 32}-00f067aa0ba902b7-01"}})
    )
    client.send(message(id=5, method="test/trace", params={"_meta": 5}))
    traces = [(await client.answered(number))["result"] for number in range(1, 6)]
    assert traces[2] == theirs
    assert len(set(traces)) == 5
    assert all(len(trace) == 32 and int(trace, 16) for trace in traces)


async def test_nothing_is_kept_of_a_message(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "omni_lsp")  # What is logged here is kept by the test runner.

    async def work(_params: None) -> None:
        await asyncio.sleep(0)

    client.server.feature("test/work")(work)

    async def round_trips(count: int) -> int:
        for number in range(count):
            client.send(message(id=number, method="test/work", params={}), message(id=-1, method="no/such"))
            client.send(message(id=f"h{number}", method="textDocument/hover", params=HOVER))
            client.send(message(id=number, result=None), message(method="no/such", params={"a": 1}), framed(b"{"))
            await client.answered(number)
            client.sent.clear()
        gc.collect()
        return len(gc.get_objects())

    await round_trips(50)
    before = await round_trips(50)
    after = await round_trips(500)
    assert after - before < 100
