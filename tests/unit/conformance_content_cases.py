"""Sessions with places outside the text, versions, channels, progress and registrations in disorder, and in order."""

from collections.abc import Iterator

from conformance_samples import PULLED, TEXT, URI, Talk, begun, change, diagnostic, place

from conformance.violation import Rule

Case = tuple[Rule, Talk, Talk]
_WHERE = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
_DOCUMENT = {"textDocument": {"uri": URI}}


def cases() -> Iterator[Case]:
    yield from _ranges()
    yield from _windows()
    yield from _encodings()
    yield from _edits()
    yield from _versions()
    yield from _channels()
    yield from _result_ids()
    yield from _progress()
    yield from _registrations()


def _pushing(where: object, *, version: int | None = 1) -> Talk:
    talk = begun()
    talk.pushes(diagnostic(where), version=version)
    return talk


def _ranges() -> Iterator[Case]:
    inside, wide, low = place(1, 6, 11), place(1, 6, 12), place(3, 0, 0)
    for version in (1, None):
        for outside in (wide, low):
            yield Rule.RANGE_OUTSIDE, _pushing(outside, version=version), _pushing(inside, version=version)
    yield Rule.RANGE_SPLITS, _pushing(place(1, 9, 11)), _pushing(place(1, 8, 10))
    yield Rule.RANGE_REVERSED, _pushing(place(0, 3, 0)), _pushing(place(0, 0, 3))
    contents = {"kind": "plaintext", "value": "x"}
    for method, wrong, right in (
        ("textDocument/hover", {"contents": contents, "range": wide}, {"contents": contents, "range": inside}),
        ("textDocument/codeLens", [{"range": wide}], [{"range": inside}]),
    ):
        bad, good = begun(), begun()
        bad.asks(method, _WHERE, wrong)
        good.asks(method, _WHERE, right)
        yield Rule.RANGE_OUTSIDE, bad, good
    bad, good = begun(providers=PULLED), begun(providers=PULLED)
    bad.pulls({"kind": "full", "items": [diagnostic(wide)]})
    good.pulls({"kind": "full", "items": [diagnostic(inside)]})
    yield Rule.RANGE_OUTSIDE, bad, good
    bad, good = _streaming(wide), _streaming(inside)
    yield Rule.RANGE_OUTSIDE, bad, good
    long, short = begun(), begun()
    lens = {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}
    long.asks("textDocument/codeLens", _DOCUMENT, [{"range": lens}])
    short.asks("textDocument/codeLens", _DOCUMENT, [{"range": inside}])
    yield Rule.RANGE_LINES, long, short
    there = {"location": {"uri": URI, "range": low}, "message": "m"}
    for rule, where in ((Rule.RANGE_LINES, lens), (Rule.COMMAND, inside)):
        asked, resolved = {"range": where}, {"range": where, "command": {"title": "t", "command": "unknown"}}
        talk = begun()
        talk.asks("codeLens/resolve", asked, asked if rule is Rule.RANGE_LINES else resolved)
        yield rule, talk, short
    related, elsewhere = begun(), begun()
    related.pushes(diagnostic(relatedInformation=[there]), version=1)
    away = {**there, "location": {"uri": "file:///closed.py", "range": low}}
    elsewhere.pushes(diagnostic(relatedInformation=[away]), version=1)
    yield Rule.RANGE_OUTSIDE, related, elsewhere


def _streaming(where: object) -> Talk:
    """A report on the workspace in a part, and another later that says that nothing has changed since."""
    talk = begun(providers=PULLED)
    item = {"uri": URI, "version": 1, "kind": "full", "items": [diagnostic(where)], "resultId": "r"}
    same = {"uri": URI, "version": 1, "kind": "unchanged", "resultId": "r"}
    for report, known in ((item, []), (same, [{"uri": URI, "value": "r"}])):
        number = talk.opens("workspace/diagnostic", {"previousResultIds": known, "partialResultToken": "p"})
        talk.tells("$/progress", {"token": "p", "value": {"items": [report]}})
        talk.server(id=number, result={"items": []})
    return talk


def _windows() -> Iterator[Case]:
    """The document becomes shorter: what fits the longer text alone is wrong once the server must know the shorter."""
    known, unknown, named = begun(), begun(), begun()
    for talk in (known, unknown, named):
        talk.edits("x\n", 2)
        if talk is not unknown:
            talk.asks("textDocument/hover", _WHERE, None)
        talk.pushes(diagnostic(place(1, 6, 11)), version=1 if talk is named else None)
    yield Rule.RANGE_OUTSIDE, known, unknown
    yield Rule.RANGE_OUTSIDE, known, named
    mixed, one = begun(), begun()
    for talk, others in ((mixed, [place(2, 0, 0), place(0, 0, 10)]), (one, [place(2, 0, 0)])):
        talk.edits("longer line\n", 2)
        talk.pushes(*[diagnostic(where) for where in others])
    yield Rule.RANGE_OUTSIDE, mixed, one


def _encodings() -> Iterator[Case]:
    """The end of the second line is at 10 code points, 11 UTF-16 units and 14 bytes."""
    for encoding, size in (("utf-32", 10), ("utf-16", 11), ("utf-8", 14)):
        beyond, within = (
            begun({"general": {"positionEncodings": [encoding]}}, {"positionEncoding": encoding}) for _ in range(2)
        )
        beyond.pushes(diagnostic(place(1, 0, size + 1)), version=1)
        within.pushes(diagnostic(place(1, 0, size)), version=1)
        yield Rule.RANGE_OUTSIDE, beyond, within
    form_feed, return_ = begun(), begun()
    form_feed.edits("a\fb\u2028c\x85d\x1ce", 2)
    return_.edits("a\rb\r\nc\n", 2)
    for talk in (form_feed, return_):
        talk.pushes(diagnostic(place(3, 0, 0)), version=2)
    yield Rule.RANGE_OUTSIDE, form_feed, return_
    changed, kept = begun(), begun()
    for talk, text in ((changed, ""), (kept, "in")):
        # Replaces the character of two units, which leaves eight, by nothing or by two others.
        changes = [{"range": place(1, 8, 10), "text": text}, {"range": place(3, 0, 0), "text": "end"}]
        document = {"uri": URI, "version": 2}
        talk.client(method="textDocument/didChange", params={"textDocument": document, "contentChanges": changes})
        talk.pushes(diagnostic(place(1, 0, 10)), diagnostic(place(2, 0, 3)), version=2)
    yield Rule.RANGE_OUTSIDE, changed, kept


def _edits() -> Iterator[Case]:
    def applied(*edits: object) -> Talk:
        talk = begun()
        edit = {"documentChanges": [{"textDocument": {"uri": URI, "version": 1}, "edits": list(edits)}]}
        talk.demands("workspace/applyEdit", {"edit": edit}, result={"applied": True})
        return talk

    good = applied(change(place(0, 0, 3)), change(place(0, 3, 3)), change(place(0, 3, 3)))
    yield Rule.OVERLAP, applied(change(place(0, 2, 4)), change(place(0, 0, 3))), good
    yield Rule.RANGE_OUTSIDE, applied(change(place(7, 0, 0))), good
    wrong, right = begun(), begun()
    for talk, where in ((wrong, place(7, 0, 0)), (right, place(0, 0, 1))):
        fix = {"title": "t", "edit": {"changes": {URI: [change(where)]}}}
        talk.asks("codeAction/resolve", {"title": "t"}, fix)
    yield Rule.RANGE_OUTSIDE, wrong, right


def _versions() -> Iterator[Case]:
    newer = begun()
    newer.pushes(version=2)
    good = begun()
    good.edits(TEXT, 2)
    good.pushes(version=2)
    yield Rule.VERSION_UNKNOWN, newer, good
    back, opened = begun(), begun()
    for talk in (back, opened):
        talk.edits(TEXT, 2)
        talk.pushes(version=2)
        talk.pushes(version=2)
        if talk is opened:
            talk.client(method="textDocument/didClose", params=_DOCUMENT)
            talk.edits(TEXT, 1)
        talk.pushes(version=1)
    yield Rule.VERSION_BACK, back, opened


def _channels() -> Iterator[Case]:
    full = {"kind": "full", "items": [diagnostic()]}
    both, taken_back, pushed_late, closed = (begun(providers=PULLED) for _ in range(4))
    both.pushes(diagnostic(), version=1)
    both.pulls(full)
    taken_back.pushes(diagnostic(), version=1)
    taken_back.pushes()
    taken_back.pulls(full)
    yield Rule.PUSH_AND_PULL, both, taken_back
    for talk in (pushed_late, closed):
        talk.pulls(full)
        if talk is closed:
            talk.client(method="textDocument/didClose", params=_DOCUMENT)
        talk.pushes(diagnostic())
    yield Rule.PUSH_AND_PULL, pushed_late, closed


def _result_ids() -> Iterator[Case]:
    full = {"kind": "full", "items": [diagnostic()], "resultId": "r"}
    same = {"kind": "unchanged", "resultId": "r"}
    unknown, known, unsaid = (begun(providers=PULLED) for _ in range(3))
    for talk in (unknown, known, unsaid):
        talk.pulls({**full, "resultId": "other"} if talk is unknown else full)
        talk.pulls(same, previous=None if talk is unsaid else "r")
    yield Rule.RESULT_ID, unknown, known
    yield Rule.RESULT_ID, unsaid, known
    whole = {"uri": URI, "version": None}
    asked, not_asked = begun(providers=PULLED), begun(providers=PULLED)
    for talk, ids in ((asked, [{"uri": URI, "value": "r"}]), (not_asked, [])):
        talk.asks("workspace/diagnostic", {"previousResultIds": []}, {"items": [full | whole]})
        talk.asks("workspace/diagnostic", {"previousResultIds": ids}, {"items": [same | whole]})
    yield Rule.RESULT_ID, not_asked, asked
    reused, renamed = begun(providers=PULLED), begun(providers=PULLED)
    for talk, name in ((reused, "r"), (renamed, "s")):
        talk.pulls(full)
        talk.pulls({"kind": "full", "items": [diagnostic(data={"trace": 1})], "resultId": "r"})
        talk.pulls({"kind": "full", "items": [], "resultId": name})
    yield Rule.RESULT_ID_REUSED, reused, renamed


def _work(*values: dict[str, object], creates: int = 1, **answer: object) -> Talk:
    """Progress on a token of the server's; an `ends` with nothing leaves the session open."""
    talk = begun()
    for _ in range(creates):
        talk.demands("window/workDoneProgress/create", {"token": "t"}, **answer)
    for value in values:
        talk.tells("$/progress", {"token": "t", "value": value})
    talk.leaves()
    return talk


def _progress() -> Iterator[Case]:
    begin: dict[str, object] = {"kind": "begin", "title": "t"}
    report: dict[str, object] = {"kind": "report"}
    end: dict[str, object] = {"kind": "end"}
    good = _work(begin, report, report, end)
    yield Rule.PROGRESS_UNKNOWN, _work(begin, end, creates=0), good
    yield Rule.PROGRESS_UNACCEPTED, _work(begin, end, error={"code": 1, "message": "no"}), good
    early, timely = begun(), begun()
    for talk in (early, timely):
        talk.server(id=1, method="window/workDoneProgress/create", params={"token": 5})
        if talk is timely:
            talk.client(id=1, result=None)
        talk.tells("$/progress", {"token": 5, "value": begin})
        if talk is early:
            talk.client(id=1, result=None)
    yield Rule.PROGRESS_UNACCEPTED, early, timely
    yield Rule.PROGRESS_TWICE, _work(begin, end, creates=2), good
    for values in ((report, end), (begin, begin, end), (begin, end, report)):
        broken = _work(*(values if values[0] is begin else (report,)))
        yield Rule.PROGRESS_STATE, broken, good
    yield Rule.UNENDED, _work(begin, report), good
    up = _work({**begin, "percentage": 0}, {**report, "percentage": 50}, {**report, "percentage": 100}, end)
    yield Rule.PERCENTAGE, _work({**begin, "percentage": 101}, end), up
    yield Rule.PERCENTAGE, _work({**begin, "percentage": 50}, {**report, "percentage": 49}, end), up
    after, before = begun(), begun()
    for talk in (after, before):
        number = talk.opens("workspace/executeCommand", {"command": "do", "workDoneToken": "own"})
        if talk is after:
            talk.server(id=number, result=None)
            talk.tells("$/progress", {"token": "own", "value": begin})
        else:
            talk.tells("$/progress", {"token": "own", "value": begin})
            talk.tells("$/progress", {"token": "own", "value": end})
            talk.server(id=number, result=None)
    yield Rule.AFTER_RESPONSE, after, before
    item = {"uri": URI, "version": 1, "kind": "full", "items": []}
    twice, once = begun(providers=PULLED), begun(providers=PULLED)
    for talk, final in ((twice, [item]), (once, [])):
        number = talk.opens("workspace/diagnostic", {"previousResultIds": [], "partialResultToken": "p"})
        talk.tells("$/progress", {"token": "p", "value": {"items": [item]}})
        talk.server(id=number, result={"items": final})
    yield Rule.PARTIAL_AND_FINAL, twice, once


def _registrations() -> Iterator[Case]:
    watched = {"id": "w", "method": "workspace/didChangeWatchedFiles"}
    gone = {"unregisterations": [watched]}

    def talked(*messages: tuple[str, object], **answer: object) -> Talk:
        talk = begun({"textDocument": {"hover": {"dynamicRegistration": True}}})
        for name, params in messages:
            talk.demands(f"client/{name}Capability", params, **answer)
        return talk

    register, unregister = ("register", {"registrations": [watched]}), ("unregister", gone)
    good = talked(register, unregister, register)
    yield Rule.REGISTERED_TWICE, talked(register, register), good
    hover = {"registrations": [{"id": "h", "method": "textDocument/hover"}]}
    yield Rule.REGISTERED_TWICE, talked(("register", hover)), good
    yield Rule.UNREGISTERED, talked(register, unregister, unregister), good
    refused = talked(register, error={"code": 1, "message": "no"})
    refused.demands("client/registerCapability", {"registrations": [watched]})
    yield Rule.UNREGISTERED, talked(unregister), refused
