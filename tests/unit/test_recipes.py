"""Recipes of rules: what they make of code, and where they keep off it."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from omni_lsp.adapters.rewriting.recipe import Recipe, recipes
from omni_lsp.adapters.rewriting.rewriter import Rewriter
from omni_lsp.adapters.rewriting.tree import Tree
from omni_lsp.adapters.structural.search import GRAMMARS
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.text import Snapshot, Span, apply

QUOTE = Recipe(wrap="shlex.quote($VALUE)", is_inside=True, is_unquoted=True, imports=("import shlex",))
SQL = Recipe(pattern="$DB.execute($SQL)", of="SQL", bind="?", rewrite="$DB.execute($SQL, ($VALUES,))")
DROP = Recipe(regex=r"\bmd5\.New\b", replacement="sha256.New", imports=("crypto/sha256",), drops="crypto/md5")


def fixed(language: str, text: str, found: str, *tried: Recipe, source: str = "") -> str | None:
    """The text after the fix of what was found, `None` without a fix."""
    text = dedent(text)
    flow = [Span(text.index(source), text.index(source) + len(source))] if source else []
    span = Span(text.rindex(found), text.rindex(found) + len(found))
    edit = Rewriter(Snapshot("file:///a", 1, language, text)).edit(span, tried, flow)
    return None if edit is None else apply(text, edit.changes)


def python(text: str, found: str, *tried: Recipe, source: str = "") -> str | None:
    return fixed("python", text, found, *tried, source=source)


def test_each_value_in_a_text_is_wrapped_where_it_is_put_in() -> None:
    text = 'import os\nos.system(f"ls {a.b} -l" + c)\n'
    after = python(text, 'f"ls {a.b} -l" + c', QUOTE, source="a.b")
    assert after == 'import shlex\nimport os\nos.system(f"ls {shlex.quote(a.b)} -l" + c)\n'


@pytest.mark.parametrize(
    "made", ['"ls %s" % name', '"ls {}".format(name)', '"ls " + name', 'f"ls {name}"', '("ls " + name + " -l")']
)
def test_all_ways_to_put_a_text_together_are_known(made: str) -> None:
    after = python(f"import shlex\n\ndef f(name):\n    run({made})\n", made, QUOTE)
    assert after == f"import shlex\n\ndef f(name):\n    run({made.replace('name', 'shlex.quote(name)')})\n"


def test_a_variable_is_followed_to_where_it_was_put_together() -> None:
    text = 'import shlex\ndef f(name):\n    line = "ls " + name\n    run(line)\n'
    assert python(text, "line", QUOTE) == text.replace("+ name", "+ shlex.quote(name)")


@pytest.mark.parametrize("again", ['    line = "pwd"\n', '    line += " -l"\n'])
def test_a_variable_that_is_set_twice_is_not_followed(again: str) -> None:
    text = f'import shlex\ndef f(name):\n    line = "ls " + name\n{again}    run(line)\n'
    assert python(text, "line", QUOTE) is None


@pytest.mark.parametrize("made", ['"grep \'" + name + "\'"', "f\"grep '{name}'\"", "name", '"ls " + FOLDER'])
def test_no_value_is_wrapped_in_quotes_or_alone_or_that_is_constant(made: str) -> None:
    assert python(f"run({made})\n", made, QUOTE) is None


@pytest.mark.parametrize("made", ['"ls " + " ".join(names)', "f\"ls {' '.join(names)}\"", '"ls " + words'])
def test_several_words_do_not_become_one(made: str) -> None:
    text = f'import shlex\ndef f(names):\n    words = " ".join(names)\n    run({made})\n'
    assert python(text, made, QUOTE) is None


def test_what_a_function_put_together_is_not_taken_for_the_value() -> None:
    base = Recipe(wrap="os.path.basename($VALUE)")
    assert python("name = source()\nopen(place(name))\n", "place(name)", base, source="source()") is None
    assert python("open(source())\n", "source()", base, source="source()") == "open(os.path.basename(source()))\n"


def test_no_quote_of_a_text_comes_into_its_holes() -> None:
    plain = Recipe(wrap='$VALUE.replace("a", "b")', is_inside=True)
    assert python('run(f"x {name}")\n', 'f"x {name}"', plain) is None
    assert python("run(f'x {name}')\n", "f'x {name}'", plain) == 'run(f\'x {name.replace("a", "b")}\')\n'


@pytest.mark.parametrize(
    ("made", "statement", "values"),
    [
        ("f\"SELECT a FROM t WHERE b = '{x}' AND c = {y}\"", '"SELECT a FROM t WHERE b = ? AND c = ?"', "x, y"),
        ('"SELECT a FROM t WHERE b = \'" + x + "\'"', '"SELECT a FROM t WHERE b = ?"', "x"),
        ('"SELECT a FROM t WHERE b LIKE \'%" + x + "%\'"', '"SELECT a FROM t WHERE b LIKE ?"', '"%" + x + "%"'),
        ("\"INSERT INTO t VALUES ('%s', %s)\" % (x, y)", '"INSERT INTO t VALUES (?, ?)"', "x, y"),
    ],
)
def test_values_of_sql_become_parameters(made: str, statement: str, values: str) -> None:
    assert python(f"db.execute({made})\n", made, SQL) == f"db.execute({statement}, ({values},))\n"


@pytest.mark.parametrize(
    "made",
    [
        'f"SELECT a FROM {t}"',
        'f"SELECT a FROM t ORDER BY {x}"',
        "f\"SELECT a FROM t WHERE b = 'x{x}'\"",
        "statement",
        'f"""SELECT a FROM t WHERE b = {x}"""',
    ],
)
def test_names_and_parts_of_values_do_not(made: str) -> None:
    assert python(f"db.execute({made})\n", made, SQL) is None


def test_sql_that_was_put_together_before_is_changed_there() -> None:
    text = "def f(x):\n    sql = f\"SELECT a FROM t WHERE b = '{x}'\"\n    return db.execute(sql)\n"
    after = 'def f(x):\n    sql = "SELECT a FROM t WHERE b = ?"\n    return db.execute(sql, (x,))\n'
    assert python(text, "sql", SQL) == after


def test_a_statement_is_taken_away_but_no_branch_without_braces() -> None:
    delete = Recipe(pattern="$R.set($A, $B);", is_deletion=True)
    assert fixed("javascript", "go();\n  r.set(1, 2);\nend();\n", "r.set(1, 2)", delete) == "go();\nend();\n"
    assert fixed("javascript", "if (x)\n  r.set(1, 2);\nend();\n", "r.set(1, 2)", delete) is None


def test_statements_are_put_in_a_block_only() -> None:
    more = Recipe(pattern="$R.add($C);", rewrite="$C.safe();\n$R.add($C);\n")
    method = "class A {\n  void f() {\n    %sr.add(c);\n  }\n}\n"
    after = method % "c.safe();\n    "
    assert fixed("java", method % "", "r.add(c)", more) == after
    assert fixed("java", method % "if (x) ", "r.add(c)", more) is None


def test_an_import_of_go_goes_with_the_last_code_that_needed_it() -> None:
    text = 'package a\n\nimport (\n\t"crypto/md5"\n)\n\nfunc f() { use(md5.New()) }\n'
    after = text.replace("crypto/md5", "crypto/sha256").replace("md5.New", "sha256.New")
    assert fixed("go", text, "md5.New", DROP) == after
    assert fixed("go", text + "\nfunc g() { use(md5.Size) }\n", "md5.New", DROP) is None


def test_a_command_line_becomes_words() -> None:
    split = Recipe(pattern="$R.exec($LINE)", of="LINE", is_split=True, rewrite="$R.exec(new String[] {$WORDS})")
    text = 'class A { void f(String x) { r.exec("ping -c 1 " + x); } }'
    after = 'class A { void f(String x) { r.exec(new String[] {"ping", "-c", "1", x}); } }'
    assert fixed("java", text, '"ping -c 1 " + x', split) == after
    assert fixed("java", text.replace("ping -c 1 ", "say 'a b' "), "\"say 'a b' \" + x", split) is None


def test_a_recipe_is_for_files_with_its_text_and_the_first_that_fits_counts() -> None:
    one, other = (Recipe(file=f"import {name}$", regex="a", replacement=name) for name in ("x", "y"))
    assert python("import y\na\n", "a", one, other) == "import y\ny\n"
    assert python("import z\na\n", "a", one, other) is None


def test_a_pattern_that_is_none_is_no_fix() -> None:
    assert python("f(a)\n", "a", Recipe(pattern="f(a); g(b)", rewrite="x")) is None


@pytest.mark.parametrize(
    ("written", "mistake"),
    [
        ("wrap: x", "fixes must be a list"),
        ("[x]", "a fix must be a mapping"),
        ("[{wrap: x, colour: red}]", "unknown key colour in a fix"),
        ("[{pattern: x}]", "a fix without regex, rewrite, wrap or delete"),
        ("[{regex: '(', replacement: ''}]", "'(' in a fix: missing ), unterminated subpattern at position 0"),
    ],
)
def test_mistakes_in_a_recipe_are_told(written: str, mistake: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        recipes(yaml.safe_load(written))
    assert str(raised.value) == mistake


def _bundled() -> list[tuple[str, str, Recipe]]:
    found = []
    for path in sorted(path for folder in BUNDLED_RULES for path in Path(folder).glob("*.yaml")):
        rules: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8")).get("rules", [])  # checked elsewhere
        found += [
            (rule["id"], language, recipe)
            for rule in rules
            for language in rule["languages"]
            if language in GRAMMARS
            for recipe in recipes(rule.get("fixes", []))
        ]
    return found


def test_every_pattern_of_ours_is_one(caplog: pytest.LogCaptureFixture) -> None:
    trees = {language: Tree(language, "") for language in GRAMMARS}
    wanted = [each for each in _bundled() if each[2].pattern]
    for _, language, recipe in wanted:
        trees[language].matched(Span(0, 0), recipe, ())
    assert len(wanted) > 100
    assert caplog.messages == []
