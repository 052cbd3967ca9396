"""Messages that are valid by lsprotocol's types, for every method a client may send, about documents that exist."""

import enum
import types as python
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin

import attrs
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies as st
from lsprotocol import types
from lsprotocol.converters import get_converter

from fuzz.script import ROOT

URIS = (
    f"{ROOT}/app.py",
    f"{ROOT}/web/page.js",
    f"{ROOT}/.omni/pipeline.yaml",
    f"{ROOT}/caf%C3%A9.py",
    f"{ROOT}/APP.py",
    "untitled:Untitled-1",
    "vscode-notebook-cell:/book.ipynb#1",
    "file:///nowhere/else.py",
    "no uri at all",
    "file://[",
    "",
)
BOOKS = (f"{ROOT}/book.ipynb", "untitled:book")
TEXTS = (
    "",
    "import subprocess\nsubprocess.run(input(), shell=True)\n",
    "password = 'hunter2hunter2'\r\nprint(eval(input()))\r\n",
    "a\rb\n\u000cc\u2028d\u0085e\x1cf",
    "é = '😀'\nx = '𝒳'\n",
    "😀",
    "\ud83d",
    "\ude00 \ud83d",
    "version: 1\nanalysis:\n  pipeline:\n    stages:\n      - agent: nobody\n",
    "\n" * 7,
    "\0\ufeff",
)
LANGUAGES = ("python", "javascript", "yaml", "plaintext", "Python ", "")
IDS = st.one_of(st.integers(0, 12), st.sampled_from(["a", "", "1", "é", -1, 2**31 - 1, -(2**31)]))
COMMANDS = (
    "omni.analyzeFile",
    "omni.analyzeWorkspace",
    "omni.lastRun",
    "omni.showGraph",
    "omni.applyOffer",
    "no.such",
)
_JSON = get_converter()
_NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 40), st.sampled_from([1000, 2**31 - 1]))
_SIGNED = st.one_of(st.integers(-2, 6), st.sampled_from([2**31 - 1, -(2**31)]))
_ANY = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 99), st.sampled_from(TEXTS), st.just([]), st.just({}), st.just({"a": [1]})
)
_DATA = st.fixed_dictionaries(
    {
        "uri": st.sampled_from(URIS),
        "version": st.integers(0, 4),
        "agent": st.sampled_from(["security", "context", "no"]),
        "kind": st.sampled_from(["fix", "ignore", "no"]),
        "fingerprint": st.sampled_from(["", "0" * 32]),
    }
)
_ARGUMENT = st.fixed_dictionaries(
    {},
    optional={
        "uri": st.sampled_from(URIS),
        "timeoutSec": st.sampled_from([0, -1, 0.001, 5, 1e308, "x", None, True]),
        "format": st.sampled_from(["mermaid", "dot", "no", 5]),
    },
)
POOL = 200
_SIMPLE: Mapping[Any, st.SearchStrategy[Any]] = {
    str: st.sampled_from(("", "x", "é😀")),
    int: _SIGNED,
    bool: st.booleans(),
    float: st.just(0.5),
    type(None): st.none(),
    types.LSPObject: st.sampled_from([{}, {"a": [1]}]),
}
METHODS = tuple(method for method in types.METHOD_TO_TYPES if types.message_direction(method) != "serverToClient")
_LAST = (types.SHUTDOWN, types.EXIT)
REQUESTS = tuple(m for m in METHODS if types.METHOD_TO_TYPES[m][1] and m not in (types.INITIALIZE, *_LAST))
NOTIFICATIONS = tuple(m for m in METHODS if not types.METHOD_TO_TYPES[m][1] and m not in _LAST)

# What is about documents and what works for long is worth more than its share.
_COMMON = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_SAVE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.TEXT_DOCUMENT_HOVER,
    types.TEXT_DOCUMENT_CODE_ACTION,
    types.TEXT_DOCUMENT_DIAGNOSTIC,
    types.WORKSPACE_DIAGNOSTIC,
    types.WORKSPACE_EXECUTE_COMMAND,
    types.WORKSPACE_EXECUTE_COMMAND,
    types.CODE_ACTION_RESOLVE,
    types.CANCEL_REQUEST,
)


@st.composite
def message(draw: st.DrawFn, methods: tuple[str, ...] = (*REQUESTS, *NOTIFICATIONS)) -> dict[str, Any]:
    """A message as JSON."""
    name = draw(st.sampled_from(methods))
    made: dict[str, Any] = {"jsonrpc": "2.0", "method": name}
    if types.METHOD_TO_TYPES[name][1]:
        made["id"] = draw(IDS)
    params = draw(params_of(name))
    return made if params is None else made | {"params": params}


@cache
def pool(number: int) -> tuple[dict[str, Any], ...]:
    """Messages to choose from, the same ones for the same number: to make one takes much longer than to send it.

    A session that had to make all of its own would also be too large for hypothesis, which then makes small ones only.
    """
    made: list[dict[str, Any]] = []
    quiet = settings(
        max_examples=POOL,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for methods in (_COMMON, (*REQUESTS, *NOTIFICATIONS)):
        seed(number)(quiet(given(message(methods))(lambda each: made.append(each))))()  # noqa: PLW0108 - it wants a function
    return tuple(made)


@cache
def params_of(name: str) -> st.SearchStrategy[Any]:
    kind = types.METHOD_TO_TYPES[name][2]
    if name == types.WORKSPACE_EXECUTE_COMMAND:
        argument = st.one_of(_ARGUMENT, _ARGUMENT, _DATA, _ANY)
        arguments = st.lists(argument, max_size=2)
        optional = {"arguments": arguments, "workDoneToken": st.integers(0, 2)}
        return st.fixed_dictionaries({"command": st.sampled_from(COMMANDS)}, optional=optional)
    if name == types.CANCEL_REQUEST:
        return st.fixed_dictionaries({"id": IDS})
    return st.none() if kind is None else _of(kind).map(_JSON.unstructure)


@cache
def _of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of the protocol."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, python.UnionType):
        # Mostly there are few of the optional members.
        some = [_of(each) for each in arguments if each is not type(None)]
        return st.one_of(st.none(), st.none(), *some) if len(some) < len(arguments) else st.one_of(*some)
    if isinstance(origin, type):
        return _collection(origin, arguments)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return st.sampled_from(list(kind))
    return _class(kind) if attrs.has(kind) else _SIMPLE.get(kind, _ANY)


def _collection(origin: type, arguments: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if issubclass(origin, tuple):
        return st.tuples(*(_of(each) for each in arguments))
    if issubclass(origin, Mapping):
        return st.dictionaries(_of(arguments[0]), _of(arguments[1]), max_size=1)
    return st.lists(_of(arguments[0]), max_size=2)


def _class(kind: type) -> st.SearchStrategy[Any]:
    attrs.resolve_types(kind, vars(types))
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for each in attrs.fields(kind):
        if each.init:
            fields[each.name] = _field(kind, each)
    return st.deferred(lambda: st.builds(kind, **fields))


def _field(kind: type, field: Any) -> st.SearchStrategy[Any]:
    chosen: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "uri": lambda: st.sampled_from(BOOKS if "NotebookDocument" in kind.__name__ else URIS),
        "document": lambda: st.sampled_from(URIS),
        "language_id": lambda: st.sampled_from(LANGUAGES),
        "text": lambda: st.sampled_from(TEXTS),
        "version": lambda: st.integers(0, 5),
        "data": lambda: st.one_of(st.none(), _DATA, _ANY),
        "work_done_token": lambda: st.one_of(st.none(), st.integers(0, 2)),
        "partial_result_token": lambda: st.one_of(st.none(), st.sampled_from(["p", 3])),
    }
    if field.name in chosen and get_origin(_plain(field.type)) is None and not attrs.has(_plain(field.type)):
        return chosen[field.name]()
    if hasattr(field.validator, "options"):
        return st.sampled_from(list(field.validator.options))
    if _plain(field.type) is int:
        # Nearly all are unsigned.
        return _NUMBERS if field.type is int else st.one_of(st.none(), _NUMBERS)
    return st.deferred(lambda: _of(field.type))


def _plain(kind: Any) -> Any:
    return next((each for each in get_args(kind) if each is not type(None)), kind)
