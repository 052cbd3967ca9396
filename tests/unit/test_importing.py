"""Imports that a fix brings with it."""

import pytest

from omni_lsp.model.importing import import_change, is_at_hand
from omni_lsp.model.text import Snapshot, apply


def imported(language: str, text: str, wanted: str) -> str:
    change = import_change(Snapshot("file:///a", 1, language, text), wanted)
    return text if change is None else apply(text, (change,))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import os\n", "import html\nimport os\n"),
        ('"""About."""\n\nx = 1\n', '"""About."""\nimport html\n\nx = 1\n'),
        (
            "from __future__ import annotations\n\nimport os\n",
            "from __future__ import annotations\n\nimport html\nimport os\n",
        ),
        ("#!/usr/bin/python\nx = 1\n", "#!/usr/bin/python\nimport html\nx = 1\n"),
        ("import html\n", "import html\n"),
        ("x = 1\r\n", "import html\r\nx = 1\r\n"),
    ],
)
def test_python(before: str, after: str) -> None:
    assert imported("python", before, "import html") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('package a\n\nimport (\n\t"os"\n)\n', 'package a\n\nimport (\n\t"html"\n\t"os"\n)\n'),
        ("package a\n", 'package a\n\nimport "html"\n'),
        ('package a\n\nimport "html"\n', 'package a\n\nimport "html"\n'),
    ],
)
def test_go(before: str, after: str) -> None:
    assert imported("go", before, "html") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"use strict";\nconst a = 1;\n', '"use strict";\nconst path = require("node:path");\nconst a = 1;\n'),
        ('import a from "a";\n', 'import path from "node:path";\nimport a from "a";\n'),
        ('const path = require("path");\n', 'const path = require("path");\n'),
        ('import * as path from "node:path";\n', 'import * as path from "node:path";\n'),
    ],
)
def test_javascript(before: str, after: str) -> None:
    assert imported("javascript", before, "path") == after


def test_another_language_has_none() -> None:
    with pytest.raises(ValueError, match="no imports for java"):
        imported("java", "class A {}", "java.util.List")


@pytest.mark.parametrize(
    ("name", "language", "text", "is_there"),
    [
        ("html", "python", "import html\n", True),
        ("html", "python", "from markupsafe import escape, html\n", True),
        ("html", "python", "import html.parser\n", True),
        ("html", "python", "html = 1\n", False),
        ("ldap", "go", 'import "github.com/go-ldap/ldap/v3"\n', True),
        ("html", "go", 'x := "html"\n', False),
        ("JSON", "typescript", "", True),
        ("crypto", "typescript", "import { crypto } from 'a'\n", True),
        ("crypto", "typescript", "", False),
        ("String", "java", "", True),
        ("Encode", "java", "import org.owasp.encoder.Encode;", False),
    ],
)
def test_names_that_may_be_used(name: str, language: str, text: str, is_there: bool) -> None:
    assert is_at_hand(name, language, text) is is_there
