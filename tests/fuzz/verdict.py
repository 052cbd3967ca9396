"""What is wrong with a session, said after it, from what was sent in both directions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types

import omni_lsp
from fuzz.expected import ANY_ID, CODES, LSP_CODES, OK, Expected, Key, key_of
from omni_lsp.state.documents import Documents

# What must never reach a client: it says where we live.
_HOUSE = (str(Path(omni_lsp.__file__).parent), "Traceback (most recent", 'File "/')
_KINDS = {"begin", "report", "end"}


def answers_wrong(sent: Iterable[Mapping[str, Any]], expected: Expected, *, is_framed: bool) -> Iterator[str]:
    """`is_framed`: all that the client said came in frames without fault, so that nothing is left to guess."""
    answers: dict[Key, list[Mapping[str, Any]]] = defaultdict(list)
    for message in sent:
        if "method" not in message:
            answers[key_of(message.get("id"))].append(message)
    unread = answers.pop(key_of(None), [])
    if is_framed and not expected.unread <= len(unread) <= expected.unread + expected.optional[key_of(None)]:
        yield f"{expected.unread} messages could not be taken, {len(unread)} were refused"
    for key, codes in expected.answers.items():
        yield from _wrong(key, codes, answers.pop(key, []), expected)
    unknown = expected.optional[key_of(ANY_ID)]
    for key, found in answers.items():
        unknown -= max(0, len(found) - expected.optional[key])
        if unknown < 0:
            yield f"answers nobody asked for: {found}"


def _wrong(key: Key, codes: list[set[int]], found: list[Mapping[str, Any]], expected: Expected) -> Iterator[str]:
    if not len(codes) <= len(found) <= len(codes) + expected.optional[key]:
        yield f"{len(codes)} requests with the id {key[1]!r}, {len(found)} answers: {found}"
        return
    allowed = set.union(*codes) | ({CODES.InvalidRequest} if expected.optional[key] else set())
    if expected.is_shut or expected.is_over or expected.can_cancel:
        allowed |= {LSP_CODES.RequestCancelled} if OK in allowed else set()
    for answer in found:
        if ("result" in answer) == ("error" in answer):
            yield f"neither result nor error, or both: {answer}"
        elif (code := answer.get("error", {}).get("code", OK)) not in allowed:
            yield f"answered with {code}, not one of {sorted(allowed)}: {answer}"


def texts_wrong(documents: Documents, expected: Expected) -> Iterator[str]:
    server = {snapshot.uri: (snapshot.version, snapshot.text) for snapshot in documents}
    for uri in server.keys() | expected.texts.open.keys():
        ours, theirs = server.get(uri), expected.texts.open.get(uri)
        if ours != theirs:
            yield f"{uri!r} is {_short(theirs)} to the client, {_short(ours)} to the server"


def notifications_wrong(sent: Iterable[Mapping[str, Any]], *, is_ended: bool) -> Iterator[str]:
    """Progress that is begun twice, goes on after its end or never ends; ids of requests that come twice."""
    open_: set[Key] = set()
    asked: Counter[Key] = Counter()
    for message in sent:
        if "method" in message and "id" in message:
            asked[key_of(message["id"])] += 1
        if message.get("method") != types.PROGRESS:
            continue
        token, value = key_of(message["params"]["token"]), message["params"]["value"]
        kind = value.get("kind") if isinstance(value, Mapping) else None
        if kind in _KINDS and (kind == "begin") == (token in open_):
            yield f"progress {token[1]!r}: {kind} out of turn"
        open_ = open_ | {token} if kind == "begin" else open_ - {token} if kind == "end" else open_
    if is_ended and open_:
        yield f"progress that never ended: {open_}"
    if asked and max(asked.values()) > 1:
        yield f"a request of the server with an id used before: {asked.most_common(1)}"


def leaks(sent: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for message in sent:
        words = str(message)
        if any(part in words for part in _HOUSE):
            yield f"tells where it lives: {words[:500]}"


def _short(document: tuple[int | None, str] | None) -> str:
    return "closed" if document is None else f"{document[0]}: {document[1][:200]!r} ({len(document[1])} characters)"
