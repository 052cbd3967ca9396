"""Dynamic registrations: each id once at a time, nothing that is announced already, taken back once."""

from collections.abc import Iterator

from lsprotocol import types

from conformance.features import PROVIDERS
from conformance.session import Call, Session
from conformance.violation import Rule, Violation


def check(session: Session) -> Iterator[Violation]:
    """A registration that the client refused never was."""
    live: set[str] = set()
    for call in session.demanded:
        if call.index in session.ill:
            continue
        if call.method == types.CLIENT_REGISTER_CAPABILITY:
            yield from _registered(session, call, live)
        elif call.method == types.CLIENT_UNREGISTER_CAPABILITY:
            for gone in call.params["unregisterations"]:
                if gone["id"] not in live:
                    yield Violation(Rule.UNREGISTERED, f"{gone['id']!r}", call.index)
                live.discard(gone["id"])


def _registered(session: Session, call: Call, live: set[str]) -> Iterator[Violation]:
    is_refused = "error" in (call.answer or {})
    for registration in call.params["registrations"]:
        number, method = registration["id"], registration["method"]
        if number in live:
            yield Violation(Rule.REGISTERED_TWICE, f"{number!r}", call.index)
        if method in PROVIDERS and session.offered(PROVIDERS[method][0]) not in (None, False):
            yield Violation(Rule.REGISTERED_TWICE, f"{method} is announced already", call.index)
        if not is_refused:
            live.add(number)
