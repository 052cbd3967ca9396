"""Every byte of stdout belongs to a message whose header is as the standard has it."""

from collections.abc import Iterator

from conformance.session import Session
from conformance.violation import Rule, Violation

_SHOWN = 80
_TYPES = ("application/vscode-jsonrpc; charset=utf-8", "application/vscode-jsonrpc; charset=utf8")


def check(session: Session) -> Iterator[Violation]:
    for stray in session.reading.strays:
        if not stray.from_client:
            yield Violation(Rule.STRAY_BYTES, f"{len(stray.raw)} bytes: {stray.raw[:_SHOWN]!r}", stray.index)
    for message in session.reading.messages:
        if message.from_client:
            continue
        others = set(message.headers) - {"content-length", "content-type"}
        if others or message.headers.get("content-type", _TYPES[0]) not in _TYPES:
            yield Violation(Rule.HEADER, str(message.headers), message.index)
        if message.fault:
            yield Violation(Rule.JSON, message.fault, message.index)
