"""Facts about a file, and hovers made from them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.context import ContextAgent
from omni_lsp.model.facts import BuildFacts, Command, Facts, FileFacts, Import, ProjectFacts, Symbol
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.syntax import Outline, Syntax

ROOT = Path("/work shop")
_LINK = re.compile(r"\[`([^`]+)`\]\((\S+)\)")
PYTEST = Command("test", "pytest", "pyproject.toml")


MODULE = """
from __future__ import annotations
import flask, os.path
from . import x
from sqlalchemy.orm import y
class A:
    def f(self): ...
    def g(self): ...
class B: ...
def h(): ...
X = 1
"""


class FixedSyntax:
    """Always the same outline."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline

    async def outline(self, snapshot: Snapshot) -> Outline:
        return self._outline

    async def error_count(self, snapshot: Snapshot) -> int:
        return 0

    async def in_comment(self, snapshot: Snapshot, offset: int) -> bool:
        return False


class FixedManifests:
    async def build(self, root: Path) -> BuildFacts:
        return BuildFacts(("python",), (PYTEST,))


def agent(syntax: Syntax | None = None) -> ContextAgent:
    return ContextAgent(syntax or TreeSitterSyntax(), FixedManifests())


def snapshot(path: str, text: str) -> Snapshot:
    return Snapshot(f"file:///{path}", 1, language_of(Path(path)), text, ROOT / path, ROOT)


async def described(path: str, text: str, syntax: Syntax | None = None) -> FileFacts:
    result = await agent(syntax).run(snapshot(path, text), Facts())
    (file,) = (fact for fact in result.facts if isinstance(fact, FileFacts))
    return file


async def project(files: Mapping[str, str]) -> ProjectFacts:
    facts = {path: await described(path, text) for path, text in files.items()}
    return ProjectFacts(str(ROOT), ("python", "docker"), (PYTEST,), MappingProxyType(facts))


async def hover(files: Mapping[str, str], path: str, at: str) -> str | None:
    """Markdown for the place before `|` in `at`, which is a piece of the file."""
    facts = await project(files)
    text = files[path]
    offset = text.index(at.replace("|", "")) + at.index("|")
    found = agent().explain(snapshot(path, text), offset, Facts(facts, facts.files[path]))
    return plain_links(found.markdown) if found else None


def plain_links(markdown: str) -> str:
    """Without the addresses of links, each of which is that of the file that it names."""
    for shown, uri in _LINK.findall(markdown):
        path, _, line = shown.partition(":")
        assert uri == (ROOT / path).as_uri() + (f"#L{line}" if line else "")
    return _LINK.sub(r"`\1`", markdown)


async def test_what_it_needs_and_gives() -> None:
    meta = agent().meta

    assert meta.id == "context"
    assert not meta.requires
    assert meta.uses == {ProjectFacts}
    assert meta.provides == {FileFacts, BuildFacts}


async def test_facts_of_a_file() -> None:
    text = "import os\nLIMIT = 1\ndef f(): pass\n"
    result = await agent().run(snapshot("a/b.py", text), Facts())

    file, build = result.facts
    assert isinstance(file, FileFacts)
    assert (file.path, file.language, file.lines) == ("a/b.py", "python", 3)
    assert file.digest == snapshot("a/b.py", text).digest
    assert [symbol.name for symbol in file.symbols] == ["LIMIT", "f"]
    assert file.imports == (Import("os"),)
    assert file.names == {"os", "LIMIT", "f"}
    assert build == BuildFacts(("python",), (PYTEST,))


async def test_a_document_outside_of_folders_has_no_build_files() -> None:
    result = await agent().run(Snapshot("untitled:1", 1, "python", "x = 1"), Facts())

    assert [type(fact) for fact in result.facts] == [FileFacts]


@pytest.mark.parametrize(("text", "lines"), [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("a\r\n\r\n", 2)])
async def test_lines_are_counted_as_people_do(text: str, lines: int) -> None:
    assert (await described("a.txt", text)).lines == lines


@pytest.mark.parametrize(
    ("path", "text", "summary"),
    [
        ("a.py", '"""Doc line."""\nimport os\n', "Doc line."),
        (
            "a.py",
            MODULE,
            "2 classes, 1 function, 2 methods; imports flask, os, sqlalchemy",
        ),
        ("a.ts", 'import a from "@x/y";\nimport "./b";\ninterface I {}\n', "1 interface; imports @x/y"),
        ("a.ts", 'import a from "chart.js";', "imports chart.js"),
        (
            "A.java",
            "import java.util.List; import org.spring.boot.web.X; import org.spring.boot.y.*; class A {}",
            "1 class; imports java.util, org.spring.boot",
        ),
        ("a.py", "import a, b, c, d, e, f, g\n", "imports a, b, c, d, e and 2 more"),
        ("a.py", "x = 1\n", ""),
        ("a.txt", "words", ""),
    ],
)
async def test_summary_is_the_doc_line_or_what_there_is(path: str, text: str, summary: str) -> None:
    assert (await described(path, text)).summary == summary


SHOP = {
    "shop/__init__.py": "",
    "shop/db.py": '"""The table."""\n\nclass Table:\n    def find(self, key: str) -> str:\n        "Looks *it* up."\n'
    "        return self.find(key)\n\ndef connect(): return Table()\n",
    "shop/web.py": "from shop.db import Table, connect\n\ndef page(table):\n    return connect().find('x')\n",
    "shop/cli.py": "from . import db\n\ndb.connect()\n",
    "other.py": "def connect(): ...\nTable = 1\n",
    "main.py": "import other\n\nconnect\n",
}


async def test_hover_on_a_definition() -> None:
    assert await hover(SHOP, "shop/db.py", "conn|ect") == (
        "```python\ndef connect()\n```\n\n"
        "function `connect`\n\n"
        "Used in `shop/cli.py`, `shop/web.py`.\n\n"
        "`shop/db.py`: The table. · imported by 2 files · python, docker project · "
        "tests: `pytest`"
    )


async def test_hover_on_a_use_in_another_file_says_where_it_is_from() -> None:
    assert await hover(SHOP, "shop/web.py", "return connect|()") == (
        "```python\ndef connect()\n```\n\n"
        "function `connect`, defined in `shop/db.py:8`\n\n"
        "Used 2× in this file and in `shop/cli.py`.\n\n"
        "`shop/web.py`: 1 function; imports shop · imports 1 file of the project · "
        "python, docker project · tests: `pytest`"
    )


async def test_doc_line_is_escaped() -> None:
    found = await hover(SHOP, "shop/db.py", "def |find")

    assert found is not None
    assert "\n\nLooks \\*it\\* up.\n\n" in found
    assert "method `Table.find`" in found
    assert "Used 1× in this file" in found


@pytest.mark.parametrize(
    ("path", "at", "headline"),
    [
        ("shop/web.py", "connect().|find", "method `Table.find`, defined in `shop/db.py:4`"),
        ("shop/cli.py", "db.|connect", "function `connect`, defined in `shop/db.py:8`"),
        ("shop/db.py", "self.find|(key)", "method `Table.find`"),
        ("shop/db.py", "return |Table()", "class `Table`"),
        ("main.py", "|connect", "function `connect`, defined in `other.py:1`"),
    ],
)
async def test_names_lead_to_the_file_that_is_imported(path: str, at: str, headline: str) -> None:
    assert f"\n\n{headline}\n\n" in (await hover(SHOP, path, at) or "")


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("shop/db.py", "|def connect"),
        ("shop/db.py", "self, |key"),
        ("shop/db.py", "find(self|, key"),
        ("shop/db.py", "\n|\nclass"),
        ("shop/web.py", "find(|'x"),
        ("shop/db.py", "-> |str"),
    ],
)
async def test_nothing_is_said_about_what_is_not_known(path: str, at: str) -> None:
    assert await hover(SHOP, path, at) is None


AMBIGUOUS = (
    "class A:\n    def save(self): self.save()\n\nclass B:\n    def save(self):\n        self.save(1)\n"
    "        def inner(): self.save(2)\n\ndef save(): ...\n\nx.save(3)\nsave(4)\n"
)


@pytest.mark.parametrize(
    ("at", "qualified"),
    [
        ("def save(self): self.|save()", "A.save"),
        ("self.|save(1)", "B.save"),
        ("self.|save(2)", "B.save"),
        ("|save(4)", "save"),
        ("def |save(): ...", "save"),
        ("x.|save(3)", None),
    ],
)
async def test_of_several_definitions_the_nearest_counts_or_none(at: str, qualified: str | None) -> None:
    found = await hover({"a.py": AMBIGUOUS}, "a.py", at)

    assert (f"`{qualified}`" in found if found else None) == (True if qualified else None)


async def test_definitions_that_two_imports_have_are_not_guessed() -> None:
    files = {"a.py": "def f(): ...", "b.py": "def f(): ...", "c.py": "import a, b\na.f()\n"}

    assert await hover(files, "c.py", "a.|f") is None
    files["c.py"] = "from b import f\nimport a\nf()\n"
    assert "defined in `b.py:1`" in (await hover(files, "c.py", "|f()") or "")


async def test_files_of_a_package_see_each_other() -> None:
    files = {"db/a.go": "package db\n\nfunc Open() {}\n", "db/b.go": "package db\n\nfunc Use() { Open() }\n"}

    assert "function `Open`, defined in `db/a.go:3`" in (await hover(files, "db/b.go", "|Open()") or "")
    assert "Used in `db/b.go`" in (await hover(files, "db/a.go", "|Open()") or "")


async def test_typescript_with_jsx_is_fenced_as_tsx() -> None:
    assert (await hover({"a.tsx": "function View() { return <a/> }"}, "a.tsx", "|View") or "").startswith("```tsx\n")


async def test_only_some_of_many_users_are_listed() -> None:
    users = {f"u{number}.py": "import a\na.f()\n" for number in range(8)}
    found = await hover({"a.py": "def f(): ...\n", **users}, "a.py", "|f()")

    assert "Used in `u0.py`, `u1.py`, `u2.py`, `u3.py`, `u4.py` and 3 more" in (found or "")


async def test_names_with_dollars_and_umlauts_are_whole() -> None:
    text = "function $get() {}\n$get(); x$get(); größe\nfunction größe() {}\n"

    assert "Used 1× in this file" in (await hover({"a.js": text}, "a.js", "$g|et();") or "")
    assert "function `größe`" in (await hover({"a.js": text}, "a.js", "gr|öße\n") or "")


async def test_hover_without_any_facts_or_project() -> None:
    text = "def f(): ...\n"
    file = await described("a.py", text)
    here = snapshot("a.py", text)

    assert agent().explain(here, 4, Facts()) is None
    found = agent().explain(here, 4, Facts(file))
    assert found is not None
    assert found.span == Span(4, 5)
    assert "project" not in found.markdown.replace("files of the project", "")


async def test_facts_of_an_older_text_still_find_the_name() -> None:
    file = await described("a.py", "def f(): ...\n")
    found = agent().explain(snapshot("a.py", "x = 1\n\nf()\n"), 7, Facts(file))

    assert found is not None
    assert found.span == Span(7, 8)


async def test_repository_text_cannot_leave_its_place() -> None:
    evil = Symbol("f", "function", Span(0, 1), Span(0, 1), "def f(): ``` [x](command:evil)", "](https://evil) <img>")
    text = "f"
    file = replace(
        await described("a.py", text, FixedSyntax(Outline((evil,), names=frozenset({"f"}), doc="![x](http://evil)"))),
        path="a`b.py",
    )
    found = agent().explain(snapshot("a`b.py", text), 0, Facts(file))

    assert found is not None
    assert found.markdown.startswith("````python\ndef f(): ``` [x](command:evil)\n````\n\n")
    assert r"\](https\://evil) \<img\>" in found.markdown
    assert r"``a`b.py``: \!\[x\](http\://evil)" in found.markdown


async def test_the_graph_is_made_once_a_version() -> None:
    facts = await project(SHOP)
    context = agent()
    here = snapshot("shop/db.py", SHOP["shop/db.py"])
    bag = Facts(facts, facts.files["shop/db.py"])
    context.explain(here, 20, bag)
    first = context._graph
    context.explain(here, 20, bag)
    assert context._graph is first

    context.explain(here, 20, bag.with_values(replace(facts, files=MappingProxyType(dict(facts.files)))))
    assert context._graph is not first


async def test_a_second_hover_in_a_thousand_files_builds_nothing_anew() -> None:
    imports = tuple(Import(f"shop.p{number % 30}.m{number}", ("f",)) for number in range(10))
    base = await described("shop/p0/m0.py", "def f(): ...\n")
    files = {
        path: replace(base, path=path, imports=imports, names=frozenset({"f", "m0"}))
        for path in (f"shop/p{number % 30}/m{number}.py" for number in range(1000))
    }
    facts = Facts(ProjectFacts(files=MappingProxyType(files)), files["shop/p0/m0.py"])
    context = agent()
    here = snapshot("shop/p0/m0.py", "def f(): ...\n")
    context.explain(here, 4, facts)
    graph = context._graph

    found = context.explain(here, 4, facts)
    assert context._graph is graph
    assert found is not None
    assert "and 994 more" in found.markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Code generated by protoc. DO NOT EDIT.\nx = 1\n", True),
        ("#!/usr/bin/env python\n# @generated by a tool\n", True),
        ("/* Autogenerated; do not modify */\n", True),
        ("\n" * 19 + "# @generated\n", True),
        ("\n" * 20 + "# @generated\n", False),
        ("x = '@generated'\n", False),
        ("# This test looks at generated code\n", False),
        ("# pre@generatedness\n", False),
    ],
)
async def test_files_that_say_that_they_are_generated(text: str, expected: bool) -> None:
    assert (await agent().file_facts(snapshot("a.py", text))).is_generated is expected
