"""The least that pygls can do over stdio, to compare starts with."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("bare", "1")


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(_params: types.DidOpenTextDocumentParams) -> None: ...


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(_params: types.HoverParams) -> types.Hover | None: ...


if __name__ == "__main__":
    server.start_io()
