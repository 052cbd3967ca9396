"""What others see of a file: it stays when bodies, comments and white space change, and moves when names and types do."""

import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.model.text import Snapshot

PYTHON = '''"""Doc."""
import os
from shop.db import rows

LIMIT = 3

def pay(amount: int, *, tip: float = 0.1) -> bool:
    """Pay."""
    total = amount + tip
    return total > LIMIT

class Cart(dict):
    """Things."""
    size: int = 0

    @property
    def total(self) -> int:
        return sum(self)

    def _hidden(self): return 1
'''
TYPESCRIPT = """import { rows } from './db';
// Pays.
export function pay(amount: number, tip = 0.1): boolean { const total = amount + tip; return total > 3; }
function inner() { return 1; }
export class Cart extends Base { size: number = 0; private gone = 1; total(): number { return 2; } }
export interface Row { id: string; name?: string }
export type Id = string | number;
export const LIMIT = 3, OTHER = 4;
export { inner as outer };
export default pay;
"""
JAVASCRIPT = """const db = require('./db');
function pay(amount, tip) { return amount + tip; }
class Cart { total() { return 2; } }
module.exports = { pay, Cart };
"""
GO = """package shop

import "fmt"

// Limit of things.
const Limit = 3

type Cart struct {
	Size int // how many
	name string
}

type Payer interface { Pay(amount int) error }

func (c *Cart) Total(tip float64) int { fmt.Println(tip); return c.Size }

func Pay(amount int) (bool, error) {
	return amount > Limit, nil
}
"""
JAVA = """package shop;

import java.util.List;

/** Pays. */
public class Cart extends Base implements Payer {
    public static final int LIMIT = 3;
    private int size = 0;
    protected List<String> names;

    public Cart(int size) { this.size = size; }

    public int total(double tip) { return size + 1; }

    private void hidden() { size++; }
}

enum Colour { RED, BLUE }
"""
LANGUAGES = {"python": PYTHON, "typescript": TYPESCRIPT, "javascript": JAVASCRIPT, "go": GO, "java": JAVA}


async def interface(language: str, text: str) -> str:
    return (await TreeSitterSyntax().outline(Snapshot("file:///a", None, language, text))).interface


SAME = [
    ("python", "return total > LIMIT", "print(total)\n    return False"),
    ("python", '"""Pay."""', '"""Pay what is due."""'),
    ("python", '"""Doc."""\n', "# nothing\n\n\n"),
    ("python", "import os\n", "import os\nimport re\n"),
    ("python", "size: int = 0", "size: int = 17"),
    ("python", "def _hidden(self)", "def _concealed(self, more)"),
    ("python", "(amount: int, *, tip", "(\n    amount: int,  # cents\n    *,\n    tip"),
    ("typescript", "return total > 3;", "return false;"),
    ("typescript", "// Pays.", "/* Pays what is due. */"),
    ("typescript", "// Pays.", "function unseen(more: string) {}"),
    ("typescript", "private gone = 1;", "private lost = 2;"),
    ("typescript", "id: string; name", "id: string; // key\n name"),
    ("javascript", "return amount + tip;", "return 0;"),
    ("javascript", "const db = require('./db');", "const data = require('./data');"),
    ("go", "fmt.Println(tip); ", ""),
    ("go", "// how many", "// how many there are"),
    ("go", "return amount > Limit, nil", "return false, nil"),
    ("go", "// Limit of things.\n", ""),
    ("java", "return size + 1;", "return 0;"),
    ("java", "private int size = 0;", "private long size = 1;"),
    ("java", "private void hidden()", "private int unseen(int more)"),
    ("java", "/** Pays. */", "// Pays.\n"),
]
OTHER = [
    ("python", "def pay(", "def buy("),
    ("python", "amount: int,", "amount: str,"),
    ("python", "-> bool", "-> int"),
    ("python", "tip: float = 0.1", "tip: float"),
    ("python", "Cart(dict)", "Cart(list)"),
    ("python", "size: int = 0", "width: int = 0"),
    ("python", "    @property\n", ""),
    ("python", "LIMIT = 3\n", ""),
    ("python", "def _hidden", "def shown"),
    ("python", "LIMIT = 3\n", "LIMIT = 3\n__all__ = ['pay', '_x']\n"),
    ("typescript", "amount: number", "amount: string"),
    ("typescript", "export class", "class"),
    ("typescript", "name?: string", "name: string"),
    ("typescript", "string | number", "string"),
    ("typescript", "inner as outer", "inner as other"),
    ("typescript", "export default pay;", ""),
    ("typescript", "OTHER = 4", "MORE = 4"),
    ("typescript", "export { inner", "export * from './more';\nexport { inner"),
    ("javascript", "pay(amount, tip)", "pay(amount)"),
    ("javascript", "{ pay, Cart }", "{ pay }"),
    ("go", "Size int", "Size int64"),
    ("go", "Pay(amount int) error", "Pay(amount int64) error"),
    ("go", "(c *Cart) Total", "(c *Basket) Total"),
    ("go", "(bool, error)", "bool"),
    ("java", "int total(double tip)", "int total(float tip)"),
    ("java", "implements Payer", "implements Buyer"),
    ("java", "RED, BLUE", "RED, GREEN"),
    ("java", "protected List<String>", "protected List<Integer>"),
    ("java", "private void hidden", "public void hidden"),
]


@pytest.mark.parametrize(("language", "old", "new"), SAME)
async def test_what_nobody_sees(language: str, old: str, new: str) -> None:
    text = LANGUAGES[language]
    assert old in text

    assert await interface(language, text.replace(old, new)) == await interface(language, text)


@pytest.mark.parametrize(("language", "old", "new"), OTHER)
async def test_what_others_see(language: str, old: str, new: str) -> None:
    text = LANGUAGES[language]
    assert old in text

    assert await interface(language, text.replace(old, new)) != await interface(language, text)


@settings(max_examples=40)
@given(
    st.sampled_from(sorted(LANGUAGES)), st.lists(st.tuples(st.integers(0, 40), st.text("ab \t/*'\"`({", max_size=20)))
)
async def test_comments_and_empty_lines_are_seen_by_nobody(language: str, changes: list[tuple[int, str]]) -> None:
    text, mark = LANGUAGES[language], "#" if language == "python" else "//"
    lines = text.split("\n")
    for at, comment in changes:
        place = at % len(lines)
        # The grammar of Python takes a comment with less indentation behind a decorator for a mistake.
        indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
        lines.insert(place, f"\n{indent}{mark} {comment}")

    assert await interface(language, "\n".join(lines)) == await interface(language, text)


async def test_order_and_place_are_seen_by_nobody() -> None:
    one, other = "def a(x): ...\n", "class B:\n    y: int\n"

    assert await interface("python", one + other) == await interface("python", "\n\n" + other + one)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
async def test_nothing_to_see(language: str) -> None:
    assert await interface(language, "") == ""
