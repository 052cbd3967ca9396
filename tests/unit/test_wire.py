"""The base library, corrected: failures say nothing of our insides, requests out of turn are answered as the protocol has it."""

import asyncio
import json
import logging

import pytest
from lsprotocol import types

from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.lsp.server import OmniServer
from omni_lsp.state.documents import Documents


class Wire:
    """What the server wrote, message by message."""

    def __init__(self) -> None:
        self.messages: list[dict[str, object]] = []

    def write(self, data: bytes) -> None:
        self.messages.append(json.loads(data.partition(b"\r\n\r\n")[2]))

    def close(self) -> None: ...


async def never(setup: Setup, documents: Documents, outbox: Outbox) -> Core:
    raise AssertionError


@pytest.fixture
async def server() -> OmniServer:
    server = OmniServer(never)
    server.protocol.set_writer(Wire())
    return server


def ask(server: OmniServer, method: str, params: object = None) -> dict[str, object]:
    """The answer to a request, which must come at once."""
    wire = server.protocol.writer
    assert isinstance(wire, Wire)
    server.protocol._handle_request(1, method, params)
    return wire.messages.pop()


def initialize(server: OmniServer) -> dict[str, object]:
    return ask(server, types.INITIALIZE, types.InitializeParams(capabilities=types.ClientCapabilities()))


def code(answer: dict[str, object]) -> int | None:
    error = answer.get("error")
    return error["code"] if isinstance(error, dict) else None


async def test_a_failure_is_logged_and_its_details_stay_here(
    server: OmniServer, caplog: pytest.LogCaptureFixture
) -> None:
    def boom(_params: None) -> None:
        raise ValueError("secret of the house")

    server.feature("test/boom")(boom)
    initialize(server)
    with caplog.at_level(logging.ERROR, "omni_lsp"):
        answer = ask(server, "test/boom")
    assert code(answer) == types.ErrorCodes.InternalError
    assert "secret" not in json.dumps(answer)
    assert "File " not in json.dumps(answer)
    assert "secret of the house" in caplog.text


async def test_requests_before_initialize_and_after_shutdown_are_answered(server: OmniServer) -> None:
    hover = types.HoverParams(types.TextDocumentIdentifier("file:///a.py"), types.Position(0, 0))
    assert code(ask(server, types.TEXT_DOCUMENT_HOVER, hover)) == types.ErrorCodes.ServerNotInitialized
    assert code(initialize(server)) is None
    assert code(initialize(server)) == types.ErrorCodes.InvalidRequest
    server.is_leaving = True
    assert code(ask(server, types.TEXT_DOCUMENT_HOVER, hover)) == types.ErrorCodes.InvalidRequest


async def test_what_a_client_did_wrong_is_no_error_of_ours(
    server: OmniServer, caplog: pytest.LogCaptureFixture
) -> None:
    initialize(server)
    with caplog.at_level(logging.INFO, "omni_lsp"):
        assert code(ask(server, "test/unknown")) == types.ErrorCodes.MethodNotFound
    await asyncio.sleep(0)
    assert {record.levelname for record in caplog.records if record.name.startswith("omni_lsp")} <= {"INFO"}
