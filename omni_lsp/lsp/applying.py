"""An edit that the client is asked to apply, where it is no answer to a request of its own."""

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.server import OmniServer

# The user may be asked to look at the edit first.
_CONFIRM_SECONDS = 300.0


async def applied(ls: OmniServer, edit: types.WorkspaceEdit) -> bool:
    """Whether the client did. Raises JsonRpcException where it does not answer."""
    wanted = types.ApplyWorkspaceEditParams(edit)
    try:
        answer = await ls.ask(types.WORKSPACE_APPLY_EDIT, wanted, _CONFIRM_SECONDS)
    except (TimeoutError, JsonRpcException) as error:
        # Not our internal error, which is what passing it on would make of it.
        reason = f"the client did not apply the edit: {error or 'no answer'}"
        raise JsonRpcException(reason, code=types.LSPErrorCodes.RequestFailed) from error
    return bool(answer.applied)
