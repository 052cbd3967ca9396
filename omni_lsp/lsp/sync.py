"""What the client does to its documents, be they files, unsaved buffers or cells of a notebook.

The order of the messages is the truth: a version that repeats, goes back or leaves some out is taken as it comes.
"""

import logging
from collections.abc import Sequence

from lsprotocol import types

from omni_lsp.lsp.positions import edited
from omni_lsp.lsp.server import OmniServer
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot

log = logging.getLogger(__name__)


def opened(ls: OmniServer, item: types.TextDocumentItem) -> None:
    """Opening an open document again is closing it and opening another one."""
    if ls.documents.get(item.uri) is not None:
        log.info("opened again: %r", item.uri)
        closed(ls, item.uri)
    snapshot = ls.snapshot(item)
    _forget_file(ls, snapshot)
    ls.documents.open(snapshot)
    ls.diagnostics.opened(snapshot.uri)
    submit(ls, snapshot, Trigger.OPEN)


def changed(
    ls: OmniServer,
    document: types.VersionedTextDocumentIdentifier,
    changes: Sequence[types.TextDocumentContentChangeEvent],
) -> None:
    old = ls.documents.get(document.uri)
    if old is None:
        log.info("changed, but not open: %r", document.uri)
        return
    lines, moves = edited(old, changes, ls.client.encoding)
    new = ls.documents.change(document.uri, document.version, lines)
    if new is not None:
        ls.findings.edited(new.uri, new.serial, moves)
        submit(ls, new, Trigger.CHANGE)


def saved(ls: OmniServer, uri: str) -> None:
    snapshot = ls.documents.get(uri)
    if snapshot is None:
        log.info("saved, but not open: %r", uri)
        return
    submit(ls, snapshot, Trigger.SAVE)


def closed(ls: OmniServer, uri: str) -> None:
    """Stop looking at a document, and show nothing of it."""
    if ls.documents.get(uri) is None:
        log.info("closed, but not open: %r", uri)
        return
    if ls.core is not None:
        ls.core.cancel(uri)
    ls.documents.close(uri)
    ls.findings.forget(uri)
    ls.diagnostics.closed(uri)


def submit(ls: OmniServer, snapshot: Snapshot, trigger: Trigger) -> None:
    """Before the application is up nothing is lost: it looks at all open documents when it comes."""
    if ls.core is not None:
        ls.core.submit(snapshot, trigger)


def _forget_file(ls: OmniServer, snapshot: Snapshot) -> None:
    """From now on the buffer counts, not what was found in the file; the client may spell its URI unlike us."""
    ls.findings.forget(snapshot.uri)
    uri = snapshot.path.as_uri() if snapshot.path is not None else snapshot.uri
    if uri != snapshot.uri and ls.documents.get(uri) is None:
        ls.findings.forget(uri)
        ls.diagnostics.closed(uri)
