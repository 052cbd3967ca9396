"""Every message of the server has the shape the standard gives its method, to the last member."""

from collections.abc import Iterator, Sequence
from typing import Any

from lsprotocol import types

from conformance.own import REQUESTS
from conformance.schema import mismatches
from conformance.session import Session
from conformance.violation import Rule, Violation
from profiles import look

OURS = "omni/"
"""How the names of methods begin that no standard has."""

_PROGRESS = {
    "begin": types.WorkDoneProgressBegin,
    "report": types.WorkDoneProgressReport,
    "end": types.WorkDoneProgressEnd,
}
_PARTS: dict[str, Any] = {
    types.TEXT_DOCUMENT_DIAGNOSTIC: types.DocumentDiagnosticReportPartialResult,
    types.WORKSPACE_DIAGNOSTIC: types.WorkspaceDiagnosticReportPartialResult,
    types.TEXT_DOCUMENT_CODE_ACTION: Sequence[types.Command | types.CodeAction],
    types.TEXT_DOCUMENT_CODE_LENS: Sequence[types.CodeLens],
}
_CANCELLABLE = (types.TEXT_DOCUMENT_DIAGNOSTIC, types.WORKSPACE_DIAGNOSTIC)


def check(session: Session) -> Iterator[Violation]:
    questions = {call.answered: call.method for call in session.asked}
    for index, body in session.sent(client=False):
        for flaw in _call(index, body, session) if "method" in body else _response(body, questions.get(index)):
            yield Violation(Rule.SHAPE, f"{body.get('method', questions.get(index))}{flaw}", index)


def _call(index: int, body: dict[str, Any], session: Session) -> list[str]:
    method = body["method"]
    if method in REQUESTS and "id" in body:
        return mismatches(body.get("params"), REQUESTS[method], ".params")
    known = types.METHOD_TO_TYPES.get(method) if isinstance(method, str) else None
    if known is None or method.startswith(OURS) or ("id" in body) is (known[1] is None):
        return []
    # What an id may be is looked at elsewhere.
    flaws = mismatches({**body, "id": 0} if "id" in body else body, known[0])
    if method == types.CLIENT_REGISTER_CAPABILITY and not flaws:
        return [flaw for each in body["params"]["registrations"] for flaw in _registration(each)]
    if method == types.PROGRESS and not flaws:
        return _progress(index, body["params"], session)
    return flaws


def _response(body: dict[str, Any], method: str | None) -> list[str]:
    if "result" in body and "error" in body:
        return []
    if "error" in body:
        flaws = mismatches({**body, "id": 0}, types.ResponseErrorMessage)
        code, data = look(body, "error", "code"), look(body, "error", "data")
        if method in _CANCELLABLE and code == types.LSPErrorCodes.ServerCancelled and data is not None:
            flaws += mismatches(data, types.DiagnosticServerCancellationData, ".error.data")
        return flaws
    known = types.METHOD_TO_TYPES.get(method or "")
    return mismatches(body, known[1]) if known and "result" in body else []


def _registration(registration: dict[str, Any]) -> list[str]:
    known = types.METHOD_TO_TYPES.get(registration["method"])
    if known is None:
        return [f": {registration['method']!r} is no method"]
    options = registration.get("registerOptions")
    return mismatches(options, known[3], ".registerOptions") if options is not None and known[3] else []


def _progress(index: int, params: dict[str, Any], session: Session) -> list[str]:
    call, is_partial = session.token(params["token"], index)
    if call is not None and is_partial:
        return mismatches(params["value"], _PARTS.get(call.method, Any), ".value")
    kind = look(params["value"], "kind")
    if kind not in _PROGRESS:
        return [f".value.kind: {kind!r} is none of {list(_PROGRESS)}"]
    return mismatches(params["value"], _PROGRESS[kind], ".value")
