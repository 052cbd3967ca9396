"""What messages of the server carry: diagnostics, edits and other places, each with the texts it can be about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lsprotocol import types

from conformance.session import Call, Session
from profiles import look

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """The document a message is about: as it was at some time from client message `first` to `last`, or at `version`."""

    index: int
    uri: str
    first: int
    last: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Diagnostics of one document; `result_id` and `is_full` are of pulled ones, `call` is what asked for them."""

    about: About
    items: tuple[JSON, ...]
    call: Call | None = None
    is_full: bool = True
    result_id: str | None = None


def sound_answers(session: Session, *methods: str) -> Iterator[tuple[int, Call, Any]]:
    """Index, request and result of every sound answer to these requests that is no error."""
    for call in session.asked:
        has_result = call.answer is not None and "result" in call.answer and "error" not in call.answer
        if call.method in methods and has_result and call.answered is not None and call.answered not in session.ill:
            yield call.answered, call, call.result


def pushed(session: Session) -> Iterator[Report]:
    for index, params in session.notified(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, client=False):
        about = About(index, params["uri"], session.heard(index), index, params.get("version"))
        yield Report(about, tuple(params["diagnostics"]))


def pulled(session: Session) -> Iterator[Report]:
    """In the order in which they came, the parts of an answer before it."""
    parts = [_reports(index, call, result) for index, call, result in _all_parts(session)]
    for index, call, result in sound_answers(session, types.TEXT_DOCUMENT_DIAGNOSTIC, types.WORKSPACE_DIAGNOSTIC):
        parts.append(_reports(index, call, result))
    for reports in sorted(parts, key=lambda reports: reports[0].about.index if reports else -1):
        yield from reports


def edits(session: Session) -> Iterator[tuple[int, int, JSON]]:
    """Index of the message, first client message its texts can be of, and each workspace edit."""
    for index, call, result in sound_answers(session, types.TEXT_DOCUMENT_CODE_ACTION, types.CODE_ACTION_RESOLVE):
        for action in result if isinstance(result, list) else [result]:
            if look(action, "edit") is not None:
                yield index, call.index, action["edit"]
    for call in session.demanded:
        edit = look(call.params, "edit")
        if call.method == types.WORKSPACE_APPLY_EDIT and call.index not in session.ill and edit is not None:
            yield call.index, session.heard(call.index), edit


def edited(index: int, first: int, edit: JSON) -> Iterator[tuple[About, list[JSON]]]:
    """The documents an edit changes, each with its text edits."""
    for change in edit.get("documentChanges") or ():
        if "textDocument" in change:
            document = change["textDocument"]
            yield About(index, document["uri"], first, index, document["version"]), change["edits"]
    for uri, changes in (edit.get("changes") or {}).items():
        yield About(index, uri, first, index), changes


def actions(session: Session) -> Iterator[tuple[int, Call, JSON]]:
    """Every item of an answer to codeAction, and every resolved action."""
    for index, call, result in sound_answers(session, types.TEXT_DOCUMENT_CODE_ACTION):
        for item in result or ():
            yield index, call, item
    for index, call, result in sound_answers(session, types.CODE_ACTION_RESOLVE):
        yield index, call, result


def lenses(session: Session) -> Iterator[tuple[int, Call, JSON]]:
    for index, call, result in sound_answers(session, types.TEXT_DOCUMENT_CODE_LENS):
        for item in result or ():
            yield index, call, item
    for index, call, result in sound_answers(session, types.CODE_LENS_RESOLVE):
        yield index, call, result


def _all_parts(session: Session) -> Iterator[tuple[int, Call, Any]]:
    for index, params in session.notified(types.PROGRESS, client=False):
        call, is_partial = session.token(params["token"], index)
        if call is not None and is_partial and "diagnostic" in call.method:
            yield index, call, params["value"]


def _reports(index: int, call: Call, result: JSON) -> list[Report]:
    if call.method == types.WORKSPACE_DIAGNOSTIC:
        return [_report(index, call, item["uri"], item) for item in result["items"]]
    own = [_report(index, call, str(look(call.params, "textDocument", "uri")), result)] if "kind" in result else []
    related = (result.get("relatedDocuments") or {}).items()
    return own + [_report(index, call, uri, item) for uri, item in related]


def _report(index: int, call: Call, uri: str, item: JSON) -> Report:
    about = About(index, uri, call.index, index, item.get("version"))
    return Report(about, tuple(item.get("items", ())), call, item["kind"] == "full", item.get("resultId"))
