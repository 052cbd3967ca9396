"""Diagnostics that the client asks for: reports about one document, and the request about all of them that is held open.

LSP 3.17, pull diagnostics. An answer to `workspace/diagnostic` is followed by the next request, in VS Code after two
seconds, so there is none before there is news.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.view import View

_PART = 100
"""Documents in one partial result."""
_UNSAID = 1_000
"""Documents that were closed while no request was held; beyond that the oldest are forgotten."""

Report = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport


def document_report(
    view: View, previous: str | None
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    """The answer to `textDocument/diagnostic`; `previous` is the id of the content that the client has."""
    if previous == view.content_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(view.content_id)
    return types.RelatedFullDocumentDiagnosticReport(view.diagnostics, result_id=view.content_id)


@dataclass(eq=False, slots=True)
class _Held:
    """A request in the works.

    `known` is the content that its client has, by URI; `dirty` may differ from that.
    Of what is `in_doubt` the client has one does not know what, so that it is reported even when it is clean.
    """

    known: dict[str, str]
    in_doubt: set[str]
    dirty: set[str] = field(default_factory=set)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False


class WorkspacePull:
    """Answers `workspace/diagnostic`. Of several requests only the newest is held; the older ones end with nothing new.

    Open documents are reported too, with their versions: an editor may have some open that it does not pull, VS Code
    those without a tab. For one that it pulls itself an editor prefers its own pull, as the standard recommends.
    """

    def __init__(
        self,
        views: Callable[[], Iterable[View]],
        view: Callable[[str], View],
        progress: Callable[[types.ProgressParams], None],
        pause_seconds: float,
    ) -> None:
        """`views` has all documents that show something, `view` any; news is gathered for the pause before it is sent."""
        self._views = views
        self._view = view
        self._progress = progress
        self._pause_seconds = pause_seconds
        self._held: _Held | None = None
        self._told: dict[str, str] = {}
        self._unsaid: dict[str, None] = {}
        self._is_closing = False
        self.is_in_use = False

    async def answer(self, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        """With a token for partial results, what there is and then all news through it until the request is cancelled;
        without one, what the client does not know, as soon as there is any.
        """
        if self._held is not None:
            self._end(self._held)
        held = self._held = self._begun({known.uri: known.value for known in params.previous_result_ids})
        try:
            if params.partial_result_token is None:
                return await self._awaited(held)
            return await self._streamed(held, params.partial_result_token)
        finally:
            held.ended.set()
            if self._held is held:
                self._held = None
                self._remember(held.in_doubt)

    def changed(self, uri: str) -> bool:
        """A document may show something else; false when no request is held that could say so."""
        if self._held is None:
            return False
        self._held.dirty.add(uri)
        self._held.news.set()
        return True

    def retell(self, uri: str) -> bool:
        """Report a document whatever the client was told: it was closed, or pulled while it was not open.

        False when no request is held that could say so, of a document that this channel has said something about.
        VS Code keeps what it pulled of a document that it closes, forgets the id of that, and waits for this channel to
        say what is so; while it pulls one it takes no word about it from here.
        """
        if self._held is not None:
            self._held.in_doubt.add(uri)
            self._held.news.set()
            return True
        if self.is_in_use:
            self._remember([uri])
        return uri not in self._told

    async def close(self) -> None:
        """Tell the client that what it waits for will not come, and not to ask again."""
        self._is_closing = True
        if self._held is not None:
            held = self._held
            held.news.set()
            await held.ended.wait()

    def _begun(self, known: dict[str, str]) -> _Held:
        doubted = set(self._unsaid)
        if self.is_in_use:
            # What the request before said may have crossed this one on its way, or come too late for a client that cancelled.
            doubted |= {uri for uri in self._told.keys() | known.keys() if self._told.get(uri) != known.get(uri)}
        self.is_in_use = True
        self._unsaid.clear()
        self._told = known
        return _Held(known, doubted)

    async def _awaited(self, held: _Held) -> types.WorkspaceDiagnosticReport:
        while not held.is_over:
            self._refuse_when_closing()
            reports = self._reports(held, self._all(held))
            if any(report.kind == "full" for report in reports):
                self._note(held, reports)
                return types.WorkspaceDiagnosticReport(reports)
            await self._news(held)
        return types.WorkspaceDiagnosticReport([])

    async def _streamed(self, held: _Held, token: types.ProgressToken) -> types.WorkspaceDiagnosticReport:
        reports = self._reports(held, self._all(held))
        while not held.is_over:
            self._refuse_when_closing()
            self._send(held, token, reports)
            await self._news(held)
            uris = sorted(held.dirty | held.in_doubt)
            held.dirty.clear()
            reports = [report for report in self._reports(held, uris) if report.kind == "full"]
        return types.WorkspaceDiagnosticReport([])

    async def _news(self, held: _Held) -> None:
        await held.news.wait()
        if not (held.is_over or self._is_closing):
            await asyncio.sleep(self._pause_seconds)
        held.news.clear()

    def _all(self, held: _Held) -> Iterable[str]:
        return dict.fromkeys([*(view.uri for view in self._views()), *held.known, *sorted(held.in_doubt)])

    def _reports(self, held: _Held, uris: Iterable[str]) -> list[Report]:
        reports = []
        for uri in uris:
            view, is_in_doubt = self._view(uri), uri in held.in_doubt
            known = None if is_in_doubt else held.known.get(uri)
            # A clean document is worth a word only when the client may show something of it.
            if view.diagnostics or known is not None or is_in_doubt:
                reports.append(_report(view, known))
        return reports

    def _send(self, held: _Held, token: types.ProgressToken, reports: list[Report]) -> None:
        for start in range(0, len(reports), _PART):
            value = types.WorkspaceDiagnosticReportPartialResult(reports[start : start + _PART])
            self._progress(types.ProgressParams(token, value))
        self._note(held, reports)

    def _note(self, held: _Held, reports: list[Report]) -> None:
        """Put down what the client knows when it has got these."""
        for report in reports:
            held.in_doubt.discard(report.uri)
            if report.result_id is None:
                held.known.pop(report.uri, None)
            else:
                held.known[report.uri] = report.result_id

    def _end(self, held: _Held) -> None:
        held.is_over = True
        held.news.set()
        self._remember(held.in_doubt)

    def _remember(self, uris: Iterable[str]) -> None:
        self._unsaid |= dict.fromkeys(uris)
        while len(self._unsaid) > _UNSAID:
            del self._unsaid[next(iter(self._unsaid))]

    def _refuse_when_closing(self) -> None:
        if self._is_closing:
            data = types.DiagnosticServerCancellationData(retrigger_request=False)
            raise JsonRpcException("omni-lsp is shutting down", code=types.LSPErrorCodes.ServerCancelled, data=data)


def _report(view: View, known: str | None) -> Report:
    if known == view.content_id:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(view.uri, view.content_id, view.version)
    # Without an id the client forgets a clean document, and does not name it with each further request.
    result_id = view.content_id if view.diagnostics else None
    return types.WorkspaceFullDocumentDiagnosticReport(view.uri, view.diagnostics, view.version, result_id=result_id)
