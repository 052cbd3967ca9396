"""The commands about trust in a workspace folder; they come from the editor, so its user has decided."""

from pathlib import Path

from lsprotocol import types

from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.uris import path_of
from omni_lsp.lsp.wire import invalid, refused
from omni_lsp.model.errors import AgentError


async def trust(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri?}`: trust the folder of a URI as it is now, without one the only folder; `{uri, trusted}` of the folder as it stands after that."""
    root = _root(ls, argument)
    core = await ls.up()
    try:
        await core.trust(root)
    except AgentError as error:
        raise refused(error) from error
    return {"uri": root.as_uri(), "trusted": core.trusts(root)}


async def untrust(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri?}`: trust the folder of a URI no more; the answer is that of `trust`."""
    root = _root(ls, argument)
    core = await ls.up()
    try:
        await core.untrust(root)
    except AgentError as error:
        raise refused(error) from error
    return {"uri": root.as_uri(), "trusted": core.trusts(root)}


def _root(ls: OmniServer, argument: dict[str, object]) -> Path:
    uri = argument.get("uri")
    root = ls.root_of(path_of(uri)) if isinstance(uri, str) else None
    if uri is None and len(ls.folders) == 1:
        (root,) = ls.folders.values()
    if root is None:
        raise invalid("uri: a folder that is open, or a file in one")
    return root
