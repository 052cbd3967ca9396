"""Actions, edits and offers of a server, read as an editor reads them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from lsprotocol import types
from lsprotocol.converters import get_converter

_JSON = get_converter()


def action_of(offered: Mapping[str, Any]) -> types.CodeAction:
    """The action; a bare command is wrapped in one."""
    if isinstance(offered.get("command"), str):
        return types.CodeAction(offered["title"], command=_JSON.structure(offered, types.Command))
    return _JSON.structure(offered, types.CodeAction)


def edits_of(edit: types.WorkspaceEdit) -> list[tuple[str, int | None, Sequence[Any]]]:
    """URI, version where the server said one, and the changes of each document."""
    if edit.document_changes:
        documents = [change for change in edit.document_changes if isinstance(change, types.TextDocumentEdit)]
        return [(change.text_document.uri, change.text_document.version, change.edits) for change in documents]
    return [(uri, None, edits) for uri, edits in (edit.changes or {}).items()]


def files_of(edit: types.WorkspaceEdit) -> list[Path]:
    """The files that are to be made."""
    made = [change for change in edit.document_changes or () if isinstance(change, types.CreateFile)]
    return [Path(url2pathname(urlsplit(change.uri).path)) for change in made]


def takes_changes(answer: types.InitializeResult | None) -> bool:
    """Whether the server wants to be sent what changed, and not the whole document."""
    sync = answer.capabilities.text_document_sync if answer else None
    kind = sync.change if isinstance(sync, types.TextDocumentSyncOptions) else sync
    return kind == types.TextDocumentSyncKind.Incremental
