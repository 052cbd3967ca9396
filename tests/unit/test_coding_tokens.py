"""Words told from strings and comments, for any text, and the part of a text that may be changed."""

import pytest
from coding_fakes import TEXT, document
from hypothesis import given, strategies as st

from omni_lsp.adapters.syntax.tree_sitter import symbols
from omni_lsp.agents.coding.region import body_of, head_of, without_imports
from omni_lsp.agents.coding.tokens import Kind, code, joined, tokens
from omni_lsp.model.text import Snapshot, Span

LANGUAGES = st.sampled_from(["python", "javascript", "typescriptreact", "go", "java", "plaintext"])
PIECES = st.lists(
    st.one_of(
        st.text(max_size=5), st.sampled_from(['"', "'", "`", '"""', "\\", "/", "//", "/*", "#", "${a}", "{b}", "f'"])
    )
).map("".join)


@given(PIECES, LANGUAGES)
def test_every_text_has_words_at_their_places(text: str, language: str) -> None:
    assert all(text.startswith(one.text, one.start) and one.text for one in tokens(text, language))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("python", "if x: # if y\n  s = 'if z'", 'if x : s = ""'),
        ("python", '"""if x:\n raise"""\nreturn 1', '"" return 1'),
        ("python", "f'a {b} c'", '"" b'),
        ("python", "'a {b} c'", '""'),
        ("javascript", "a = /[\"']/g; b = c / d / e", 'a = "" ; b = c / d / e'),
        ("javascript", "`ls ${folder}`", '"" folder'),
        ("javascript", "x // y\n/* z */ w?.v", "x w ?. v"),
        ("go", 'a := `raw " text`', 'a := ""'),
        ("java", 'String s = """\n if (x) {""";', 'String s = "" ;'),
    ],
)
def test_strings_and_comments_are_no_code(language: str, text: str, expected: str) -> None:
    assert joined(code(tokens(text, language))) == expected


def test_a_comment_is_a_word_of_its_kind() -> None:
    assert [one.text for one in tokens("x # y", "python") if one.kind is Kind.COMMENT] == ["# y"]


def region(snapshot: Snapshot, word: str) -> tuple[str, str]:
    at = snapshot.text.index(word)
    body = body_of(snapshot, Span(at, at + len(word)), symbols(snapshot))
    head = head_of(snapshot, body)
    return snapshot.text[head.start : head.end], snapshot.text[body.start : body.end]


def test_the_innermost_function_may_be_changed_with_its_decorators() -> None:
    text = "import os\n\n@app.get\ndef outer():\n    def inner():\n        return weak\n    return inner\n"
    assert region(document(text), "weak")[1] == "    def inner():\n        return weak\n"
    assert region(document(text), "return inner")[1].startswith("@app.get\ndef outer")


def test_outside_of_functions_it_is_the_paragraph() -> None:
    text = "import os\n\nA = 1\nB = weak(\n  2)\n\nC = 3\n"
    assert region(document(text), "weak") == ("import os\n", "A = 1\nB = weak(\n  2)\n")


def test_of_a_long_function_it_is_what_is_near() -> None:
    text = "def f():\n" + "".join(f"    a{number} = 1\n" for number in range(500))
    body = region(document(text), "a250 ")[1]
    assert body.startswith("    a210 = 1\n")
    assert body.endswith("    a290 = 1\n")


@pytest.mark.parametrize(
    ("language", "text", "head"),
    [
        ("python", '"""Doc."""\n\nimport a\nfrom b import (\n    c,\n)\n\n\ndef f():\n    weak\n', '"""Doc."""\n\nimport a\nfrom b import (\n    c,\n)\n'),
        ("python", "# one\nX = 1\n\n\ndef f():\n    weak\n", "# one\nX = 1\n"),
        ("javascript", 'import a, {\n  b,\n} from "a";\nconst c = require("c");\n\nfunction f() {\n  weak();\n}\n', 'import a, {\n  b,\n} from "a";\nconst c = require("c");\n'),
        ("go", 'package a\n\nimport (\n\t"fmt"\n\tx "os/exec"\n)\n\nfunc F() {\n\tweak()\n}\n', 'package a\n\nimport (\n\t"fmt"\n\tx "os/exec"\n)\n'),
        ("java", "package a;\nimport b.C;\nimport static d.E.*;\n\nclass A {\n  void f() {\n    weak();\n  }\n}\n", "package a;\nimport b.C;\nimport static d.E.*;\n"),
    ],
)  # fmt: skip
def test_the_head_ends_with_the_imports(language: str, text: str, head: str) -> None:
    assert region(document(text, language), "weak")[0] == head


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("python", "import os"),
        ("python", "from a import b as c, d"),
        ("python", "from .a import (\n    b,\n    c,\n)"),
        ("javascript", 'import * as a from "a";'),
        ("typescript", 'import type { A } from "a";'),
        ("javascript", 'const { a, b: c } = require("a");'),
        ("go", 'import x "os/exec"'),
        ("go", 'import (\n\t"fmt"\n\t// why\n\t"os"\n)'),
        ("java", "import static a.B.*;"),
    ],
)
def test_an_import_may_come_and_go(language: str, statement: str) -> None:
    assert without_imports(language, f"{statement}\nx = 1\n") == "x=1"
    assert without_imports(language, f"{statement}\nx = 1\n".replace("\n", "\r\n")) == "x=1"


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("python", "import os; os.abort()"),
        ("python", "import os as x, y; z"),
        ("javascript", 'const a = require("a")(process.env);'),
        ("javascript", 'import("a").then(run);'),
        ("java", "import a.B; static { run(); }"),
        ("go", 'import "a"; func init() {}'),
    ],
)
def test_code_that_looks_like_an_import_is_none(language: str, statement: str) -> None:
    assert without_imports(language, f"{statement}\n") != ""


def test_the_whole_text_is_the_sum_of_its_parts() -> None:
    head, body = region(document(), "weak")
    assert head == "import strength\n"
    assert body in TEXT
