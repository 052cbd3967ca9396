"""The command that writes what is known of a finding down as a prompt."""

from lsprotocol import types

from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.wire import content_modified, invalid, refused
from omni_lsp.model.errors import AgentError


async def prompt(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri, fingerprint, show?}`: `{prompt}`; people are shown it unless `show` is false. Nothing is sent anywhere."""
    snapshot = ls.documents.get(str(argument.get("uri")))
    if snapshot is None:
        raise invalid("uri: no open document")
    found = (one for one in ls.findings.of(snapshot.uri) if one.fingerprint == argument.get("fingerprint"))
    finding = next(found, None)
    if finding is None:
        raise content_modified()
    core = await ls.up()
    try:
        made = await core.prompt(finding, snapshot)
    except AgentError as error:
        raise refused(error) from error
    if argument.get("show", True) is not False and not (made.place is not None and await ls.show(made.place)):
        where = f"it is in {made.place}" if made.place is not None else "there is no place to put it"
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, f"omni: the prompt was made; {where}"))
    return {"prompt": made.text}
