"""The base library, corrected: documents are kept by us, commands are cancellable, failures are answered in our words."""

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

from omni_lsp.model.errors import OmniError

log = logging.getLogger(__name__)

# Handled in the base library before our handlers, on a second copy of every document that is split at the wrong places.
_OURS = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_EXECUTE_COMMAND,
)


class OmniProtocol(LanguageServerProtocol):
    def __init__(self, server: Any, converter: Any) -> None:  # The base library does not type these.
        super().__init__(server, converter)
        for method in _OURS:
            self.fm.builtin_features.pop(method)


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
