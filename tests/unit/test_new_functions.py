"""A text without the functions that an earlier one has as well."""

from pathlib import Path

import pytest

from omni_lsp.adapters.semgrep.new_functions import only_new
from omni_lsp.adapters.syntax.trees import parse

CASES = Path(__file__).parents[1] / "cases"
LANGUAGES = {".py": "python", ".ts": "typescript", ".go": "go", ".java": "java"}
ADDED = {
    "python": "def added(x):\n    return x\n",
    "typescript": "export function added(x: number) {\n  return x;\n}\n",
    "go": "func added(x int) int {\n\treturn x\n}\n",
    "java": "class Added {\n  int added(int x) {\n    return x;\n  }\n}\n",
}

HANDLER = "app.get('/b', (req, res) => {\n  res.send(req.query.b);\n});\n"

# What stands before, what stands there now, and what of it is left.
TEXTS = {
    "functions": (
        "python",
        "import os\n\n@route('/')\ndef old(a):\n    return a\n\nasync def gone():\n    x()\n",
        "import os\n\n@route('/')\ndef old(a):\n    return a\n\ndef new(a):\n    return os.system(a)\n",
        "import os\n\n\npass\n\n\ndef new(a):\n    return os.system(a)\n",
    ),
    "methods": (
        "python",
        "class A:\n    kind = 1\n\n    def one(self):\n        return 1\n\n    def two(self):\n        return 2\n",
        "class A:\n    kind = 1\n\n    def one(self):\n        return 1\n\n    def two(self):\n        x = 3\n",
        "class A:\n    kind = 1\n\n    pass\n\n\n    def two(self):\n        x = 3\n",
    ),
    "the same method of another class": (
        "python",
        "class A:\n    def one(self):\n        return 1\n",
        "class B:\n    def one(self):\n        return 1\n",
        "class B:\n    def one(self):\n        return 1\n",
    ),
    "handlers": (
        "javascript",
        "const app = express();\napp.get('/a', (req, res) => {\n  res.send('a');\n});\nconst b = () => 1;\n",
        f"const app = express();\napp.get('/a', (req, res) => {{\n  res.send('a');\n}});\nconst b = () => 1;\n{HANDLER}",
        f"const app = express();\n\n\n\nconst b = () => 1;\n{HANDLER}",
    ),
    "wide characters before": (
        "go",
        'package a\n\nfunc old() {\n\tx := "é😀"\n}\n',
        'package a\n\nfunc old() {\n\tx := "é😀"\n}\n\nfunc fresh() { /* é */\n\trun("😀", x)\n}\n',
        'package a\n\n\n\n\n\nfunc fresh() { /* é */\n\trun("😀", x)\n}\n',
    ),
    "nothing new": ("python", "def a():\n    x()\n", "y = 1\n\ndef a():\n    x()\n", None),
    "an error of syntax": ("python", "def a():\n    x()\n", "def a():\n    x()\n\ndef b(:\n    x()\n", None),
    "no language of ours": ("ruby", "def a\n  x\nend\n", "def b\n  x\nend\n", None),
}


@pytest.mark.parametrize("case", TEXTS)
def test_what_is_left(case: str) -> None:
    language, before, now, left = TEXTS[case]
    # What is known must be the greater part.
    old = f"{before}{_padding(language)}"
    new = f"{now}{_padding(language)}"
    found = only_new(language, new.encode(), old.encode())
    lines = now.count("\n")
    assert (found and "".join(found.decode().splitlines(keepends=True)[:lines])) == left


def _padding(language: str) -> str:
    """A large function that never changes."""
    calls = range(40)
    if language == "python":
        return "\ndef padding():\n" + "".join(f"    call({number})\n" for number in calls)
    head = "func padding() {" if language == "go" else "function padding() {"
    return f"\n{head}\n" + "".join(f"  call({number});\n" for number in calls) + "}\n"


@pytest.mark.parametrize("name", [f"{kind}_300{ending}" for kind in ("ordinary", "service") for ending in LANGUAGES])
def test_real_files_keep_their_lines_and_parse(name: str) -> None:
    language = LANGUAGES[Path(name).suffix]
    before = (CASES / name).read_bytes()
    text = before + ADDED[language].encode()
    found = only_new(language, text, before)
    assert found is not None
    assert not parse(language, found.decode()).tree.root_node.has_error
    pairs = list(zip(found.split(b"\n"), text.split(b"\n"), strict=True))
    assert all(not left or left == line or left.strip() == b"pass" for left, line in pairs)
    assert len(found) < len(text) / 2
    assert ADDED[language].encode() in found
