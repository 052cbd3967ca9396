"""JSON-RPC before anybody looks at parameters: the right code, and the id where there is one."""

import json

import pytest
from lsprotocol.types import ErrorCodes

from omni_lsp.lsp.envelope import Answer, Invalid, Notification, Request, messages_in


def one(body: bytes | object) -> object:
    (message,) = messages_in(body if isinstance(body, bytes) else json.dumps(body).encode())
    return message


def refused(body: bytes | object) -> tuple[object, int]:
    message = one(body)
    assert isinstance(message, Invalid)
    return message.id, message.code


def test_the_three_kinds() -> None:
    assert one({"jsonrpc": "2.0", "id": 1, "method": "m", "params": {"jsonrpc": "1"}}) == Request(
        1, "m", {"jsonrpc": "1"}
    )
    assert one({"jsonrpc": "2.0", "method": "m"}) == Notification("m", None)
    assert one({"jsonrpc": "2.0", "id": "a", "result": None}) == Answer("a", None, None)
    assert one({"jsonrpc": "2.0", "id": 1, "error": {"code": 1}}) == Answer(1, None, {"code": 1})
    assert one(b'\xef\xbb\xbf{"jsonrpc":"2.0","method":"m"}') == Notification("m", None)


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (b"", None),
        (b"{", None),
        (b'{"jsonrpc":"2.0","id":7,"method":"m","params":{"a":', 7),
        (b'{"jsonrpc":"2.0","id":"x","method":"m"}}', "x"),
        (b'{"method":"m","id":3,"params":{"a":NaN},"jsonrpc":"2.0"}', 3),
        (b'{"jsonrpc":"2.0","id":4,"method":"m","params":{"a":"\xff"}}', 4),
        (b'{"jsonrpc":"2.0","id":5,"method":"m","params":{"a":' + b"9" * 5000 + b"}}", 5),
        (b'{"jsonrpc":"2.0","id":6,"method":"m","params":' + b"[" * 200_000, 6),
        (b'{"jsonrpc":"2.0","id":8,"method":"m","params":"raw\nline"}', 8),
        ('{"jsonrpc":"2.0","id":9,"method":"m"}'.encode("utf-16"), None),
    ],
)
def test_what_is_no_json_is_a_parse_error(body: bytes, number: object) -> None:
    assert refused(body) == (number, ErrorCodes.ParseError)


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (7, None),
        ("text", None),
        (None, None),
        ({}, None),
        ({"jsonrpc": "1.0", "id": 1, "method": "m"}, 1),
        ({"id": 1, "method": "m"}, 1),
        ({"jsonrpc": "2.0", "id": 1}, 1),
        ({"jsonrpc": "2.0", "id": 1, "method": 5}, 1),
        ({"jsonrpc": "2.0", "id": 1, "method": "m", "params": 5}, 1),
        ({"jsonrpc": "2.0", "id": None, "method": "m"}, None),
        ({"jsonrpc": "2.0", "id": 1.5, "method": "m"}, None),
        ({"jsonrpc": "2.0", "id": True, "method": "m"}, None),
        ({"jsonrpc": "2.0", "id": {}, "method": "m"}, None),
        ([], None),
        ([1, 2], None),
        ([{"jsonrpc": "2.0", "method": "m"}], None),
        ([{"jsonrpc": "2.0", "id": 1, "result": 5}], None),
    ],
)
def test_what_is_no_message_is_an_invalid_request(body: object, number: object) -> None:
    assert refused(body) == (number, ErrorCodes.InvalidRequest)


def test_each_request_of_a_batch_is_refused() -> None:
    batch = [{"jsonrpc": "2.0", "id": 1, "method": "m"}, {"method": "n"}, {"jsonrpc": "2.0", "id": "b", "method": "m"}]
    refusals = messages_in(json.dumps(batch).encode())
    assert [(message.id, message.code) for message in refusals if isinstance(message, Invalid)] == [
        (1, ErrorCodes.InvalidRequest),
        ("b", ErrorCodes.InvalidRequest),
    ]


def test_an_answer_to_nothing_is_never_answered() -> None:
    assert one({"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "?"}}) == Answer(
        "", None, {"code": -32700, "message": "?"}
    )
