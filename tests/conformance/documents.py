"""The documents as the client had them at each time: a model of their texts that shares no code with the server."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsprotocol import types

from conformance.schema import mismatches
from conformance.session import Session
from conformance.text import InsideError, replaced
from profiles import look

_UNKNOWN_MEMBER = re.compile("has no such member$")


@dataclass(frozen=True, slots=True)
class State:
    """A document from message `since` on; `text` is `None` where the standard does not say what it is."""

    since: int
    is_open: bool
    version: int | None = None
    text: str | None = None
    opened: int = -1
    """Index of the message that opened it."""


class Documents:
    """Cells of notebooks are documents like others."""

    def __init__(self, session: Session) -> None:
        self._encoding = str(session.offered("positionEncoding") or "utf-16")
        self._states: defaultdict[str, list[State]] = defaultdict(list)
        for index, body in session.sent(client=True):
            act = _ACTS.get(body.get("method", ""))
            if act is not None and _is_sound(body):
                act(self, index, body["params"])

    @property
    def encoding(self) -> str:
        return self._encoding

    def between(self, uri: str, first: int, last: int) -> list[State]:
        """What it was at any time from client message `first` to `last`; closed before it is opened."""
        states = [State(-1, is_open=False), *self._states.get(uri, ())]
        place = bisect_right([state.since for state in states], first)
        return [state for state in states[max(place - 1, 0) :] if state.since <= last]

    def of_version(self, uri: str, version: int, last: int) -> list[State]:
        return [s for s in self._states.get(uri, ()) if s.version == version and s.is_open and s.since <= last]

    def openings(self, uri: str) -> list[int]:
        return sorted({state.opened for state in self._states.get(uri, ()) if state.is_open})

    def open(self, index: int, params: Mapping[str, Any]) -> None:
        self._opened(index, params["textDocument"])

    def change(self, index: int, params: Mapping[str, Any]) -> None:
        document = params["textDocument"]
        self._changed(index, document["uri"], document["version"], params["contentChanges"])

    def close(self, index: int, params: Mapping[str, Any]) -> None:
        self._states[params["textDocument"]["uri"]].append(State(index, is_open=False))

    def open_notebook(self, index: int, params: Mapping[str, Any]) -> None:
        for cell in params["cellTextDocuments"]:
            self._opened(index, cell)

    def change_notebook(self, index: int, params: Mapping[str, Any]) -> None:
        cells = look(params, "change", "cells")
        for cell in look(cells, "structure", "didClose") or ():
            self.close(index, {"textDocument": cell})
        for cell in look(cells, "structure", "didOpen") or ():
            self._opened(index, cell)
        for cell in look(cells, "textContent") or ():
            self._changed(index, cell["document"]["uri"], cell["document"]["version"], cell["changes"])

    def close_notebook(self, index: int, params: Mapping[str, Any]) -> None:
        for cell in params["cellTextDocuments"]:
            self.close(index, {"textDocument": cell})

    def _opened(self, index: int, item: Mapping[str, Any]) -> None:
        state = State(index, is_open=True, version=item["version"], text=item["text"], opened=index)
        self._states[item["uri"]].append(state)

    def _changed(self, index: int, uri: str, version: int, changes: Sequence[Mapping[str, Any]]) -> None:
        states = self._states[uri]
        if not states or not states[-1].is_open:
            return  # A change of what is not open is nothing.
        text = states[-1].text
        for change in changes:
            text = self._after(text, change)
        states.append(State(index, is_open=True, version=version, text=text, opened=states[-1].opened))

    def _after(self, text: str | None, change: Mapping[str, Any]) -> str | None:
        if change.get("range") is None:
            return str(change["text"])
        try:
            return None if text is None else replaced(text, change["range"], change["text"], self._encoding)
        except InsideError:
            return None


_ACTS = {
    types.TEXT_DOCUMENT_DID_OPEN: Documents.open,
    types.TEXT_DOCUMENT_DID_CHANGE: Documents.change,
    types.TEXT_DOCUMENT_DID_CLOSE: Documents.close,
    types.NOTEBOOK_DOCUMENT_DID_OPEN: Documents.open_notebook,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE: Documents.change_notebook,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE: Documents.close_notebook,
}


def _is_sound(body: Mapping[str, Any]) -> bool:
    """Members that no standard has do no harm; editors send some."""
    flaws = mismatches(body, types.METHOD_TO_TYPES[body["method"]][0])
    return all(_UNKNOWN_MEMBER.search(flaw) for flaw in flaws)
