"""What the client should see of a document: findings and notes as diagnostics, and an id of just that content."""

import hashlib
from dataclasses import dataclass

import attrs
from lsprotocol import types

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.shapes import diagnostic_of, note_of
from omni_lsp.model.text import Snapshot
from omni_lsp.state.findings import Findings


@dataclass(frozen=True, slots=True)
class View:
    """`version` is `None` for a file that is not open.

    `content_id` is 32 hex digits made of the content alone: two views with the same one look the same, in any session.
    """

    uri: str
    version: int | None
    diagnostics: tuple[types.Diagnostic, ...]
    content_id: str


def view_of(snapshot: Snapshot, findings: Findings, client: Client) -> View:
    """What is in force for the newest version of a document."""
    found = [diagnostic_of(finding, snapshot, client) for finding in findings.of(snapshot.uri)]
    found += [note_of(stage) for stage in findings.notes(snapshot.uri)]
    return View(snapshot.uri, snapshot.version, tuple(found), _content_id(found))


def nothing(uri: str) -> View:
    """Of a file that is not open and has no findings."""
    return View(uri, None, (), NOTHING_ID)


def _content_id(diagnostics: list[types.Diagnostic]) -> str:
    shown = repr([attrs.evolve(diagnostic, data=_lasting(diagnostic.data)) for diagnostic in diagnostics])
    return hashlib.blake2b(shown.encode(), digest_size=16).hexdigest()


def _lasting(data: object) -> object:
    """The data without the id of the run: finding the same again is no news."""
    return {key: value for key, value in data.items() if key != "trace"} if isinstance(data, dict) else data


NOTHING_ID = _content_id([])
