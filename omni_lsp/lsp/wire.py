"""The base library, corrected: documents are kept by us, commands are cancellable, failures are answered in our words."""

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

from omni_lsp.model.errors import OmniError

log = logging.getLogger(__name__)

# Handled in the base library before our handlers: documents on a second copy that is split at the wrong places,
# commands without a way to cancel them, `exit` before what `shutdown` began has ended.
_OURS = (
    types.EXIT,
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_EXECUTE_COMMAND,
)


class OmniProtocol(LanguageServerProtocol):
    """Answers every request in the order of the protocol's life, and never with our insides."""

    _server: Any  # An OmniServer, whose module imports this one.

    def __init__(self, server: Any, converter: Any) -> None:  # The base library does not type these.
        super().__init__(server, converter)
        for method in _OURS:
            self.fm.builtin_features.pop(method)

    def _handle_request(self, msg_id: str | int, method_name: str, params: Any) -> None:
        error = self._out_of_turn(method_name)
        if error is None:
            super()._handle_request(msg_id, method_name, params)
        else:
            self._send_response(msg_id, error=error)

    def _send_response(self, msg_id: str | int, result: Any = None, error: types.ResponseError | None = None) -> None:
        if error is not None and error.code == types.ErrorCodes.InternalError:
            # The base library adds a traceback with the paths of this machine; it is in the log.
            error = types.ResponseError(error.code, "internal error: the log of omni-lsp has the details")
        super()._send_response(msg_id, result, error)

    def _out_of_turn(self, method: str) -> types.ResponseError | None:
        """What is wrong with a request at this time of the server's life (LSP 3.17, server lifecycle)."""
        is_initialize = method == types.INITIALIZE
        if self._server.is_leaving:
            return types.ResponseError(types.ErrorCodes.InvalidRequest, "the server is shutting down")
        if self._workspace is None and not is_initialize:
            return types.ResponseError(types.ErrorCodes.ServerNotInitialized, "initialize comes first")
        if self._workspace is not None and is_initialize:
            return types.ResponseError(types.ErrorCodes.InvalidRequest, "initialize comes once")
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
