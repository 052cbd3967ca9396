"""Sessions of well-formed frames: valid messages in random order, and recorded ones that were tampered with."""

import copy
from collections.abc import Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st

from fuzz import valid
from fuzz.openings import CLIENTS, SESSIONS, altered, initialize, one_in, opening, session
from fuzz.script import Big, Echo, Rest, Say, Script, Step

Pool: TypeAlias = Sequence[dict[str, Any]]

_REPLIES = st.one_of(
    st.just(("good",)),
    st.lists(
        st.sampled_from(
            [
                "good",
                "never",
                "twice",
                "late",
                {"error": {"code": -32601, "message": "no"}},
                {"error": "no"},
                {"error": {}},
                {"result": None},
                {"result": "x"},
                {"result": [None]},
                {"result": [{"debounce_ms": "x"}]},
                {"result": [{"debounce_ms": 0, "max_parallel_files": 1}]},
                {"result": [[]]},
                {"result": {"applied": "x"}},
                {"result": {"applied": False, "failureReason": "no"}},
                {"result": {}, "error": {"code": 1, "message": "both"}},
                {},
            ]
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
)
_PIECES = st.sampled_from([0, 0, 0, 0, -1, -1, 1, 7, 1000])
_RESTS = st.sampled_from([Rest(1), Rest(3), Rest(30), Rest(3, 0.05), Rest(3, 3.0)])
_ECHOES = st.builds(Echo, st.sampled_from(["actions", "resolve", "command", "lens", "stop"]), st.integers(0, 3))
_BIG = st.sampled_from([Big("file:///nowhere/big.py", "x = 1\n", 30_000), Big("file:///nowhere/big.py", "é😀", 50_000)])
_HOSTS = {"bare": st.just("bare"), "session": st.sampled_from(["session"] * 4 + ["bare"]), "engine": st.just("engine")}
_ODD_IDS = st.sampled_from(["x", "", 10**30, -5, 0, 2**63, 1.5, None, True, [], {}, 1, "1", "init"])
_NOISE: tuple[Any, ...] = (
    {},
    [],
    None,
    5,
    "x",
    {"jsonrpc": "2.0"},
    {"jsonrpc": "1.0", "id": 3, "method": "textDocument/hover", "params": {}},
    {"jsonrpc": "2.0", "id": 4, "method": 5},
    {"jsonrpc": "2.0", "id": 4, "method": "textDocument/hover", "params": "x"},
    {"jsonrpc": "2.0", "id": 4, "result": {}},
    {"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "what?"}},
    {"jsonrpc": "2.0", "id": 1, "result": None, "error": {"code": 1, "message": "both"}},
    {"jsonrpc": "2.0", "method": "$/unknown", "params": {"jsonrpc": "2.0"}},
    {"jsonrpc": "2.0", "id": 5, "method": "$/unknown", "params": [1]},
    {
        "jsonrpc": "2.0",
        "id": 6,
        "method": "textDocument/hover",
        "params": {"jsonrpc": "2.0", "id": 7, "method": "exit"},
    },
    [{"jsonrpc": "2.0", "id": 8, "method": "textDocument/hover", "params": {}}, {"jsonrpc": "2.0", "method": "exit"}],
    {"jsonrpc": "2.0", "id": 9, "method": "shutdown", "params": {}},
    {"jsonrpc": "2.0", "id": 9, "method": "initialize", "params": {"capabilities": {}, "processId": None}},
)
_NONSENSE = st.sampled_from([None, 5, -1, 1e300, "x", "", [], {}, True, [[]], {"jsonrpc": "2.0"}])


def valid_session(number: int = 1, host: str = "session") -> st.SearchStrategy[Script]:
    """Valid messages of all methods in random order, most of them about the one or two documents that are open."""
    return _valid_session(valid.pool(number), host)


def mutated_session(number: int = 1, host: str = "session") -> st.SearchStrategy[Script]:
    """A recorded session with messages dropped, doubled, swapped, cancelled, renumbered or spoilt."""
    return _mutated_session(valid.pool(number), host)


@st.composite
def _valid_session(draw: st.DrawFn, pool: Pool, host: str) -> Script:
    uris = draw(st.lists(st.sampled_from(valid.URIS), min_size=1, max_size=2, unique=True))
    steps = [*draw(opening()), *(_opened(uri, draw(st.sampled_from(valid.TEXTS))) for uri in uris)]
    for kind in draw(st.lists(st.sampled_from("mmmmmcccre"), min_size=1, max_size=20)):
        if kind == "m":
            steps.append(Say(_about(_chosen(draw, pool), draw(st.sampled_from([*uris, *uris, *uris, None])))))
        elif kind == "c":
            steps.append(_changed(draw, draw(st.sampled_from(uris))))
        else:
            steps.append(draw(_RESTS if kind == "r" else _ECHOES))
    piece = draw(_PIECES)
    if piece <= 0 and one_in(draw, 60):
        steps.append(draw(_BIG))
    steps += _end(draw)
    return Script("valid", draw(_HOSTS[host]), tuple(steps), piece, draw(_REPLIES))


@st.composite
def _mutated_session(draw: st.DrawFn, pool: Pool, host: str) -> Script:
    name = draw(st.sampled_from(SESSIONS))
    steps: list[Step] = copy.deepcopy(list(session(name)))
    first = steps[0]
    assert isinstance(first, Say)
    client = draw(st.sampled_from((None, *CLIENTS)))
    body = first.body if client is None else initialize(client)
    steps[0] = Say(altered(draw, body, client or CLIENTS[0]))
    for way in draw(st.lists(st.sampled_from([*_WAYS, "valid"]), min_size=1, max_size=8)):
        # The first two messages make the session; they are left alone most of the time.
        low = 0 if one_in(draw, 10) else min(2, len(steps) - 1)
        at = draw(st.integers(low, max(low, len(steps) - 1)))
        if way == "valid" or not steps:
            steps.insert(at, Say(_chosen(draw, pool)))
        else:
            way(draw, steps, at)
    return Script("mutated", draw(_HOSTS[host]), tuple(steps), draw(_PIECES), draw(_REPLIES))


def _chosen(draw: st.DrawFn, pool: Pool) -> dict[str, Any]:
    """A message of the pool, with another id."""
    said = copy.deepcopy(draw(st.sampled_from(pool)))
    return said | {"id": draw(valid.IDS)} if "id" in said else said


def _opened(uri: str, text: str) -> Say:
    document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
    return Say({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}})


def _changed(draw: st.DrawFn, uri: str) -> Say:
    """Edits at places most of which the document has."""
    events: list[dict[str, Any]] = []
    for text in draw(st.lists(st.sampled_from(valid.TEXTS), min_size=1, max_size=3)):
        numbers = [draw(st.integers(0, 4)), draw(st.integers(0, 12)), draw(st.integers(0, 2)), draw(st.integers(0, 12))]
        start, end = (
            {"line": line, "character": column} for line, column in (numbers[:2], (sum(numbers[::2]), numbers[3]))
        )
        events.append(
            {"range": {"start": start, "end": end}, "text": text[:8]} if not one_in(draw, 6) else {"text": text}
        )
    params = {"textDocument": {"uri": uri, "version": draw(st.integers(0, 5))}, "contentChanges": events}
    return Say({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})


def _about(message: dict[str, Any], uri: str | None) -> dict[str, Any]:
    """The message with this document in place of its own."""
    params = message.get("params")
    if uri is None or not isinstance(params, dict):
        return message
    arguments = params.get("arguments") or [None]
    for inside in (params.get("textDocument"), arguments[0]):
        if isinstance(inside, dict) and "uri" in inside:
            inside["uri"] = uri
    return message


def _drop(_draw: st.DrawFn, steps: list[Step], at: int) -> None:
    del steps[at]


def _double(_draw: st.DrawFn, steps: list[Step], at: int) -> None:
    steps.insert(at, copy.deepcopy(steps[at]))


def _move(draw: st.DrawFn, steps: list[Step], at: int) -> None:
    step = steps.pop(at)
    steps.insert(draw(st.integers(0, len(steps))), step)


def _cancel(draw: st.DrawFn, steps: list[Step], at: int) -> None:
    step = steps[at]
    if isinstance(step, Say) and isinstance(step.body, dict) and "id" in step.body:
        body = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": step.body["id"]}}
        steps.insert(at + draw(st.integers(0, 2)), Say(body))


def _renumber(draw: st.DrawFn, steps: list[Step], at: int) -> None:
    step = steps[at]
    if isinstance(step, Say) and isinstance(step.body, dict) and "method" in step.body:
        step.body["id"] = draw(_ODD_IDS)


def _spoil(draw: st.DrawFn, steps: list[Step], at: int) -> None:
    """Take something out of a message, or put something else there."""
    step = steps[at]
    if not isinstance(step, Say) or not isinstance(step.body, dict) or step.body.get("method") == "initialize":
        return
    inside, name = step.body, draw(st.sampled_from(sorted(step.body) or ["id"]))
    for _ in range(draw(st.integers(0, 4))):
        below = inside.get(name)
        below = below[0] if isinstance(below, list) and below else below
        if not isinstance(below, dict) or not below:
            break
        inside, name = below, draw(st.sampled_from(sorted(below)))
    if draw(st.booleans()):
        inside.pop(name, None)
    else:
        inside[name] = draw(_NONSENSE)


def _noise(draw: st.DrawFn, steps: list[Step], at: int) -> None:
    steps.insert(at, Say(copy.deepcopy(draw(st.sampled_from(_NOISE)))))


def _rest(draw: st.DrawFn, steps: list[Step], at: int) -> None:
    steps.insert(at, draw(_RESTS))


def _cut(_draw: st.DrawFn, steps: list[Step], at: int) -> None:
    del steps[max(at, 3) :]


_WAYS = (
    _drop,
    _drop,
    _double,
    _double,
    _move,
    _move,
    _cancel,
    _cancel,
    _renumber,
    _spoil,
    _spoil,
    _noise,
    _rest,
    _cut,
)


def _end(draw: st.DrawFn) -> list[Step]:
    """Sometimes the client leaves by itself, in order or not."""
    shutdown, leave = ({"jsonrpc": "2.0", "id": "end", "method": "shutdown"}, {"jsonrpc": "2.0", "method": "exit"})
    tails = [[shutdown], [shutdown, leave], [leave], [leave, shutdown]]
    return [Say(body) for body in draw(st.sampled_from(tails))] if one_in(draw, 5) else []
