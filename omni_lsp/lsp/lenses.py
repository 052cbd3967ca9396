"""What the last run over a document did: a lens at its top when there is something to say, and the whole on request."""

import logging
from collections.abc import Mapping

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import run_of
from omni_lsp.model.report import RunReport, StageReport, Status
from omni_lsp.pipeline.worker import Worker

log = logging.getLogger(__name__)

_TOP = types.Range(types.Position(0, 0), types.Position(0, 0))


def code_lens(ls: OmniServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    """From memory; none for a document in which nothing was found and nothing left out."""
    uri = params.text_document.uri
    commands = {"omni.showReport": _title(ls, uri), "omni.analyzeFile": _remedy(ls, uri)}
    return [
        types.CodeLens(_TOP, types.Command(title, command, arguments=[{"uri": uri}]))
        for command, title in commands.items()
        if title
    ]


async def show_report(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri?}`: tell people what the last run over a document did; the run, or null when there was none."""
    report = ls.last_runs.get(subject(ls, argument))
    said = "omni has not looked at this document yet" if report is None else told(report)
    ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, said))
    return None if report is None else run_of(report)


def subject(ls: OmniServer, argument: Mapping[str, object]) -> str:
    """The URI of the document that a command is about: without one, as some editors have no way to give it, that of the one
    which was opened or changed last.
    """
    touched = ls.documents.latest
    return str(argument.get("uri", touched.uri if touched is not None else None))


def latest(ls: OmniServer, uri: str) -> RunReport | None:
    """The last run over a document since it was opened; `None` also for one that is not open."""
    report = ls.last_runs.get(uri) if ls.documents.get(uri) is not None else None
    return report if report is not None and ls.documents.holds(report.snapshot) else None


def told(report: RunReport) -> str:
    """A run in one line: each stage with its status and time, the budget, the trace id."""
    snapshot = report.snapshot
    name = snapshot.path.name if snapshot.path is not None else snapshot.uri
    stages = [_stage(stage) for stage in report.stages]
    return " · ".join([f"omni on {report.trigger} of {name}: {_spent(report)}", *stages, f"trace {report.trace_id}"])


class LensRefresh:
    """Tells a client that can be told to ask for its lenses again when a run changed what they say."""

    def __init__(self, server: OmniServer) -> None:
        self._server = server
        self._said: dict[str, str] = {}
        self._worker = Worker(server.background, self._tell)

    def ran(self, report: RunReport) -> None:
        """To be called when the run's report is among the last ones."""
        server, uri = self._server, report.snapshot.uri
        if not server.client.refreshes_lenses or latest(server, uri) is None:
            return
        said = _title(server, uri)
        if said != self._said.get(uri, ""):
            self._worker.wake()
        is_open = {document.uri for document in server.documents}
        self._said = {known: title for known, title in self._said.items() if known in is_open} | {uri: said}

    async def _tell(self) -> None:
        try:
            await self._server.ask(types.WORKSPACE_CODE_LENS_REFRESH, None)
        except (TimeoutError, JsonRpcException) as error:
            log.info("the client did not refresh its code lenses: %r", error)


def _title(ls: OmniServer, uri: str) -> str:
    """Such as `omni: 3 findings · 31 ms of 5 s`; empty when there is nothing to say."""
    report = latest(ls, uri)
    if report is None:
        return ""
    number = len(ls.findings.of(uri))
    found = [f"{number} finding{'s' if number > 1 else ''}"] if number else []
    lost = [f"{stage.agent} {_said(stage)}" for stage in report.stages if _is_lost(stage)]
    if not found and not lost:
        return ""
    return f"omni: {', '.join([*found, *lost])} · {_spent(report)}"


def _remedy(ls: OmniServer, uri: str) -> str:
    """What to do about a run that could not finish, empty when it could."""
    report = latest(ls, uri)
    return "" if report is None or report.is_complete else "Analyze again"


def _is_lost(stage: StageReport) -> bool:
    return stage.status is not Status.DONE and not stage.quiet


def _stage(stage: StageReport) -> str:
    when = f" in {_time(stage.seconds)}" if stage.status is Status.DONE else f" after {_time(stage.seconds)}"
    reason = f" ({stage.reason})" if stage.reason else ""
    return f"{stage.agent} {_said(stage)}{when}{reason}"


def _said(stage: StageReport) -> str:
    return "timed out" if stage.status is Status.TIMED_OUT else stage.status.value


def _spent(report: RunReport) -> str:
    return f"{_time(report.seconds)} of {report.budget_seconds:g} s"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"
