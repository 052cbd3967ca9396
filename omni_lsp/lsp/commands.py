"""The commands: each takes one JSON object, can be cancelled while it works, and answers with plain JSON."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict

from lsprotocol import types

from omni_lsp.lsp.actions import resolved
from omni_lsp.lsp.applying import applied
from omni_lsp.lsp.coding import preview_fix, show_evidence, show_request
from omni_lsp.lsp.lenses import show_report, subject
from omni_lsp.lsp.packs import pack
from omni_lsp.lsp.progress import progress
from omni_lsp.lsp.prompting import prompt
from omni_lsp.lsp.searching import index_status, search, show_similar
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import run_of
from omni_lsp.lsp.trust import trust, untrust
from omni_lsp.lsp.uris import path_of
from omni_lsp.lsp.validating import validate_code
from omni_lsp.lsp.wire import invalid, refused
from omni_lsp.lsp.writing import explain, generate, write_tests
from omni_lsp.model.errors import AgentError, ConfigError

Command = Callable[[OmniServer, dict[str, object], types.ExecuteCommandParams], Awaitable[object]]


def register(server: OmniServer) -> None:
    offered: dict[str, Command] = {
        "omni.applyOffer": apply_offer,
        "omni.analyzeFile": analyze_file,
        "omni.analyzeWorkspace": analyze_workspace,
        "omni.lastRun": last_run,
        "omni.showReport": show_report,
        "omni.showGraph": show_graph,
        "omni.search": search,
        "omni.pack": pack,
        "omni.prompt": prompt,
        "omni.generate": generate,
        "omni.test": write_tests,
        "omni.explain": explain,
        "omni.previewFix": preview_fix,
        "omni.showRequest": show_request,
        "omni.showEvidence": show_evidence,
        "omni.showSimilar": show_similar,
        "omni.indexStatus": index_status,
        "omni.trust": trust,
        "omni.untrust": untrust,
        "omni.validateCode": validate_code,
    }

    async def execute(ls: OmniServer, params: types.ExecuteCommandParams) -> object:
        command = offered.get(params.command)
        if command is None:
            raise invalid(f"there is no command {params.command!r}")
        argument = (params.arguments or [{}])[0]
        if not isinstance(argument, dict):
            raise invalid(f"{params.command} takes one object")
        return await command(ls, argument, params)

    for name in offered:
        server.command(name)(execute)
    server.feature(types.WORKSPACE_EXECUTE_COMMAND)(execute)


async def apply_offer(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> bool:
    """The data of a code action, for clients that cannot resolve it: its edit is applied; whether the client did."""
    edit = await resolved(ls, argument)
    return await applied(ls, edit)


async def analyze_file(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri?, timeoutSec?}`: run the pipeline over an open document now; the run, or null when a newer one took over."""
    snapshot = ls.documents.get(subject(ls, argument))
    if snapshot is None:
        raise invalid("uri: no open document")
    core = await ls.up()
    report = await core.analyze(snapshot, _seconds(argument))
    return None if report is None else run_of(report)


async def analyze_workspace(ls: OmniServer, argument: dict[str, object], params: types.ExecuteCommandParams) -> object:
    """`{timeoutSec?}`: every file of every trusted folder, with progress; what was found in time is published."""
    core = await ls.up()
    timeout = _seconds(argument)
    try:
        async with progress(ls, "OMNI: analysing the workspace", params.work_done_token) as report:
            return asdict(await core.analyze_workspace(timeout, report))
    except AgentError as error:
        raise refused(error) from error


async def last_run(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri?}`: the stage report of the last run over a document, or null."""
    report = ls.last_runs.get(subject(ls, argument))
    return None if report is None else run_of(report)


async def show_graph(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{format?: mermaid|dot|svg, uri?}`: the pipeline in force for a document, by default for the first folder.

    A picture has what the last run over the document used, without one that of the last run at all.
    """
    core = await ls.up()
    uri = argument.get("uri")
    if isinstance(uri, str):
        root, last = ls.root_of(path_of(uri)), ls.last_runs.get(uri)
    else:
        last = next(reversed(ls.last_runs.values()), None)
        root = last.snapshot.root if last is not None else None
    try:
        return core.graph(str(argument.get("format", "mermaid")), root, last)
    except ConfigError as error:
        raise refused(error) from error


def _seconds(argument: dict[str, object]) -> float | None:
    value = argument.get("timeoutSec")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise invalid("timeoutSec: a number of seconds above 0")
    return float(value)
