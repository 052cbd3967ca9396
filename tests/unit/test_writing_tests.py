"""Tests by a model: where they belong, and what is none."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

import pytest
from coding_fakes import document
from writing_fakes import code, proven

from omni_lsp.adapters.syntax.tree_sitter import symbols
from omni_lsp.agents.coding import tests_place
from omni_lsp.agents.coding.place import end_of
from omni_lsp.agents.coding.tests_proof import bar, importable, may_import
from omni_lsp.agents.coding.wish import Wish, task_at
from omni_lsp.model.facts import FileFacts
from omni_lsp.model.languages import language_of


def known(*paths: str) -> Mapping[str, FileFacts]:
    return {path: FileFacts(path, language_of(PurePath(path)), "", 1) for path in paths}


@pytest.mark.parametrize(
    ("path", "others_there", "wanted"),
    [
        ("shop/cart.py", (), "tests/test_cart.py"),
        (
            "shop/cart.py",
            ("tests/unit/test_a.py", "tests/unit/test_b.py", "tests/e2e/test_c.py"),
            "tests/unit/test_cart.py",
        ),
        ("shop/cart.py", ("shop/test_a.py",), "shop/test_cart.py"),
        ("shop/cart.py", ("shop/a_test.py",), "shop/cart_test.py"),
        ("shop/cart.py", ("shop/tests/test_a.py",), "shop/tests/test_cart.py"),
        ("shop/cart.py", ("tests/test_a.py", "other/test_cart.py"), "other/test_cart.py"),
        ("shop/cart.js", ("tests/test_a.py",), "shop/cart.test.js"),
        ("shop/cart.ts", ("shop/a.spec.ts",), "shop/cart.spec.ts"),
        ("shop/Cart.jsx", ("shop/__tests__/A.test.jsx",), "shop/__tests__/Cart.test.jsx"),
        ("shop/cart.go", ("other/cart_test.go",), "shop/cart_test.go"),
        ("src/main/java/shop/Cart.java", (), "src/test/java/shop/CartTest.java"),
        ("src/main/java/shop/Cart.java", ("src/test/java/a/ATests.java",), "src/test/java/shop/CartTests.java"),
    ],
)
def test_tests_go_where_the_project_has_them(path: str, others_there: tuple[str, ...], wanted: str) -> None:
    assert tests_place.tests_of(path, language_of(PurePath(path)), known(path, *others_there)) == wanted


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("tests/test_cart.py", "tests/test_cart_2.py"),
        ("shop/cart.test.js", "shop/cart_2.test.js"),
        ("shop/cart_test.go", "shop/cart2_test.go"),
        ("shop/CartTest.java", "shop/Cart2Test.java"),
    ],
)
def test_another_name_is_one_of_a_test_too(path: str, first: str) -> None:
    assert tests_place.others(path)[0] == first


def test_what_is_tested_can_be_imported_by_its_names() -> None:
    assert importable("src/shop/cart.py", "tests/test_cart.py", "python") == ("shop.cart", "cart")
    assert importable("shop/__init__.py", "tests/test_shop.py", "python") == ("shop",)
    assert importable("shop/cart.js", "tests/unit/cart.test.js", "javascript") == (
        "../../shop/cart.js",
        "../../shop/cart",
    )
    assert importable("shop/cart.ts", "shop/cart.test.ts", "typescript") == ("./cart.ts", "./cart")
    assert importable("shop/cart.go", "shop/cart_test.go", "go") == ()
    fine = may_import("shop/Cart.java", "shop/CartTest.java", "java")
    assert fine("org.junit.jupiter.api.Test")
    assert not fine("org.evil.Test")


SOURCES = {
    "python": ("shop/cart.py", "def total(prices):\n    return sum(prices)\n"),
    "javascript": ("shop/cart.js", "export function total(prices) {\n  return prices.length;\n}\n"),
    "go": ("shop/cart.go", "package shop\n\nfunc Total(prices []int) int {\n\treturn len(prices)\n}\n"),
    "java": (
        "src/main/java/shop/Cart.java",
        "package shop;\n\nclass Cart {\n  int total(int[] prices) {\n    return prices.length;\n  }\n}\n",
    ),
}
GOOD = {
    "python": code("def test_total():", "    assert total([1, 2]) == 3", imports=["from shop.cart import total"]),
    "javascript": code(
        'test("the total", () => {',
        "  assert.equal(total([1, 2]), 2);",
        "});",
        imports=[
            'import test from "node:test";',
            'import assert from "node:assert";',
            'import { total } from "./cart.js";',
        ],
    ),
    "go": code(
        "func TestTotal(t *testing.T) {",
        "\tif got := Total([]int{1, 2}); got != 2 {",
        '\t\tt.Errorf("got %d", got)',
        "\t}",
        "}",
        imports=['import "testing"'],
    ),
    "java": code(
        "class CartTest {",
        "  @Test",
        "  void total() {",
        "    Cart cart = new Cart();",
        "    assertEquals(2, cart.total(new int[] {1, 2}));",
        "  }",
        "}",
        imports=["import static org.junit.jupiter.api.Assertions.assertEquals;", "import org.junit.jupiter.api.Test;"],
    ),
}


def order(language: str) -> Wish:
    path, text = SOURCES[language]
    source = document(text, language, path)
    symbol = next(one for one in symbols(source) if one.kind in {"function", "method"})
    target = tests_place.tests_of(path, language, {})
    package = text.partition("\n")[0] + "\n\n" if language in {"go", "java"} else ""
    empty = replace(document(package, language, target), version=None)
    place = replace(end_of(empty), apart=0)
    names = frozenset(one.name for one in symbols(source)) if package else frozenset()
    fine = may_import(path, target, language)
    return Wish(task_at(empty, place, (), frozenset()), place, "", names, fine, bar(symbol))


@pytest.mark.parametrize("language", GOOD)
async def test_good_tests_hold(language: str) -> None:
    told = await proven(order(language), GOOD[language])
    assert told.flaws == ()
    assert told.edit is not None


BAD = {
    "names nothing": ("total([1, 2])", "sum([1, 2])", "never calls `total`"),
    "no test": ("test_total", "check_total", "no test in it"),
    "asserts nothing": ("assert total([1, 2]) == 3", "total([1, 2])", "asserts nothing"),
    "always true": ("    assert total", "    assert True\n    assert total", "always holds"),
    "the same twice": ("    assert total([1, 2]) == 3", "    x = total([1])\n    assert x == x", "always holds"),
    "skipped": ("def test_total", "@pytest.mark.skip\ndef test_total", "skips a test"),
    "a program": ("    assert total", "    os.system('ls')\n    assert total", "starts a program"),
    "a connection": ("    assert total", "    requests.get('x')\n    assert total", "talks to the network"),
    "a deletion": ("    assert total", "    shutil.rmtree('x')\n    assert total", "deletes files"),
    "an end": ("    assert total", "    sys.exit(0)\n    assert total", "ends the program"),
    "a strange module": ("import total", "import total\nimport evil", "`evil`"),
}


@pytest.mark.parametrize("name", BAD)
async def test_what_is_no_test_is_refused(name: str) -> None:
    old, new, words = BAD[name]
    assert old in GOOD["python"]
    told = await proven(order("python"), GOOD["python"].replace(old, new))
    assert told.edit is None
    assert any(words in flaw for flaw in told.flaws), told.flaws


async def test_what_begins_with_a_value_may_be_what_is_asserted() -> None:
    answer = GOOD["python"].replace("total([1, 2]) == 3", "1 == total([1])")
    assert (await proven(order("python"), answer)).flaws == ()
