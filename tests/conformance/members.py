"""Members of what is shown only where the client said that it can show them: diagnostics, hovers, completions."""

from collections.abc import Iterator

from lsprotocol import types

from conformance.carried import JSON, Report, pulled, pushed, sound_answers
from conformance.session import Session
from conformance.violation import Rule, Violation
from profiles import look

PUSH, PULL = ("textDocument", "publishDiagnostics"), ("textDocument", "diagnostic")


def check(session: Session) -> Iterator[Violation]:
    for report in pushed(session):
        yield from _report(session, report, (PUSH,))
    # A client of 3.17 had one place to say what it shows of either kind.
    for report in pulled(session):
        yield from _report(session, report, (PUSH, PULL))
    yield from _related_documents(session)
    yield from _hovers(session)
    yield from _completions(session)


def _report(session: Session, report: Report, places: tuple[tuple[str, str], ...]) -> Iterator[Violation]:
    def announced(*path: str) -> object:
        return next((found for place in places if (found := session.announced(*place, *path))), None)

    shown_tags = [session.announced(*place, "tagSupport", "valueSet") or () for place in places]
    index = report.about.index
    for item in report.items:
        if "relatedInformation" in item and not announced("relatedInformation"):
            yield Violation(Rule.RELATED_INFORMATION, report.about.uri, index)
        if "codeDescription" in item and not announced("codeDescriptionSupport"):
            yield Violation(Rule.CODE_DESCRIPTION, report.about.uri, index)
        others = [tag for tag in item.get("tags", ()) if not any(tag in values for values in shown_tags)]
        if others:
            yield Violation(Rule.TAGS, f"{report.about.uri}: {others}", index)


def _related_documents(session: Session) -> Iterator[Violation]:
    for index, call, result in sound_answers(session, types.TEXT_DOCUMENT_DIAGNOSTIC):
        if "relatedDocuments" in result and not session.announced(*PULL, "relatedDocumentSupport"):
            yield Violation(Rule.RELATED_DOCUMENTS, call.method, index)


def _hovers(session: Session) -> Iterator[Violation]:
    formats = session.announced("textDocument", "hover", "contentFormat") or ["plaintext"]
    for index, _, hover in sound_answers(session, types.TEXT_DOCUMENT_HOVER):
        if hover is None:
            continue
        # Text outside a MarkupContent is Markdown.
        kind = look(hover["contents"], "kind") or "markdown"
        if kind not in formats:
            yield Violation(Rule.HOVER_FORMAT, f"{kind} of {formats}", index)


def _completions(session: Session) -> Iterator[Violation]:
    for index, _, result in sound_answers(session, types.TEXT_DOCUMENT_COMPLETION):
        items = result["items"] if isinstance(result, dict) else result or ()
        for item in items:
            for name, capability in _completion(item):
                if not session.announced("textDocument", "completion", "completionItem", capability):
                    yield Violation(Rule.COMPLETION, f"{name} of {item['label']!r}", index)


def _completion(item: JSON) -> Iterator[tuple[str, str]]:
    """Members of a completion item, each with the capability it takes."""
    if look(item, "textEdit", "insert") is not None:
        yield "insert and replace", "insertReplaceSupport"
    if item.get("insertTextFormat") == types.InsertTextFormat.Snippet:
        yield "snippet", "snippetSupport"
    for name, capability in (
        ("commitCharacters", "commitCharactersSupport"),
        ("tags", "tagSupport"),
        ("labelDetails", "labelDetailsSupport"),
        ("insertTextMode", "insertTextModeSupport"),
        ("deprecated", "deprecatedSupport"),
        ("preselect", "preselectSupport"),
    ):
        if name in item:
            yield name, capability
