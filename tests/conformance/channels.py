"""Pushed and pulled diagnostics: one channel for a document, versions that go forward, result ids that mean something."""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from conformance.carried import Report, pulled, pushed
from conformance.documents import Documents
from conformance.session import Session
from conformance.violation import Rule, Violation
from profiles import look


def check(session: Session) -> Iterator[Violation]:
    documents = Documents(session)
    pushes, pulls = list(pushed(session)), list(pulled(session))
    yield from _versions(documents, pushes)
    yield from _both(documents, pushes, pulls)
    yield from _result_ids(pulls)


def _versions(documents: Documents, pushes: list[Report]) -> Iterator[Violation]:
    """They start again when the document is opened again, be it unseen by the server when the older push was made."""
    by_document: defaultdict[str, list[Report]] = defaultdict(list)
    for push in pushes:
        if push.about.version is not None:
            by_document[push.about.uri].append(push)
    for uri, reports in by_document.items():
        openings = documents.openings(uri)
        for before, after in pairwise(reports):
            is_new = any(before.about.first < opening <= after.about.index for opening in openings)
            if after.about.version < before.about.version and not is_new:
                said = f"{uri}: version {after.about.version} after {before.about.version}"
                yield Violation(Rule.VERSION_BACK, said, after.about.index)


def _both(documents: Documents, pushes: list[Report], pulls: list[Report]) -> Iterator[Violation]:
    """An empty push takes back what was pushed before the document was opened, so that it can be pulled."""
    showing: dict[str, Report] = {}
    answered: dict[str, int] = {}
    for report in sorted([*pushes, *pulls], key=lambda report: report.about.index):
        uri, index = report.about.uri, report.about.index
        opened = max((opening for opening in documents.openings(uri) if opening <= report.about.first), default=None)
        if report.call is not None and "workspace" not in report.call.method:
            answered[uri] = index
            if uri in showing:
                yield Violation(Rule.PUSH_AND_PULL, f"{uri}: pulled while a push is shown", index)
        elif report.call is None:
            showing.pop(uri, None)
            if report.items:
                showing[uri] = report
            if report.items and opened is not None and answered.get(uri, -1) > opened and _is_open(documents, report):
                yield Violation(Rule.PUSH_AND_PULL, f"{uri}: pushed though it is pulled", index)


def _is_open(documents: Documents, report: Report) -> bool:
    about = report.about
    return all(state.is_open for state in documents.between(about.uri, about.first, about.last))


def _result_ids(pulls: list[Report]) -> Iterator[Violation]:
    """An id stands for what is shown; `data` is the server's own, and may be that of another run."""
    handed: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for report in pulls:
        uri, index, result_id = report.about.uri, report.about.index, report.result_id
        if not report.is_full:
            known = _previous(report)
            if known is None or known not in handed[uri]:
                yield Violation(Rule.RESULT_ID, f"{uri}: unchanged since {known!r}", index)
        elif result_id is not None:
            shown = [{name: value for name, value in item.items() if name != "data"} for item in report.items]
            items = json.dumps(shown, sort_keys=True)
            if handed[uri].setdefault(result_id, items) != items:
                yield Violation(Rule.RESULT_ID_REUSED, f"{uri}: {result_id!r}", index)


def _previous(report: Report) -> str | None:
    """The result id the client gave for this document."""
    params = report.call.params if report.call else None
    if look(params, "textDocument", "uri") == report.about.uri:
        return look(params, "previousResultId")
    known = look(params, "previousResultIds") or ()
    return next((look(each, "value") for each in known if look(each, "uri") == report.about.uri), None)
