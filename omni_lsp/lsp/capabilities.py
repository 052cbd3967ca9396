"""What the server offers a client: what is registered, as far as the client knows of it."""

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder

from omni_lsp.lsp.notebooks import notebook_sync
from omni_lsp.lsp.server import OmniServer

# In their buffers a server that completes is the only one who does: we would take from source code what others offer.
_ASK_NOBODY_ELSE = frozenset({"Eglot"})


def choose_encoding(client: types.ClientCapabilities) -> str:
    """The first of the client's position encodings; UTF-16 when it names none that is known."""
    return ServerCapabilitiesBuilder.choose_position_encoding(client)


def server_capabilities(ls: OmniServer, params: types.InitializeParams, encoding: str) -> types.ServerCapabilities:
    registered = ls.protocol.fm
    builder = ServerCapabilitiesBuilder(
        params.capabilities,
        set(registered.features),
        registered.feature_options,
        list(registered.commands),
        types.TextDocumentSyncKind.Incremental,
        notebook_sync(),
        encoding,
    )
    built: types.ServerCapabilities = builder.build()  # type: ignore[no-untyped-call]  # As the base library has it.
    name = params.client_info.name if params.client_info is not None else ""
    if ls.client.registers_completion or name in _ASK_NOBODY_ELSE:
        built.completion_provider = None  # Where it can be, it is registered for the few files that it is about.
    if not ls.client.literal_actions:
        built.code_action_provider = True  # Options are for clients that know action literals.
    return built
