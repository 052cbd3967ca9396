"""How sessions begin: what recorded editors send with `initialize`, whole or with members missing or odd."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from fuzz.script import ROOT, Say, Step, load_steps

_CASES = Path(__file__).parents[1] / "cases"
_ENDING = ".initialize.json"
CLIENTS = tuple(sorted(path.name.removesuffix(_ENDING) for path in (_CASES / "clients").glob(f"*{_ENDING}")))
SESSIONS = tuple(sorted(path.stem for path in (_CASES / "sessions").glob("*.jsonl")))
_ENCODINGS = st.sampled_from(
    [["utf-8"], ["utf-16"], ["utf-32"], ["utf-32", "utf-8"], ["utf-7", "utf-8"], ["utf-7"], [], "utf-8", None, [8]]
)
_OPTIONS = st.sampled_from(
    [None, {}, {"runReports": True}, {"status": True}, {"trust": True}, {"debounce_ms": 0}, {"no": 1}, [], "x", 5]
)


@cache
def capabilities_paths(client: str) -> tuple[tuple[str, ...], ...]:
    """Where the members of a client's capabilities are, objects included."""
    return tuple(_paths(_recorded(client)["capabilities"]))


def initialize(client: str) -> dict[str, Any]:
    """The message as the editor sends it; it names no process, as ours may be any."""
    return {"jsonrpc": "2.0", "id": "init", "method": "initialize", "params": copy.deepcopy(_recorded(client))}


def session(name: str) -> tuple[Step, ...]:
    """A recorded session from its beginning."""
    lines = (_CASES / "sessions" / f"{name}.jsonl").read_text("utf-8").splitlines()
    client = json.loads(lines[0])["client"]
    return (Say(initialize(client)), INITIALIZED, *load_steps(lines[1:]))


INITIALIZED = Say({"jsonrpc": "2.0", "method": "initialized", "params": {}})


@st.composite
def opening(draw: st.DrawFn) -> tuple[Step, ...]:
    """`initialize` and `initialized` of some editor, changed in a few places; rarely they are missing or wrong."""
    client = draw(st.sampled_from(CLIENTS))
    body = altered(draw, initialize(client), client)
    kind = draw(st.integers(0, 19))
    return {17: (INITIALIZED,), 18: (Say(body),), 19: ()}.get(kind, (Say(body), INITIALIZED))


def altered(draw: st.DrawFn, body: dict[str, Any], client: str) -> dict[str, Any]:
    """The message with capabilities missing, odd or others; it is changed in place."""
    params = body["params"]
    paths = capabilities_paths(client)
    for path in draw(st.lists(st.sampled_from(paths), max_size=4)):
        _remove(params["capabilities"], path)
    if one_in(draw, 4):
        params["capabilities"].setdefault("general", {})["positionEncodings"] = draw(_ENCODINGS)
    if one_in(draw, 4):
        params["initializationOptions"] = draw(_OPTIONS)
    if one_in(draw, 8):
        odd = draw(st.sampled_from([None, 5, "x", [], {}, True]))
        _replace(
            params, draw(st.sampled_from(("capabilities", "workspaceFolders", "rootUri", "rootPath", "trace"))), odd
        )
    if one_in(draw, 16):
        _replace(params["capabilities"], draw(st.sampled_from(paths)), draw(st.sampled_from([None, 5, "x", [], {}])))
    return body


def one_in(draw: st.DrawFn, times: int) -> bool:
    """True that rarely; made smaller, a session is without it."""
    return draw(st.integers(1, times)) == times


def _replace(value: Any, path: Any, new: Any) -> None:
    *above, name = (path,) if isinstance(path, str) else path
    for each in above:
        value = value.get(each) if isinstance(value, dict) else None
    if isinstance(value, dict):
        value[name] = new


def _remove(value: Any, path: tuple[str, ...]) -> None:
    for name in path[:-1]:
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, dict):
        value.pop(path[-1], None)


def _paths(value: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, inside in value.items():
        yield (*above, name)
        if isinstance(inside, dict):
            yield from _paths(inside, (*above, name))


@cache
def _recorded(client: str) -> dict[str, Any]:
    text = (_CASES / "clients" / f"{client}{_ENDING}").read_text("utf-8")
    params: dict[str, Any] = json.loads(text.replace("file://${ROOT}", ROOT))["params"]
    params["processId"] = None
    if "rootPath" in params:
        params["rootPath"] = None
    params.pop("workDoneToken", None)
    return params
