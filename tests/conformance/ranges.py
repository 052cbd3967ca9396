"""Every range lies inside the document as the client last sent it, at a time the server can have known."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from lsprotocol import types

from conformance.carried import JSON, About, edited, edits, lenses, pulled, pushed, sound_answers
from conformance.documents import Documents, State
from conformance.session import Session
from conformance.text import outside, splits
from conformance.violation import Rule, Violation
from profiles import look


def check(session: Session) -> Iterator[Violation]:
    """What a message carries has to fit one text: that of its version where it names one, else any the server can mean.

    Those are the texts from the last that the server has certainly read, as its answers prove, up to the newest. A
    document that is not open is as it is on disk, which nobody here knows.
    """
    documents = Documents(session)
    for about, places in _places(session):
        states = _texts(documents, about)
        if about.version is not None and not states:
            yield Violation(Rule.VERSION_UNKNOWN, f"version {about.version} of {about.uri}", about.index)
        yield from _misfits(about, places, states, documents.encoding)
    for index, first, edit in edits(session):
        for about, changes in edited(index, first, edit):
            yield from _overlaps(about, changes)
    for index, _, lens in lenses(session):
        if lens["range"]["start"]["line"] != lens["range"]["end"]["line"]:
            yield Violation(Rule.RANGE_LINES, str(lens["range"]), index)


def _places(session: Session) -> Iterator[tuple[About, list[JSON]]]:
    for report in (*pushed(session), *pulled(session)):
        yield report.about, [item["range"] for item in report.items]
        for item in report.items:
            for related in item.get("relatedInformation") or ():
                where = related["location"]
                about = report.about
                yield About(about.index, where["uri"], about.first, about.last), [where["range"]]
    for index, call, result in sound_answers(session, types.TEXT_DOCUMENT_HOVER):
        if look(result, "range") is not None:
            yield _asked_about(index, call.index, call.params), [result["range"]]
    for index, call, result in sound_answers(session, types.TEXT_DOCUMENT_CODE_LENS):
        yield _asked_about(index, call.index, call.params), [lens["range"] for lens in result or ()]
    for index, first, edit in edits(session):
        for about, changes in edited(index, first, edit):
            yield about, [change["range"] for change in changes]


def _asked_about(index: int, first: int, params: Any) -> About:
    return About(index, str(look(params, "textDocument", "uri")), first, index)


def _texts(documents: Documents, about: About) -> list[State]:
    if about.version is not None:
        return documents.of_version(about.uri, about.version, about.last)
    return documents.between(about.uri, about.first, about.last)


def _misfits(about: About, places: Sequence[JSON], states: Sequence[State], encoding: str) -> Iterator[Violation]:
    for place in places:
        start, end = place["start"], place["end"]
        if (end["line"], end["character"]) < (start["line"], start["character"]):
            yield Violation(Rule.RANGE_REVERSED, f"{about.uri}: {place}", about.index)
    texts = [state.text for state in states]
    if not texts or None in texts:
        return
    # One text has to fit all of them: they were found in one.
    flaws = [found for text in texts if text is not None for found in [_flaws(text, places, encoding)]]
    rule, said = min(flaws, key=len)[0] if all(flaws) else (None, "")
    if rule is not None:
        yield Violation(rule, f"{about.uri}: {said}", about.index)


def _flaws(text: str, places: Sequence[JSON], encoding: str) -> list[tuple[Rule, str]]:
    ends = [place[end] for place in places for end in ("start", "end")]
    found = [(Rule.RANGE_OUTSIDE, said) for end in ends if (said := outside(text, end, encoding))]
    inside = [end for end in ends if not outside(text, end, encoding)]
    return found + [(Rule.RANGE_SPLITS, str(end)) for end in inside if splits(text, end, encoding)]


def _overlaps(about: About, changes: Sequence[JSON]) -> Iterator[Violation]:
    spans = sorted(
        tuple((change["range"][end]["line"], change["range"][end]["character"]) for end in ("start", "end"))
        for change in changes
    )
    for before, after in pairwise(spans):
        if after[0] < before[1]:
            yield Violation(Rule.OVERLAP, f"{about.uri}: {before} and {after}", about.index)
