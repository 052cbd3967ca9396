"""The commands about changes by a model: to choose from several, to see what would be sent, to see what was checked."""

from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.applying import applied
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import Label, workspace_edit_of
from omni_lsp.lsp.showing import shown
from omni_lsp.lsp.wire import content_modified, invalid, refused
from omni_lsp.model.errors import AgentError
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Edit, Snapshot

_CHOICE_SECONDS = 3_600.0
"""People read what they choose from."""


async def preview_fix(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri, fingerprint, show?}`: `{edits, page}`, each edit proven; people choose one unless `show` is false."""
    snapshot, finding = _about(ls, argument)
    core = await ls.up()
    try:
        made = await core.coding.preview(snapshot, finding.fingerprint)
    except AgentError as error:
        raise refused(error) from error
    if ls.documents.get(snapshot.uri) is not snapshot:
        raise content_modified()
    edits = [_edit(ls, snapshot, finding, edit) for edit in made.edits]
    if argument.get("show", True) is not False:
        await shown(ls, made.page)
        chosen = await _chosen(ls, len(edits))
        if chosen is not None:
            await applied(ls, edits[chosen])
    return {"edits": edits, "page": made.page.as_uri() if made.page is not None else None}


async def show_request(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri, fingerprint, show?}`: the URI of a file with what a model would be sent for a finding; nothing is sent."""
    snapshot, finding = _about(ls, argument)
    core = await ls.up()
    try:
        file = await core.coding.request(snapshot, finding.fingerprint)
    except AgentError as error:
        raise refused(error) from error
    return await _told(ls, file, argument, "there is no place to write down what would be sent")


async def show_evidence(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{show?}`: the URI of a file with what was seen of the last change by a model, null while there was none."""
    core = await ls.up()
    return await _told(ls, await core.coding.evidence(), argument, "no model has changed anything yet")


def _about(ls: OmniServer, argument: dict[str, object]) -> tuple[Snapshot, Finding]:
    snapshot = ls.documents.get(str(argument.get("uri")))
    if snapshot is None:
        raise invalid("uri: no open document")
    found = (one for one in ls.findings.of(snapshot.uri) if one.fingerprint == argument.get("fingerprint"))
    finding = next(found, None)
    if finding is None:
        raise content_modified()
    return snapshot, finding


def _edit(ls: OmniServer, snapshot: Snapshot, finding: Finding, edit: Edit) -> types.WorkspaceEdit:
    label = Label(f"Fix: {finding.rule.title}", "; ".join(edit.evidence))
    return workspace_edit_of(edit, snapshot, ls.client, {change.span: label for change in edit.changes})


async def _chosen(ls: OmniServer, number: int) -> int | None:
    """The number of the change that people want, from 0."""
    titles = [f"Apply change {each}" for each in range(1, number + 1)]
    actions = [types.MessageActionItem(title) for title in (*titles, "None")]
    said = "omni: each of these changes was tried, and the finding is gone by it. Which one is to be applied?"
    question = types.ShowMessageRequestParams(types.MessageType.Info, said, actions)
    try:
        answer = await ls.ask(types.WINDOW_SHOW_MESSAGE_REQUEST, question, _CHOICE_SECONDS)
    except (TimeoutError, JsonRpcException):
        return None
    title = answer.title if isinstance(answer, types.MessageActionItem) else ""
    return titles.index(title) if title in titles else None


async def _told(ls: OmniServer, file: Path | None, argument: dict[str, object], missing: str) -> str | None:
    if argument.get("show", True) is not False:
        await shown(ls, file, missing)
    return file.as_uri() if file is not None else None
