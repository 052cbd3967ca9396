"""Licence expressions and headers: what is read, what is told, where a new one goes."""

import pytest
from compliance_fakes import ROOT, agent, document, with_duties
from hypothesis import given, strategies as st

from omni_lsp.agents.compliance_expressions import is_allowed, is_licence_id, licences_of, normalised_expression
from omni_lsp.agents.compliance_headers import comment_of, header_change, is_generated, stated
from omni_lsp.agents.compliance_licences import licences
from omni_lsp.agents.compliance_policy import terms
from omni_lsp.model.facts import Facts
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.policy import DEFAULT_POLICY, Level, Policy
from omni_lsp.model.text import Snapshot, apply

TAG = "SPDX-License-Identifier:"


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("mit", "MIT"),
        ("Apache-2.0 or MIT", "Apache-2.0 OR MIT"),
        ("(MIT)", "(MIT)"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("LicenseRef-Ours", "LicenseRef-Ours"),
        ("Apache 2.0", None),
        ("MIT AND", None),
        ("Aparche-2.0", None),
        ("", None),
        ("MIT " * 200, None),
    ],
)
def test_expressions_are_those_of_the_spdx_list(text: str, expression: str | None) -> None:
    assert normalised_expression(text) == expression


@pytest.mark.parametrize(
    ("expression", "allowed", "answer"),
    [
        ("MIT", ["MIT"], True),
        ("MIT", ["ISC"], False),
        ("MIT OR GPL-3.0-only", ["MIT"], True),
        ("GPL-3.0-only OR MIT", ["MIT"], True),
        ("MIT AND GPL-3.0-only", ["MIT"], False),
        ("MIT AND ISC", ["MIT", "ISC"], True),
        ("MIT AND (GPL-3.0-only OR ISC)", ["MIT", "ISC"], True),
        ("(MIT AND GPL-3.0-only) OR ISC", ["MIT"], False),
        ("MIT OR ISC AND GPL-3.0-only", ["MIT"], True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", ["GPL-2.0-only"], True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", ["GPL-2.0-only WITH Classpath-exception-2.0"], True),
        ("GPL-2.0-only", ["GPL-2.0-only WITH Classpath-exception-2.0"], False),
        ("GPL-3.0", ["GPL-3.0-only"], True),
        ("GPL-3.0+", ["GPL-3.0-or-later"], True),
        ("GPL-3.0-only", ["GPL-3.0-or-later"], False),
        ("Apache-2.0+", ["Apache-2.0"], True),
        ("LicenseRef-Ours", ["LicenseRef-Ours"], True),
        ("MIT", [], False),
    ],
)
def test_a_choice_must_be_allowed(expression: str, allowed: list[str], answer: bool) -> None:
    assert is_allowed(expression, allowed) is answer


NESTED = st.recursive(
    st.sampled_from(["MIT", "ISC", "Apache-2.0", "0BSD"]),
    lambda inner: st.tuples(inner, st.sampled_from([" AND ", " OR "]), inner).map(lambda parts: f"({''.join(parts)})"),
    max_leaves=8,
)


@given(NESTED, st.sets(st.sampled_from(["MIT", "ISC", "Apache-2.0", "0BSD"])))
def test_choices_are_those_of_logic(expression: str, allowed: set[str]) -> None:
    logic = expression.replace(" AND ", " and ").replace(" OR ", " or ")
    for name in ("MIT", "ISC", "Apache-2.0", "0BSD"):
        logic = logic.replace(name, str(name in allowed))
    assert is_allowed(expression, allowed) is eval(logic)  # noqa: S307 - made of the words above.


def test_licences_of_an_expression_have_texts() -> None:
    found = licences_of("(GPL-2.0-only WITH Classpath-exception-2.0) AND Apache-2.0+ OR MIT")
    assert found == {"GPL-2.0-only", "Classpath-exception-2.0", "Apache-2.0", "MIT"}
    assert is_licence_id("GPL-2.0-only WITH Classpath-exception-2.0")
    assert not is_licence_id("MIT OR ISC")


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        (f"# {TAG} MIT\n", ["MIT"]),
        (f"// {TAG} MIT OR ISC\nx", ["MIT OR ISC"]),
        (f"/* {TAG} MIT */", ["MIT"]),
        (f"/*\n * {TAG} MIT\n */", ["MIT"]),
        (f"<!-- {TAG} MIT -->", ["MIT"]),
        (f"<!--\n{TAG} MIT\n-->", ["MIT"]),
        (f"REM {TAG} MIT\r\n", ["MIT"]),
        (f"{{# {TAG} MIT #}}", ["MIT"]),
        (f"# {TAG}\n", [""]),
        (f"# {TAG} MIT\n# {TAG} ISC\n", ["MIT", "ISC"]),
        (f"# SPDX-SnippetBegin\n# {TAG} MIT\n# SPDX-SnippetEnd\n# {TAG} ISC\n", ["ISC"]),
        (f"# REUSE-IgnoreStart\n# {TAG} MIT\n# REUSE-IgnoreEnd\n", []),
        (f'print("{TAG} MIT")\n', []),
        (f"tag = '{TAG}'\n", []),
        ("\n" * 70 + f"# {TAG} MIT\n", []),
        ("x = 1\n", []),
    ],
)
def test_tags_are_read_from_the_header(text: str, expressions: list[str]) -> None:
    found = stated(text)
    assert [each.expression for each in found] == expressions
    for each in found:
        if each.expression:
            assert text[each.span.start : each.span.end] == each.expression


@pytest.mark.parametrize(
    ("name", "text", "done"),
    [
        ("a.py", "x = 1\n", f"# {TAG} MIT\n\nx = 1\n"),
        ("a.py", "#!/usr/bin/python\nx\n", f"#!/usr/bin/python\n# {TAG} MIT\n\nx\n"),
        (
            "a.py",
            "#!/usr/bin/python\n# -*- coding: utf-8 -*-\nx\n",
            f"#!/usr/bin/python\n# -*- coding: utf-8 -*-\n# {TAG} MIT\n\nx\n",
        ),
        ("a.py", "# coding=utf-8\n\nx\n", f"# coding=utf-8\n# {TAG} MIT\n\nx\n"),
        ("a.py", "#!/usr/bin/python", f"#!/usr/bin/python\n# {TAG} MIT\n"),
        ("a.py", "# Copyright 2026 Shop\n\nx\n", f"# {TAG} MIT\n# Copyright 2026 Shop\n\nx\n"),
        ("a.py", "x\r\ny\r\n", f"# {TAG} MIT\r\n\r\nx\r\ny\r\n"),
        ("a.go", "package a\n", f"// {TAG} MIT\n\npackage a\n"),
        ("a.go", "//go:build linux\n\npackage a\n", f"// {TAG} MIT\n\n//go:build linux\n\npackage a\n"),
        ("a.java", "package a;\n", f"// {TAG} MIT\n\npackage a;\n"),
        ("a.css", '@charset "utf-8";\na {}\n', f'@charset "utf-8";\n/* {TAG} MIT */\n\na {{}}\n'),
        ("a.html", "<!DOCTYPE html>\n<html>\n", f"<!DOCTYPE html>\n<!-- {TAG} MIT -->\n\n<html>\n"),
        (
            "a.xml",
            '<?xml version="1.0"?>\n<!DOCTYPE a>\n<a/>\n',
            f'<?xml version="1.0"?>\n<!DOCTYPE a>\n<!-- {TAG} MIT -->\n\n<a/>\n',
        ),
        ("a.xml", '<?xml version="1.0"?><a/>\n', f'<?xml version="1.0"?>\n<!-- {TAG} MIT -->\n\n<a/>\n'),
        ("a.md", "---\ntitle: x\n---\n# X\n", f"---\ntitle: x\n---\n<!-- {TAG} MIT -->\n\n# X\n"),
        ("a.php", "<?php\necho 1;\n", f"<?php\n// {TAG} MIT\n\necho 1;\n"),
        ("a.rb", "# frozen_string_literal: true\n\nx\n", f"# frozen_string_literal: true\n# {TAG} MIT\n\nx\n"),
        (
            "Dockerfile",
            "# syntax=docker/dockerfile:1\nFROM x\n",
            f"# syntax=docker/dockerfile:1\n# {TAG} MIT\n\nFROM x\n",
        ),
        ("a.sql", "select 1;\n", f"-- {TAG} MIT\n\nselect 1;\n"),
        ("a.bat", "echo\n", f"REM {TAG} MIT\n\necho\n"),
    ],
)
def test_a_header_goes_behind_what_must_come_first(name: str, text: str, done: str) -> None:
    snapshot = document(text, name)
    comment = comment_of(snapshot)
    assert comment is not None
    new = apply(text, (header_change(snapshot, comment, "MIT"),))
    assert new == done
    assert [each.expression for each in stated(new)] == ["MIT"]


LINES = st.sampled_from(
    ["#!/bin/x\n", "# coding: utf-8\n", "x = 1\n", "# Copyright\n", "\n", "\r\n", "é", "<?php\n", "---\n"]
)


@given(st.lists(LINES, max_size=6).map("".join), st.sampled_from(["a.py", "a.css", "a.html", "a.md", "a.php", "a.xml"]))
def test_a_header_changes_nothing_else(text: str, name: str) -> None:
    snapshot = document(text, name)
    comment = comment_of(snapshot)
    assert comment is not None
    change = header_change(snapshot, comment, "MIT")
    assert change.span.start == change.span.end
    new = apply(text, (change,))
    assert [each.expression for each in stated(new)] == ["MIT"]
    assert new.replace(change.text, "", 1) == text


@pytest.mark.parametrize(
    "name",
    ["LICENSE", "LICENSE.txt", "COPYING", "LICENSES/MIT.txt", "a.json", "uv.lock", "a.py.license", "x.bin", "a.min.js"],
)
def test_no_header_is_expected_in(name: str) -> None:
    assert comment_of(document("x", name)) is None


def told(text: str, known: LicenceFacts, policy: Policy = DEFAULT_POLICY, name: str = "a.py") -> list[str]:
    snapshot = Snapshot("file:///x", 1, "python", text, ROOT / name, ROOT)
    return [match.rule.removeprefix("licence.") for match in licences(snapshot, known, terms(policy, name))]


REUSE = LicenceFacts(uses_reuse=True)
MIT_ONLY = with_duties(licence_allow=("MIT",))


@pytest.mark.parametrize(
    ("text", "known", "policy", "expected"),
    [
        ("x\n", LicenceFacts(), DEFAULT_POLICY, []),
        ("x\n", REUSE, DEFAULT_POLICY, ["header-missing"]),
        ("\n\n", REUSE, DEFAULT_POLICY, []),
        ("# Code generated by protoc. DO NOT EDIT.\nx\n", REUSE, DEFAULT_POLICY, []),
        (f"# {TAG} MIT\n", REUSE, DEFAULT_POLICY, []),
        (f"# {TAG} Mit License\n", REUSE, DEFAULT_POLICY, ["header-unknown"]),
        (f"# {TAG}\n", REUSE, DEFAULT_POLICY, ["header-unknown"]),
        (f"# {TAG} Mit License\n", LicenceFacts(), DEFAULT_POLICY, []),
        (f"# {TAG} MIT\n# {TAG} ISC\n", REUSE, DEFAULT_POLICY, ["header-conflicting"]),
        (f"# {TAG} MIT\n# {TAG} mit\n", REUSE, DEFAULT_POLICY, []),
        (f"# {TAG} MIT\n", LicenceFacts(uses_reuse=True, beside=("ISC",)), DEFAULT_POLICY, ["header-conflicting"]),
        (f"# {TAG} MIT\n", LicenceFacts(uses_reuse=True, beside=("mit",)), DEFAULT_POLICY, []),
        (f"# {TAG} MIT\n", LicenceFacts(uses_reuse=True, annotated=("ISC",)), DEFAULT_POLICY, []),
        (
            f"# {TAG} MIT\n",
            LicenceFacts(uses_reuse=True, annotated=("ISC",), overrides=True),
            DEFAULT_POLICY,
            ["header-conflicting"],
        ),
        ("x\n", LicenceFacts(uses_reuse=True, annotated=("MIT",)), DEFAULT_POLICY, []),
        ("x\n", LicenceFacts(uses_reuse=True, beside=("MIT",)), DEFAULT_POLICY, []),
        ("x\n", LicenceFacts(uses_reuse=True, beside=("Nonsense",)), DEFAULT_POLICY, ["header-unknown"]),
        (f"# {TAG} MIT\n", LicenceFacts(uses_reuse=True, texts=frozenset({"MIT"})), DEFAULT_POLICY, []),
        (
            f"# {TAG} MIT OR ISC\n",
            LicenceFacts(uses_reuse=True, texts=frozenset({"MIT"})),
            DEFAULT_POLICY,
            ["text-missing"],
        ),
        (f"# {TAG} GPL-3.0-only\n", LicenceFacts(), MIT_ONLY, ["header-not-allowed"]),
        (f"# {TAG} GPL-3.0-only OR MIT\n", LicenceFacts(), MIT_ONLY, []),
        ("x\n", LicenceFacts(), MIT_ONLY, []),
        ("x\n", LicenceFacts(annotated=("GPL-3.0-only",)), MIT_ONLY, ["header-not-allowed"]),
        ("x\n", LicenceFacts(), with_duties(spdx_header=Level.INFO), ["header-missing"]),
        (f"# {TAG} GPL-3.0-only\n", REUSE, with_duties(MIT_ONLY, spdx_header=Level.OFF), []),
    ],
)
def test_flaws_of_licences(text: str, known: LicenceFacts, policy: Policy, expected: list[str]) -> None:
    assert told(text, known, policy) == expected


def test_generated_files_say_so_early() -> None:
    assert is_generated("// @generated\n")
    assert not is_generated("x\n" * 10 + "// do not edit\n")


async def test_the_real_agent_stays_quiet_about_licence_texts() -> None:
    result = await agent(licences=REUSE).run(document("MIT License\n", "LICENSE"), Facts())
    assert result.findings == ()
