"""What paths and questions are taken for, by tables."""

import pytest
from hypothesis import given, strategies as st

from omni_lsp.model.retrieval import Domain
from omni_lsp.retrieval.kinds import is_aside, kind_of
from omni_lsp.retrieval.question import question


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("src/cart.py", Domain.CODE),
        ("src/testing.py", Domain.CODE),
        ("src/contest.py", Domain.CODE),
        ("src/latest.ts", Domain.CODE),
        ("src/history.py", Domain.CODE),
        ("src/changes.go", Domain.CODE),
        ("src/security.py", Domain.CODE),
        ("src/security/csrf.py", Domain.CODE),
        ("src/openApiSpec.ts", Domain.CODE),
        ("src/CartSpec.scala", Domain.TESTS),
        ("src/docs/render.py", Domain.CODE),
        ("tests/test_cart.py", Domain.TESTS),
        ("tests/data/a.json", Domain.TESTS),
        ("shop/tests.py", Domain.TESTS),
        ("src/cart_test.go", Domain.TESTS),
        ("src/cart.test.ts", Domain.TESTS),
        ("src/cart.spec.js", Domain.TESTS),
        ("src/CartTest.java", Domain.TESTS),
        ("src/CartTests.cs", Domain.TESTS),
        ("spec/cart_spec.rb", Domain.TESTS),
        ("conftest.py", Domain.TESTS),
        ("README", Domain.DOCS),
        ("README.md", Domain.DOCS),
        ("LICENSE", Domain.DOCS),
        ("docs/index.rst", Domain.DOCS),
        ("docs/index.html", Domain.DOCS),
        ("CHANGELOG.md", Domain.HISTORY),
        ("NEWS", Domain.HISTORY),
        ("docs/release-notes.md", Domain.HISTORY),
        ("settings.yaml", Domain.CONFIGURATION),
        ("Dockerfile", Domain.CONFIGURATION),
        ("Makefile", Domain.CONFIGURATION),
        (".eslintrc", Domain.CONFIGURATION),
        (".github/workflows/ci.yml", Domain.CONFIGURATION),
        ("vite.config.ts", Domain.CONFIGURATION),
        ("pyproject.toml", Domain.DEPENDENCIES),
        ("package.json", Domain.DEPENDENCIES),
        ("poetry.lock", Domain.DEPENDENCIES),
        ("package-lock.json", Domain.DEPENDENCIES),
        ("go.sum", Domain.DEPENDENCIES),
        ("requirements-dev.txt", Domain.DEPENDENCIES),
        ("src/App.csproj", Domain.DEPENDENCIES),
        ("SECURITY.md", Domain.SECURITY),
        ("src/lock.py", Domain.CODE),
        ("src/deadlock.rs", Domain.CODE),
    ],
)
def test_kinds(path: str, kind: Domain) -> None:
    assert kind_of(path) is kind


@pytest.mark.parametrize(
    ("path", "aside"),
    [
        ("src/cart.py", False),
        ("examples/cart.py", True),
        ("src/legacy/cart.py", True),
        ("vendor/lib/a.go", True),
        ("src/_compat.py", True),
        ("src/compat.py", True),
        ("types/index.d.ts", True),
        ("src/index.ts", False),
        (".cache/a.py", True),
        (".github/workflows/ci.yml", False),
        ("src/demonstrate.py", False),
    ],
)
def test_what_is_aside(path: str, aside: bool) -> None:
    assert is_aside(path) is aside


@given(st.text(min_size=1).filter(lambda path: path.strip("/.")))
def test_every_path_has_a_kind(path: str) -> None:
    assert isinstance(kind_of(path), Domain)
    assert is_aside(path) in {True, False}


@pytest.mark.parametrize(
    ("text", "names", "is_name"),
    [
        ("Cart", ("Cart",), True),
        ("Cart.total", ("total",), True),
        ("shop::Cart::total()", ("total",), True),
        ("Cart#total", ("total",), True),
        ("empty?", ("empty",), True),
        ("Cart.total/2", ("total",), True),
        ("Cart::", ("Cart",), True),
        ("  total  ", ("total",), True),
        ("how does Cart work", ("Cart",), False),
        ("Cart of the customer", (), False),
        ("TestClient of the library", ("TestClient",), False),
        ("where is tax_rate used", ("tax_rate",), False),
        ("what calls Cart.total and Cart.add", ("total", "add"), False),
        ("is HTTPServer like httpServer", ("HTTPServer", "httpServer"), False),
        ("how does it work", (), False),
        ("", (), False),
        ("...", (), True),
    ],
)
def test_names_in_questions(text: str, names: tuple[str, ...], is_name: bool) -> None:
    asked = question(text)
    assert (asked.names, asked.is_name) == (names, is_name)


def test_words_weigh_the_same_however_often_they_are_said() -> None:
    assert question("tax tax rates of Tax").weights == {"tax": 1.0, "rat": 1.0}


def test_only_the_first_2000_characters_count() -> None:
    assert "zebra" not in question("x" * 50 + " word" * 500 + " zebra").weights


@given(st.text())
def test_any_text_is_a_question(text: str) -> None:
    asked = question(text)
    assert all(asked.names)
    assert all(weight > 0 for weight in asked.weights.values())
