"""`omni/status`: the one notification that user interfaces live on, always the newest state as a whole.

It is sent to clients that asked for it, a few times a second at most, and only when it says something else than before.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.core import Core
from omni_lsp.model.report import RunReport
from omni_lsp.model.text import Snapshot
from omni_lsp.state.documents import Documents
from omni_lsp.state.findings import Findings

if TYPE_CHECKING:
    from omni_lsp.lsp.whole import Whole
    from omni_lsp.model.retrieval import IndexStatus

METHOD = "omni/status"
_SOON_SECONDS = 0.05
"""Before anything is sent: what is over by then, as most runs are, need not be shown to have begun."""
_GAP_SECONDS = 0.2


class Wire(Protocol):
    def tell(self, method: str, params: str) -> None:
        """A notification; `params` is JSON."""
        ...


class Place(Protocol):
    """What is read of the server."""

    options: dict[str, object]
    client: Client
    documents: Documents
    findings: Findings
    core: Core | None
    is_leaving: bool

    @property
    def protocol(self) -> Wire: ...


class StatusNews:
    """Hears of everything that is shown; all on the event loop.

    Nothing is told before `soon_seconds` after the first news, nor within `gap_seconds` after it was told something.
    """

    def __init__(
        self, server: Place, *, soon_seconds: float = _SOON_SECONDS, gap_seconds: float = _GAP_SECONDS
    ) -> None:
        self._server = server
        self._soon_seconds = soon_seconds
        self._gap_seconds = gap_seconds
        self._state: Whole | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._next = 0.0
        self._said = ""

    def moved(self) -> None:
        """Something may be to be told. Returns at once."""
        if self._is_wanted and self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(loop.time() + self._soon_seconds, self._next), self._tell)

    def found(self, uri: str, snapshot: Snapshot | None) -> None:
        """The findings of a document are not what they were; the snapshot counts when the document is not open."""
        if self._is_wanted:
            self._whole.touched[uri] = snapshot
            self.moved()

    def ran(self, report: RunReport) -> None:
        if self._is_wanted:
            self._whole.last = report
            self.moved()

    def indexed(self, root: Path, status: "IndexStatus") -> None:
        if self._is_wanted:
            self._whole.indexes[root] = status
            self.moved()

    def failed(self, trouble: str) -> None:
        """There will be no application."""
        if self._is_wanted:
            self._whole.trouble = trouble
            self.moved()

    def close(self) -> None:
        """Nothing is told any more."""
        if self._timer is not None:
            self._timer.cancel()

    @property
    def _is_wanted(self) -> bool:
        return self._server.options.get("status") is True

    @property
    def _whole(self) -> "Whole":
        if self._state is None:
            from omni_lsp.lsp.whole import Whole  # noqa: PLC0415 - most clients never ask for it

            self._state = Whole(self._server)
        return self._state

    def _tell(self) -> None:
        self._timer = None
        self._next = asyncio.get_running_loop().time() + self._gap_seconds
        said = self._whole.json()
        if said != self._said and not self._server.is_leaving:
            self._said = said
            self._server.protocol.tell(METHOD, said)
