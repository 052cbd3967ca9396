"""A server in this process, up and with an application that only notes what it is given to do."""

from dataclasses import dataclass, field
from typing import Any

from lsprotocol import types

from inprocess import Client
from omni_lsp.lsp.mailbox import Mailbox
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import AgentResult, StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot, Span

RULE = Rule("py.x", "X", Severity.WARNING)


@dataclass
class Notes:
    """`submitted` and `cancelled` in the order of the calls."""

    submitted: list[tuple[Snapshot, Trigger]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def submit(self, snapshot: Snapshot, trigger: Trigger) -> None:
        self.submitted.append((snapshot, trigger))

    def cancel(self, uri: str) -> None:
        self.cancelled.append(uri)

    @property
    def texts(self) -> list[tuple[str, str, Trigger]]:
        return [(snapshot.uri, snapshot.text, trigger) for snapshot, trigger in self.submitted]


class Desk:
    """A server and what came of what was done to it."""

    def __init__(self) -> None:
        self.client = Client()
        self.server = self.client.server
        self.core = Notes()
        self.server.core = self.core

    def found(self, snapshot: Snapshot, *places: int) -> None:
        """A run over the snapshot has ended with findings of one character."""
        findings = tuple(Finding(RULE, "security", "m", Span(at, at + 1), str(at)) for at in places)
        Mailbox(self.server).stage(snapshot, StageReport("security", Status.DONE, 0.1, 1.0, AgentResult(findings)))

    def shown(self) -> dict[str, list[tuple[int, int]]]:
        """By document, line and character of what was published for it last; not those without anything."""
        last: dict[str, list[Any]] = {}
        for sent in self.client.sent:
            if sent.get("method") == types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS:
                last[sent["params"]["uri"]] = [each["range"]["start"] for each in sent["params"]["diagnostics"]]
        return {uri: [(at["line"], at["character"]) for at in starts] for uri, starts in last.items() if starts}


def item(uri: str, text: str = "", version: int = 1, language: str = "python") -> types.TextDocumentItem:
    return types.TextDocumentItem(uri, language, version, text)


def insertion(text: str, line: int = 0, character: int = 0) -> types.TextDocumentContentChangePartial:
    place = types.Position(line, character)
    return types.TextDocumentContentChangePartial(types.Range(place, place), text)


def version(uri: str, number: int = 2) -> types.VersionedTextDocumentIdentifier:
    return types.VersionedTextDocumentIdentifier(number, uri)
