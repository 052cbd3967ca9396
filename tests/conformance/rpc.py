"""JSON-RPC: one response each, none unasked, none missing, and each either a result or an error."""

import json
from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from conformance.session import Session
from conformance.violation import Rule, Violation
from profiles import look

# The specification of ServerCancelled leaves it to requests that say so; these do, and the semantic tokens.
_CANCELLABLE = (types.TEXT_DOCUMENT_DIAGNOSTIC, types.WORKSPACE_DIAGNOSTIC)


def check(session: Session) -> Iterator[Violation]:
    for message in session.reading.messages:
        if not message.from_client and not message.fault:
            yield from _message(message.index, message.body)
    yield from _unasked(session)
    yield from _unanswered(session)
    yield from _in_use(session)
    yield from _cancelling(session)


def _message(index: int, body: Any) -> Iterator[Violation]:
    is_object = isinstance(body, dict) and body.get("jsonrpc") == "2.0" and ("method" in body or "id" in body)
    if not is_object or not isinstance(body.get("method", ""), str):
        yield Violation(Rule.MESSAGE, f"{body!r:.200}", index)
        return
    may_be_null = "error" in body and "method" not in body
    number = body.get("id")
    if "id" in body and type(number) not in (int, str) and not (number is None and may_be_null):
        yield Violation(Rule.ID, f"{number!r}", index)
    if "method" not in body and ("result" in body) is ("error" in body):
        yield Violation(Rule.RESULT_AND_ERROR, f"members {sorted(body)}", index)


def _unasked(session: Session) -> Iterator[Violation]:
    """What the client sent and nobody can read may be answered with an error, with its id or without one; once each."""
    broken: list[tuple[int, object]] = [(stray.index, None) for stray in session.reading.strays if stray.from_client]
    broken += [
        (message.index, look(message.body, "id"))
        for message in session.reading.messages
        if message.from_client and (message.fault or not _is_readable(message.body))
    ]
    for index in session.unasked:
        body = session.reading.messages[index].body
        causes = [(sent, number) for sent, number in broken if sent <= index and body["id"] in (None, number)]
        if "error" in body and causes:
            broken.remove(causes[0])
        else:
            yield Violation(Rule.UNASKED, f"{body!r:.200}", index)


def _is_readable(body: Any) -> bool:
    if not isinstance(body, dict) or body.get("jsonrpc") != "2.0" or type(body.get("id", 0)) not in (int, str):
        return False
    return isinstance(body.get("method"), str) or "result" in body or "error" in body


def _unanswered(session: Session) -> Iterator[Violation]:
    if session.ended is None:
        return
    for call in session.asked:
        message = session.reading.messages[call.index]
        is_due = call.index < session.ended and not message.fault and _is_readable(message.body)
        if call.answered is None and is_due:
            yield Violation(Rule.UNANSWERED, f"{call.method} {call.id!r}", call.index)


def _in_use(session: Session) -> Iterator[Violation]:
    answered: dict[str, int | None] = {}
    for call in session.demanded:
        number = json.dumps(call.id)
        if number in answered and (answered[number] is None or answered[number] > call.index):
            yield Violation(Rule.ID_IN_USE, f"{call.method} {call.id!r}", call.index)
        answered[number] = call.answered


def _cancelling(session: Session) -> Iterator[Violation]:
    own = {(json.dumps(call.id), call.index) for call in session.demanded}
    for index, params in session.notified(types.CANCEL_REQUEST, client=False):
        if not any(number == json.dumps(look(params, "id")) and made < index for number, made in own):
            yield Violation(Rule.CANCELS_OTHERS, f"{params!r}", index)
    for call in session.asked:
        code = look(call.answer, "error", "code")
        is_due = call.method in _CANCELLABLE or "semanticTokens" in call.method
        if code == types.LSPErrorCodes.ServerCancelled and not is_due and call.answered is not None:
            yield Violation(Rule.SERVER_CANCELLED, call.method, call.answered)
