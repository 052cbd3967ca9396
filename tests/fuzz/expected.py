"""What a server by the standard answers, told from what the client said alone (JSON-RPC 2.0, LSP 3.17)."""

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from cattrs.errors import BaseValidationError
from lsprotocol import types
from lsprotocol.converters import get_converter

from fuzz.texts import Texts

Key: TypeAlias = tuple[str, Any]
Answer: TypeAlias = Mapping[str, Any]

CODES, LSP_CODES = types.ErrorCodes, types.LSPErrorCodes
OK = 0
"""In place of a code: a result."""

_MISFITS = (BaseValidationError, TypeError, ValueError, KeyError, AttributeError, RecursionError, OverflowError)
_JSON = get_converter()
ANY_ID = "*"
"""Of a message that may be found in broken bytes, when its id cannot be told."""
# May be held back until there is news.
HELD = types.WORKSPACE_DIAGNOSTIC
# Answered from memory: nothing can go wrong with them but that the document moves on.
_PLAIN = {types.TEXT_DOCUMENT_HOVER, types.TEXT_DOCUMENT_CODE_ACTION, types.TEXT_DOCUMENT_CODE_LENS}
_REFUSALS = {LSP_CODES.RequestFailed, LSP_CODES.ContentModified, LSP_CODES.ServerCancelled, CODES.InvalidParams}


def key_of(number: object) -> Key:
    """Ids that are equal in Python but not in JSON are told apart."""
    return type(number).__name__, number


@dataclass
class Expected:
    """Fed with the client's messages in order; `features` are the methods that the server has, once it is initialized.

    `answers` has for each id the codes that each of its answers may carry; `unread` counts messages without a usable id
    that are refused. `answered` are the answers with an id that have come, in order.
    """

    features: Container[str]
    answered: Callable[[Key], Sequence[Answer]]
    texts: Texts = field(default_factory=Texts)
    answers: dict[Key, list[set[int]]] = field(default_factory=lambda: defaultdict(list))
    optional: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    methods: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    unread: int = 0
    is_initialized: bool = False
    is_shut: bool = False
    is_over: bool = False
    can_cancel: bool = False

    @property
    def status(self) -> int:
        """Of the process, when `exit` or the end of the input comes now."""
        return 0 if self.is_shut else 1

    def take(self, body: Any) -> None:
        if self.is_over:
            self.optional[key_of(_id(body))] += 1
        elif isinstance(body, list):
            asked = [part for part in body if isinstance(part, dict) and "method" in part and _id(part) is not None]
            for part in asked:
                self._refused(part, CODES.InvalidRequest)
            self.unread += not asked
        elif not isinstance(body, dict) or body.get("jsonrpc") != "2.0":
            self._refused(body, CODES.InvalidRequest)
        elif "method" in body:
            self._call(body)
        elif "result" not in body and "error" not in body:
            self._refused(body, CODES.InvalidRequest)

    def _call(self, body: dict[str, Any]) -> None:
        method, params = body["method"], body.get("params")
        if not isinstance(method, str) or not isinstance(params, dict | list | None):
            self._refused(body, CODES.InvalidRequest, CODES.InvalidParams)
        elif "id" not in body:
            self._notification(method, params)
        elif _id(body) is None:
            self.unread += 1
        else:
            self._request(key_of(body["id"]), method, params)

    def _refused(self, body: Any, *codes: int) -> None:
        if _id(body) is None:
            self.unread += 1
        else:
            self._expect(key_of(body["id"]), *codes)

    def _request(self, key: Key, method: str, params: Any) -> None:
        if self.is_shut or (method == types.INITIALIZE and self.is_initialized):
            self._expect(key, CODES.InvalidRequest)
        elif not self.is_initialized and method != types.INITIALIZE:
            self._expect(key, CODES.ServerNotInitialized)
        elif method not in self.features or not _is_request(method):
            self._expect(key, CODES.MethodNotFound)
        elif method == types.INITIALIZE:
            self._initialize(key, params)
        elif structured(method, params) is None and method != types.SHUTDOWN:
            self._expect(key, CODES.InvalidParams)
        else:
            self.is_shut = method == types.SHUTDOWN
            self.methods[key].add(method)
            self._expect(key, OK, *(() if method in (*_PLAIN, types.SHUTDOWN) else _REFUSALS))

    def _initialize(self, key: Key, params: Any) -> None:
        answer = self._answer(key)
        if answer is not None and "result" in answer:
            self.is_initialized = True
            capabilities = answer["result"]["capabilities"]
            self.texts.encoding = capabilities.get("positionEncoding", "utf-16")
            self._expect(key, OK)
        elif structured(types.INITIALIZE, params) is None:
            self._expect(key, CODES.InvalidParams)
        else:
            self._expect(key, OK)

    def _notification(self, method: str, params: Any) -> None:
        if method == types.EXIT and structured(method, params):
            self.is_over = True
        elif self.is_initialized and not self.is_shut and method in self.features and not _is_request(method):
            self.can_cancel |= method == types.WINDOW_WORK_DONE_PROGRESS_CANCEL
            self.texts.take(getattr(structured(method, params), "params", None))
        number = _id(params)
        if self.is_initialized and method == types.CANCEL_REQUEST and number is not None:
            for codes in self.answers.get(key_of(number), []):
                codes.add(LSP_CODES.RequestCancelled)

    def _answer(self, key: Key) -> Answer | None:
        """Of a request that is about to be expected, if it has come: what comes at once comes in order."""
        found, before = self.answered(key), len(self.answers[key])
        return found[before] if before < len(found) else None

    def _expect(self, key: Key, *codes: int) -> None:
        # An id that is still in use when it comes again is refused; when it is cannot be told from here.
        before = self.answers[key]
        before.append({*codes, CODES.InvalidRequest} if before else set(codes))


def _is_request(method: str) -> bool:
    return method not in types.METHOD_TO_TYPES or types.METHOD_TO_TYPES[method][1] is not None


def structured(method: str, params: Any) -> Any:
    """The message as its type has it, `None` when it is none."""
    if method not in types.METHOD_TO_TYPES:
        return params
    kind = types.METHOD_TO_TYPES[method][0]
    raw = {"jsonrpc": "2.0", "method": method, "id": 1}
    try:
        return _JSON.structure(raw if params is None else raw | {"params": params}, kind)
    except _MISFITS:
        return None


def _id(body: Any) -> str | int | None:
    number = body.get("id") if isinstance(body, dict) else None
    return number if isinstance(number, str | int) and not isinstance(number, bool) else None
