"""Progress: a token the client knows, begin, reports and end once each, a percentage that goes up."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from lsprotocol import types

from conformance.carried import JSON
from conformance.session import Call, Session
from conformance.violation import Rule, Violation
from profiles import look

_EMPTY = (None, [], {"items": []})


@dataclass
class _Work:
    state: str = "created"
    percentage: int = 0
    index: int = -1


def check(session: Session) -> Iterator[Violation]:
    works: dict[str, _Work] = {}
    parts: dict[str, Call] = {}
    for index, params in session.notified(types.PROGRESS, client=False):
        token = json.dumps(params["token"])
        call, is_partial = session.token(params["token"], index)
        yield from _may_come(session, call, token, index)
        if is_partial and call is not None:
            parts[token] = call
        else:
            yield from _step(works.setdefault(token, _Work()), index, params["value"])
    if session.ended is not None:
        for token, work in works.items():
            if work.state == "begin":
                yield Violation(Rule.UNENDED, token, work.index)
    for call in parts.values():
        if call.answered is not None and call.result not in _EMPTY and "error" not in (call.answer or {}):
            yield Violation(Rule.PARTIAL_AND_FINAL, call.method, call.answered)
    yield from _twice(session)


def _may_come(session: Session, call: Call | None, token: str, index: int) -> Iterator[Violation]:
    """A token of the client's lives as long as its request, one of the server's from the client's answer on."""
    created = [each for each in _creations(session) if json.dumps(look(each.params, "token")) == token]
    made = [each for each in created if each.index < index]
    if call is not None:
        if call.answered is not None and call.answered < index:
            yield Violation(Rule.AFTER_RESPONSE, f"{token} of {call.method}", index)
    elif not made:
        yield Violation(Rule.PROGRESS_UNKNOWN, token, index)
    elif not any(each.answered is not None and each.answered < index and _is_accepted(each) for each in made):
        yield Violation(Rule.PROGRESS_UNACCEPTED, token, index)


def _step(work: _Work, index: int, value: JSON) -> Iterator[Violation]:
    kind = value["kind"]
    allowed = {"created": ("begin",), "begin": ("report", "end"), "end": ()}[work.state]
    if kind not in allowed:
        yield Violation(Rule.PROGRESS_STATE, f"{kind} after {work.state}", index)
    percentage = value.get("percentage")
    if percentage is not None:
        if not work.percentage <= percentage <= 100:
            yield Violation(Rule.PERCENTAGE, f"{percentage} after {work.percentage}", index)
        work.percentage = percentage
    if kind != "report":
        work.state, work.index = kind, index


def _twice(session: Session) -> Iterator[Violation]:
    seen: set[str] = set()
    for call in _creations(session):
        token = json.dumps(look(call.params, "token"))
        if token in seen:
            yield Violation(Rule.PROGRESS_TWICE, token, call.index)
        seen.add(token)


def _creations(session: Session) -> list[Call]:
    return [call for call in session.demanded if call.method == types.WINDOW_WORK_DONE_PROGRESS_CREATE]


def _is_accepted(call: Call) -> bool:
    return "error" not in (call.answer or {})
