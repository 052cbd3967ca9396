"""The conformance check: each rule is broken by a session of a few messages, and by no other that is right."""

import conformance_content_cases
import conformance_gating_cases
import conformance_wire_cases
import pytest
from conformance_samples import PULLED, URI, Talk, begun, change, diagnostic, place

from conformance import check
from conformance.violation import Rule

CASES = [
    *conformance_wire_cases.cases(),
    *conformance_gating_cases.cases(),
    *conformance_content_cases.cases(),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES, ids=[rule.name for rule, _, _ in CASES])
def test_what_breaks_a_rule_breaks_that_rule_alone(rule: Rule, wrong: Talk, right: Talk) -> None:
    assert {violation.rule for violation in check(wrong.recording)} == {rule}
    assert check(right.recording) == []


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, _, _ in CASES} == set(Rule)


def test_a_whole_session_in_order_breaks_nothing() -> None:
    """Each feature once, with members that only this client takes."""
    talk = begun({"general": {"positionEncodings": ["utf-8", "utf-16"]}}, PULLED, workDoneToken="start", trace="off")
    document = {"textDocument": {"uri": URI}}
    found = diagnostic(place(1, 6, 11), tags=[1], severity=1, code="x", source="omni", data={"any": [None]})
    talk.pulls({"kind": "full", "items": [found], "resultId": "1"})
    talk.edits("one = 1\ntwo = '😀é' # longer\n", 2)
    talk.pulls({"kind": "unchanged", "resultId": "1"}, previous="1")
    talk.demands("workspace/configuration", {"items": [{"section": "omni"}]}, result=[{}])
    talk.demands("workspace/diagnostic/refresh")
    lens = {"range": place(0, 0, 3), "data": 1}
    talk.asks("textDocument/codeLens", document, [lens])
    talk.asks("codeLens/resolve", lens, {**lens, "command": {"title": "t", "command": "do", "arguments": []}})
    action = {"title": "t", "kind": "quickfix", "isPreferred": True, "data": {}, "diagnostics": [found]}
    context = {"range": place(1, 6, 11), "context": {"diagnostics": [found], "only": ["quickfix"]}}
    talk.asks("textDocument/codeAction", document | context, [action, {"title": "c", "command": "do"}])
    annotated = [change(place(1, 6, 11), annotationId="a"), change(place(0, 0, 0), annotationId="a")]
    changes = [{"textDocument": {"uri": URI, "version": 2}, "edits": annotated}]
    edit = {"documentChanges": changes, "changeAnnotations": {"a": {"label": "l", "needsConfirmation": True}}}
    talk.asks("codeAction/resolve", action, {**action, "edit": edit})
    number = talk.opens("workspace/executeCommand", {"command": "do", "arguments": [{}]})
    talk.demands("window/workDoneProgress/create", {"token": 7})
    for value in (
        {"kind": "begin", "title": "t", "percentage": 0},
        {"kind": "report", "percentage": 90},
        {"kind": "end"},
    ):
        talk.tells("$/progress", {"token": 7, "value": value})
    talk.demands("workspace/applyEdit", {"label": "l", "edit": edit}, result={"applied": True})
    talk.server(id=number, result=True)
    talk.client(id=99, method="textDocument/unknown", params={})
    talk.server(id=99, error={"code": -32601, "message": "no such method"})
    talk.pushes(diagnostic(place(90, 0, 9)), uri="file:///closed.py")
    talk.client(method="textDocument/didClose", params=document)
    talk.leaves()
    assert check(talk.recording) == []


def test_cells_of_a_notebook_are_documents() -> None:
    cell, other = "notebook:1", "notebook:2"
    book = {"uri": "file:///n.ipynb", "notebookType": "jupyter-notebook", "version": 1, "cells": []}
    item = {"languageId": "python", "version": 1}
    long = {**item, "uri": cell, "text": "a long line"}

    def talked(line: int, end: int, uri: str, version: int) -> Talk:
        talk = begun()
        params = {"notebookDocument": book, "cellTextDocuments": [long]}
        talk.client(method="notebookDocument/didOpen", params=params)
        array = {"array": {"start": 1, "deleteCount": 0, "cells": []}, "didOpen": [{**item, "uri": other, "text": "b"}]}
        text = [{"document": {"uri": cell, "version": 2}, "changes": [{"range": place(0, 0, 11), "text": "c\nd"}]}]
        event = {"cells": {"structure": array, "textContent": text}}
        params = {"notebookDocument": {"uri": book["uri"], "version": 2}, "change": event}
        talk.client(method="notebookDocument/didChange", params=params)
        talk.pushes(diagnostic(place(line, 0, end)), uri=uri, version=version)
        return talk

    assert check(talked(1, 1, cell, 2).recording) == []
    assert check(talked(0, 11, cell, 1).recording) == []
    assert check(talked(0, 1, other, 1).recording) == []
    for line, end, uri, version in ((2, 0, cell, 2), (0, 2, other, 1), (0, 11, cell, 2)):
        assert [found.rule for found in check(talked(line, end, uri, version).recording)] == [Rule.RANGE_OUTSIDE]


def test_what_is_closed_is_as_it_is_on_disk() -> None:
    cell, item = "notebook:1", {"uri": "notebook:1", "languageId": "python", "version": 1, "text": "a"}
    book = {"uri": "file:///n.ipynb", "notebookType": "jupyter-notebook", "version": 1, "cells": []}
    array = {"array": {"start": 0, "deleteCount": 1}, "didClose": [{"uri": cell}]}
    changed = {"notebookDocument": {"uri": book["uri"], "version": 2}, "change": {"cells": {"structure": array}}}
    closed = {"notebookDocument": {"uri": book["uri"]}, "cellTextDocuments": [{"uri": cell}]}
    for method, params in (("didChange", changed), ("didClose", closed), (None, None)):
        talk = begun()
        talk.client(method="notebookDocument/didOpen", params={"notebookDocument": book, "cellTextDocuments": [item]})
        if method is not None:
            talk.client(method=f"notebookDocument/{method}", params=params)
        talk.asks("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}, None)
        talk.pushes(diagnostic(place(9, 0, 0)), uri=cell)
        assert [found.rule for found in check(talk.recording)] == ([] if method else [Rule.RANGE_OUTSIDE])


def test_a_change_of_what_is_not_open_is_nothing() -> None:
    talk = begun()
    talk.edits("x", 7, uri="file:///never.py")
    talk.client(method="textDocument/didClose", params={"textDocument": {"uri": URI}})
    talk.edits("x", 7)
    talk.asks("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}, None)
    talk.pushes(diagnostic(place(9, 0, 0)))
    assert check(talk.recording) == []


def test_an_edit_inside_a_character_leaves_the_text_unknown() -> None:
    talk = begun()
    changes = [{"range": place(1, 9, 10), "text": ""}]
    document = {"uri": URI, "version": 2}
    talk.client(method="textDocument/didChange", params={"textDocument": document, "contentChanges": changes})
    talk.pushes(diagnostic(place(40, 0, 1)), version=2)
    assert check(talk.recording) == []
