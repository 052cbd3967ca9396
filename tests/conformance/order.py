"""What may be sent when: before initialize is answered, after shutdown, after exit; and in which direction at all."""

from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from conformance.session import Session
from conformance.shape import OURS
from conformance.violation import Rule, Violation
from profiles import look

_EARLY = (
    types.WINDOW_SHOW_MESSAGE,
    types.WINDOW_LOG_MESSAGE,
    types.WINDOW_SHOW_MESSAGE_REQUEST,
    types.TELEMETRY_EVENT,
)


def check(session: Session) -> Iterator[Violation]:
    answered = session.initialize.answered if session.initialize else None
    initialized = next((index for index, _ in session.notified(types.INITIALIZED, client=True)), None)
    for index, body in session.sent(client=False):
        method = body.get("method")
        if not isinstance(method, str):
            continue
        yield from _direction(index, body, method)
        if (answered is None or index < answered) and not _is_early(session, method, body):
            yield Violation(Rule.BEFORE_INITIALIZE, method, index)
        elif method == types.CLIENT_REGISTER_CAPABILITY and (initialized is None or index < initialized):
            yield Violation(Rule.BEFORE_INITIALIZED, f"{body.get('params')!r:.200}", index)
        yield from _late(session, index, body)


def _direction(index: int, body: dict[str, Any], method: str) -> Iterator[Violation]:
    if method.startswith(OURS):
        return
    if method not in types.METHOD_TO_TYPES or types.message_direction(method) == "clientToServer":
        yield Violation(Rule.DIRECTION, method, index)
    elif ("id" in body) is (types.METHOD_TO_TYPES[method][1] is None):
        yield Violation(Rule.KIND, method, index)


def _is_early(session: Session, method: str, body: dict[str, Any]) -> bool:
    """Progress is allowed on the token that initialize carries, and on no other."""
    if method != types.PROGRESS or session.initialize is None:
        return method in _EARLY
    token = look(session.initialize.params, "workDoneToken")
    return token is not None and token == look(body, "params", "token")


def _late(session: Session, index: int, body: dict[str, Any]) -> Iterator[Violation]:
    """After shutdown and `exit` nothing new; what was asked before may still be answered.

    A request made before the server has read `shutdown` is in time even when it is seen after it, and so is anything
    seen after an `exit` that came as a surprise.
    """
    shutdown = session.first(types.SHUTDOWN)
    if session.ended is not None and index > session.ended:
        yield Violation(Rule.AFTER_EXIT, str(body["method"]), index)
    elif shutdown is not None and "id" in body and session.heard(index) >= shutdown.index:
        yield Violation(Rule.AFTER_SHUTDOWN, str(body["method"]), index)
