"""The base library, corrected: every message is answered as the protocol has it, in our words, and leaves nothing behind."""

import asyncio
import contextvars
import itertools
import json
import logging
from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple

from cattrs.errors import BaseValidationError
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

from omni_lsp.lsp.client import initialize_params
from omni_lsp.lsp.envelope import Answer, Id, Invalid, Message, Notification, Request
from omni_lsp.lsp.outgoing import Outgoing
from omni_lsp.lsp.positions import read_as_sent
from omni_lsp.model.errors import OmniError
from omni_lsp.model.trace import enter_trace, new_trace, trace_in

log = logging.getLogger(__name__)

# What the converter raises for values that are not what their type says.
_MISFITS = (BaseValidationError, TypeError, ValueError, KeyError, AttributeError, RecursionError, OverflowError)
_CANCELLED = types.LSPErrorCodes.RequestCancelled
_INTERNAL = "internal error: the log of omni-lsp has the details"
# Notifications a client can do without while it does not read.
_SPARE = frozenset({types.WINDOW_LOG_MESSAGE, "omni/run"})


class _Question(NamedTuple):
    """A request of ours that waits for its answer; `part` is for what comes of it before."""

    future: asyncio.Future[Any]
    result_type: Any
    part: Callable[[object], None] | None


class OmniProtocol(LanguageServerProtocol):
    """Messages in, messages out; the base library finds the handlers, runs them and sends their results.

    `outgoing` is set before the first message comes.
    """

    outgoing: Outgoing
    _server: Any  # An OmniServer, whose module imports this one.

    def __init__(self, server: Any, converter: Any) -> None:  # The base library does not type these.
        super().__init__(server, converter)
        read_as_sent(converter)
        # Its own handlers keep a second copy of the documents, split at the wrong places, and cannot cancel commands.
        self.fm.builtin_features.clear()
        self._asked: dict[Id, _Question] = {}
        self._numbers = itertools.count(1)
        self._shutdown_id: Id | None = None
        self._observed: dict[Id, Callable[[str], None]] = {}

    def receive(self, message: Message) -> None:
        """Never raises; each message has a context, and so a trace, of its own."""
        contextvars.copy_context().run(self._receive, message)

    def misframed(self, reason: str) -> None:
        """The bytes between two messages make no sense, so one of the client's may be lost."""
        log.warning("broken framing: %s", reason)
        self._refuse(None, types.ErrorCodes.ParseError, f"broken framing: {reason}")

    async def ask(self, method: str, params: object, seconds: float) -> Any:
        """The client's answer. Raises TimeoutError when none comes in time, JsonRpcException for a refusal.

        The latter carries the `code` and the `data` of the client's error.
        """
        return await self._ask(next(self._numbers), method, params, seconds, None)

    async def ask_in_parts(
        self, method: str, params: Mapping[str, object], seconds: float, part: Callable[[object], None]
    ) -> Any:
        """As `ask`; until the answer is there, `part` gets each value that comes for the `partialResultToken`."""
        number = next(self._numbers)
        return await self._ask(number, method, {**params, "partialResultToken": number}, seconds, part)

    def progressed(self, token: object, value: object) -> None:
        """A part of an answer of the client's; left alone where nobody waits for it, or not any more."""
        is_ours = isinstance(token, int) and not isinstance(token, bool)
        question = self._asked.get(token) if is_ours else None  # type: ignore[call-overload] # narrowed above
        if question is not None and question.part is not None:
            question.part(value)

    def tell(self, method: str, params: str) -> None:
        """A notification of a whole state, which takes the place of one that still waits to be sent; `params` is JSON."""
        body = f'{{"jsonrpc":"{self.VERSION}","method":{json.dumps(method)},"params":{params}}}'.encode()
        self.outgoing.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body), method, is_spare=True)

    def send_request(self, *_: object, **__: object) -> Any:
        """Not this way: the base library's requests wait for ever and are never forgotten."""
        raise NotImplementedError("use ask")

    def cancel_all(self) -> list[asyncio.Future[Any]]:
        """Stop the work on all requests but `shutdown`; the work on all of them."""
        # Typed as futures of threads, but every handler of ours that takes time is a coroutine.
        at_work: dict[Id, Any] = dict(self._request_futures)
        for number in at_work:
            if number != self._shutdown_id:
                self._handle_cancel_notification(number)
        return list(at_work.values())

    async def _ask(
        self, number: Id, method: str, params: object, seconds: float, part: Callable[[object], None] | None
    ) -> Any:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked[number] = _Question(future, self.get_result_type(method), part)
        message = self.get_message_type(method) or dict
        self._send_data(message(id=number, method=method, params=params, jsonrpc=self.VERSION))
        try:
            async with asyncio.timeout(seconds):
                return await future
        finally:
            if self._asked.pop(number, None) is not None:
                # Nobody waits for it any more: the client may take its question back from the user.
                self.notify(types.CANCEL_REQUEST, types.CancelParams(number))

    def _receive(self, message: Message) -> None:
        params = getattr(message, "params", None)
        meta = params.get("_meta") if isinstance(params, Mapping) else None
        enter_trace((trace_in(meta.get("traceparent")) if isinstance(meta, Mapping) else None) or new_trace())
        match message:
            case Request():
                self._requested(message)
            case Notification():
                self._notified(message)
            case Answer():
                self._answered(message)
            case Invalid(number, code, reason):
                log.warning("a message of the client cannot be taken: %s", reason)
                self._refuse(number, code, reason)

    def _requested(self, request: Request) -> None:
        error = self._out_of_turn(request.method)
        if request.id in self._request_futures and request.method == types.SHUTDOWN:
            self._handle_cancel_notification(request.id)  # A client that wants to leave may do so all the same.
        elif request.id in self._request_futures:
            error = types.ResponseError(types.ErrorCodes.InvalidRequest, "a request with this id is being worked on")
        if error is not None:
            self._refuse(request.id, error.code, error.message)
            return
        if request.method not in self.fm.features or _is_notification(request.method):
            self._refuse(request.id, types.ErrorCodes.MethodNotFound, "no such method here")
            return
        try:
            params = self._structured(request.method, request.params, {"id": request.id})
        except _MISFITS as misfit:
            log.warning("%s: wrong parameters", request.method)
            log.debug("%s: wrong parameters", request.method, exc_info=misfit)
            self._refuse(request.id, types.ErrorCodes.InvalidParams, f"{request.method}: wrong parameters")
            return
        # Now, not when the handler's task has begun: what comes in the same piece is out of turn already.
        if request.method == types.SHUTDOWN:
            self._server.is_leaving = True
            self._shutdown_id = request.id
        if self._server.core is not None:
            self._observed[request.id] = self._server.core.observe(request.method, request.id)
        self._handle_request(request.id, request.method, params)

    def _notified(self, notification: Notification) -> None:
        method = notification.method
        is_due = self._server.is_initialized and not self._server.is_leaving
        is_ours = method == types.CANCEL_REQUEST or (method in self.fm.features and not _is_request(method))
        if not is_ours or not (is_due or method == types.EXIT):
            log.debug("left alone: %s", method)
            return
        try:
            params = self._structured(method, notification.params, {})
        except _MISFITS as misfit:
            log.warning("%s: wrong parameters", method)
            log.debug("%s: wrong parameters", method, exc_info=misfit)
            return
        self._handle_notification(method, params)

    def _answered(self, answer: Answer) -> None:
        question = self._asked.pop(answer.id, None)
        if question is None or question.future.done():
            log.debug("an answer to no question")
        elif answer.error is not None:
            question.future.set_exception(_failure(answer.error))
        else:
            try:
                question.future.set_result(self._result(answer, question.result_type))
            except _MISFITS as misfit:
                question.future.set_exception(JsonRpcException(f"an answer that is none: {type(misfit).__name__}"))

    def _handle_cancel_notification(self, msg_id: Id) -> None:
        # The converter lets anything pass as an id.
        if isinstance(msg_id, str | int) and not isinstance(msg_id, bool):
            super()._handle_cancel_notification(msg_id)

    def _structured(self, method: str, params: Any, number: Mapping[str, Id]) -> Any:
        """The parameters as the type of their message has them. Raises one of `_MISFITS`."""
        kind = self.get_message_type(method)
        if kind is None:
            return params
        if method == types.INITIALIZE:
            return initialize_params(self._converter, params)
        raw = {"jsonrpc": self.VERSION, "method": method, **number}
        return self._converter.structure(raw if params is None else raw | {"params": params}, kind).params

    def _result(self, answer: Answer, result_type: Any) -> Any:
        if result_type is None:
            return answer.result
        raw = {"jsonrpc": self.VERSION, "id": answer.id, "result": answer.result}
        return self._converter.structure(raw, result_type).result

    def _refuse(self, number: Id | None, code: int, reason: str) -> None:
        # Not through the types of the base library: an answer to what has no id carries null.
        error = {"code": int(code), "message": reason}
        self._send_data({"jsonrpc": self.VERSION, "id": number, "error": error})

    def _send_response(self, msg_id: Id, result: Any = None, error: types.ResponseError | None = None) -> None:
        ended = self._observed.pop(msg_id, None)
        if ended is not None:
            ended("ok" if error is None else "cancelled" if error.code == _CANCELLED else "error")
        if error is not None and error.code == types.ErrorCodes.InternalError:
            # The base library adds a traceback with the paths of this machine; it is in the log.
            error = types.ResponseError(error.code, _INTERNAL)
        super()._send_response(msg_id, result, error)

    def _send_data(self, data: Any) -> None:
        try:
            body = json.dumps(data, default=self._serialize_message).encode()
        except _MISFITS:
            log.exception("a message of ours cannot be written")
            # Whoever asked must not wait for ever.
            if isinstance(number := getattr(data, "id", None), str | int) and not hasattr(data, "method"):
                self._refuse(number, types.ErrorCodes.InternalError, _INTERNAL)
            return
        method, params = getattr(data, "method", None), getattr(data, "params", None)
        frame = b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
        self.outgoing.write(frame, _superseded(method, params), is_spare=method in _SPARE)

    def _out_of_turn(self, method: str) -> types.ResponseError | None:
        """What is wrong with a request at this time of the server's life (LSP 3.17, server lifecycle)."""
        if self._server.is_leaving:
            return types.ResponseError(types.ErrorCodes.InvalidRequest, "the server is shutting down")
        if self._server.is_initialized and method == types.INITIALIZE:
            return types.ResponseError(types.ErrorCodes.InvalidRequest, "initialize comes once")
        if not self._server.is_initialized and method != types.INITIALIZE:
            return types.ResponseError(types.ErrorCodes.ServerNotInitialized, "initialize comes first")
        return None


def content_modified() -> JsonRpcException:
    """The document moved on since the request was made."""
    return JsonRpcException("the document has changed since", code=types.LSPErrorCodes.ContentModified)


def not_running() -> JsonRpcException:
    """The application could not be started, or has been shut down."""
    return JsonRpcException("omni-lsp is not running", code=types.LSPErrorCodes.RequestFailed)


def refused(error: OmniError) -> JsonRpcException:
    """A well-formed request that could not be done, with the reason in words."""
    log.info("refused: %s", error)
    return JsonRpcException(str(error), code=types.LSPErrorCodes.RequestFailed)


def invalid(message: str) -> JsonRpcException:
    return JsonRpcException(message, code=types.ErrorCodes.InvalidParams)


def _failure(error: Mapping[str, object]) -> JsonRpcException:
    """What the client says went wrong with a request of ours; `data` is whatever it sent."""
    said = error.get("code")
    code = said if isinstance(said, int) and not isinstance(said, bool) else types.ErrorCodes.InternalError
    return JsonRpcException(str(error.get("message")), code, error.get("data"))


def _is_request(method: str) -> bool:
    """Whether the protocol has this method, as one that is answered."""
    return method in types.METHOD_TO_TYPES and types.METHOD_TO_TYPES[method][1] is not None


def _is_notification(method: str) -> bool:
    """Whether the protocol has this method, as one that is not answered."""
    return method in types.METHOD_TO_TYPES and types.METHOD_TO_TYPES[method][1] is None


def _superseded(method: str | None, params: Any) -> Hashable:
    """What makes an older message that still waits to be sent pointless, `None` for nothing."""
    if method == types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS:
        return method, params.uri
    if method == types.PROGRESS and isinstance(params.value, types.WorkDoneProgressReport):
        return method, params.token
    return None
