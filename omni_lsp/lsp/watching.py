"""What the client tells of files: hints for the application, which believes only the disk."""

import asyncio
from collections.abc import Iterable, Iterator
from itertools import islice

from lsprotocol import types

from omni_lsp.lsp.core import FileChange
from omni_lsp.lsp.registering import SOURCES
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.uris import path_of

FILE_OPERATIONS = types.FileOperationRegistrationOptions(
    [
        types.FileOperationFilter(
            types.FileOperationPattern(SOURCES, types.FileOperationPatternKind.File), scheme="file"
        ),
        types.FileOperationFilter(
            types.FileOperationPattern("**/*", types.FileOperationPatternKind.Folder), scheme="file"
        ),
    ]
)
"""Which operations of its own an editor is to tell us of: source files, and folders, whatever is in them."""

_SLICE = 200
"""Names that are read in two milliseconds; a change of branches tells of thousands at once."""

_CHANGES = {
    types.FileChangeType.Created: FileChange.CREATED,
    types.FileChangeType.Changed: FileChange.CHANGED,
    types.FileChangeType.Deleted: FileChange.DELETED,
}


def did_change_watched_files(ls: OmniServer, params: types.DidChangeWatchedFilesParams) -> None:
    _tell(ls, ((event.uri, _CHANGES[event.type]) for event in params.changes))


def did_create_files(ls: OmniServer, params: types.CreateFilesParams) -> None:
    _tell(ls, ((file.uri, FileChange.CREATED) for file in params.files))


def did_delete_files(ls: OmniServer, params: types.DeleteFilesParams) -> None:
    _tell(ls, ((file.uri, FileChange.DELETED) for file in params.files))


def did_rename_files(ls: OmniServer, params: types.RenameFilesParams) -> None:
    _tell(ls, ((file.old_uri, FileChange.DELETED) for file in params.files))
    _tell(ls, ((file.new_uri, FileChange.CREATED) for file in params.files))


def _tell(ls: OmniServer, events: Iterable[tuple[str, FileChange]]) -> None:
    ls.background.start(_hand_over(ls, iter(events)))


async def _hand_over(ls: OmniServer, events: Iterator[tuple[str, FileChange]]) -> None:
    while some := list(islice(events, _SLICE)):
        changes = {path: change for uri, change in some if (path := path_of(uri)) is not None}
        # Before the application is up nothing is lost: it reads the disk when it comes.
        if ls.core is not None and changes:
            ls.core.files_changed(changes)
        await asyncio.sleep(0)
