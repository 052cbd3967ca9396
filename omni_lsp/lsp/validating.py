"""The command that looks at code which is in no document."""

from lsprotocol import types

from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import diagnostic_of, run_of
from omni_lsp.lsp.uris import path_of
from omni_lsp.lsp.wire import invalid
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Snapshot


async def validate_code(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{code, uri}`: what would be found if the file of that URI had this text; nothing is shown, kept or written.

    `{isComplete, diagnostics, run}`, the latter as of `omni/run`; ranges are in the units of the client.
    """
    code, uri = argument.get("code"), argument.get("uri")
    if not isinstance(code, str):
        raise invalid("code: a text")
    path = path_of(uri) if isinstance(uri, str) else None
    if path is None:
        raise invalid("uri: that of a file, which need not be there")
    # Another URI, so that nothing which is remembered of the open document is about this text.
    snapshot = Snapshot(f"{uri}#code", None, language_of(path), code, path, ls.root_of(path))
    core = await ls.up()
    report = await core.validate(snapshot)
    found = [diagnostic_of(finding, snapshot, ls.client) for finding in report.findings]
    return {"isComplete": report.is_complete, "diagnostics": found, "run": run_of(report)}
