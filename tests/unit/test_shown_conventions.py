"""Languages, habits and entry points that the code shows, counted file by file."""

from pathlib import Path, PurePath

import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.model.facts import BuildFacts, FileFacts, Import, ProjectFacts, Symbol
from omni_lsp.model.knowledge import Convention, EntryPoint, GeneratedFile
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Span
from omni_lsp.state.workspace import WorkspaceState

ROOT = Path("/shop")
NOWHERE = Span(0, 0)


def symbol(name: str, kind: str = "function", signature: str = "", container: str = "") -> Symbol:
    return Symbol(name, kind, NOWHERE, NOWHERE, signature, container=container)


def file(path: str, *symbols: Symbol, imports: tuple[str, ...] = (), digest: str = "1") -> FileFacts:
    taken = tuple(Import(module) for module in imports)
    return FileFacts(path, language_of(PurePath(path)), digest, 1, symbols, taken)


def project(*files: FileFacts, build: BuildFacts | None = None) -> ProjectFacts:
    state = WorkspaceState()
    state.put_project(ROOT, build or BuildFacts())
    state.put_files(ROOT, files)
    return state.project(ROOT)


def shown(*files: FileFacts) -> set[tuple[str, str]]:
    return {(each.topic, each.value) for each in project(*files).conventions}


def named(names: list[str], kind: str = "function", path: str = "a.py") -> FileFacts:
    return file(path, *(symbol(name, kind) for name in names))


def test_languages_by_number_of_files_then_by_name() -> None:
    files = [file(path) for path in ("a.go", "b.py", "c.py", "d.java", "tests/e.js", "tests/f.js", "tests/g.js")]

    assert project(*files).languages == ("python", "go", "java")


SNAKES = [f"pay_{number}" for number in range(19)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([*SNAKES, "pay_more"], {("Python function names", "snake_case")}),
        ([*SNAKES, "payMore"], {("Python function names", "snake_case")}),
        ([*SNAKES, "payMore", "payLess"], set()),
        (SNAKES, set()),
        ([*SNAKES, "pay", "get", "run"], set()),
        ([*SNAKES, *["__init__"] * 5], set()),
        ([*SNAKES, "_pay_more"], {("Python function names", "snake_case")}),
        ([*SNAKES, "größe", "größe_b"], set()),
    ],
)
def test_names_of_which_95_per_cent_of_20_agree(names: list[str], expected: set[tuple[str, str]]) -> None:
    assert shown(named(names)) == expected


@pytest.mark.parametrize(
    ("path", "kind", "pattern", "expected"),
    [
        ("a.py", "class", "Cart{}", {("Python class names", "PascalCase")}),
        ("a.py", "constant", "LIMIT_{}", {("Python constant names", "UPPER_CASE")}),
        ("a.ts", "function", "payMore{}", {("TypeScript function names", "camelCase")}),
        ("a.js", "method", "payMore{}", {("JavaScript function names", "camelCase")}),
        ("A.java", "method", "payMore{}", {("Java function names", "camelCase")}),
        ("a.go", "function", "payMore{}", set()),
        ("tests/test_a.py", "function", "test_{}", set()),
        ("examples/a.py", "function", "pay_{}", set()),
        ("a.rb", "function", "pay_{}", set()),
    ],
)
def test_names_by_kind_and_language(path: str, kind: str, pattern: str, expected: set[tuple[str, str]]) -> None:
    assert shown(named([pattern.format(number) for number in range(20)], kind, path)) == expected


def test_names_of_files() -> None:
    assert shown(*(file(f"src/pay_{number}/shopping_cart.py") for number in range(20))) == {
        ("Python file names", "snake_case")
    }
    assert shown(*(file(f"src/{number}/shopping-cart.ts") for number in range(20))) == {
        ("TypeScript file names", "kebab-case")
    }


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        (".db", {("Python imports within the package", "relative")}),
        ("shop.db", {("Python imports within the package", "absolute")}),
        ("os.path", set()),
    ],
)
def test_style_of_imports(module: str, expected: set[tuple[str, str]]) -> None:
    assert shown(*(file(f"shop/{letter}.py", imports=(module,)) for letter in "abcdefghijklmnopqrst")) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("tests/unit/test_{}.py", {("Python test files", "test_*.py"), ("Python test folder", "tests/")}),
        ("shop/{}_test.py", {("Python test files", "*_test.py"), ("Python test folder", "beside the code")}),
        (
            "src/{}/__tests__/a.test.ts",
            {("TypeScript test files", "*.test.*"), ("TypeScript test folder", "folders called __tests__")},
        ),
        (
            "src/test/java/shop/A{}Test.java",
            {("Java test files", "*Test.java"), ("Java test folder", "src/test/java/")},
        ),
        ("shop/{}_test.go", set()),
    ],
)
def test_layout_of_tests(pattern: str, expected: set[tuple[str, str]]) -> None:
    assert shown(*(file(pattern.format(number)) for number in range(5))) == expected
    assert shown(*(file(pattern.format(number)) for number in range(4))) == set()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (file("src/shop/__main__.py"), ("module", "python -m shop")),
        (file("my-shop/__main__.py"), None),
        (file("__main__.py"), None),
        (file("cmd/shop/main.go", symbol("main", signature="func main()")), ("program", "shop")),
        (file("cmd/shop/main.go", symbol("main", "method", "func (s *Shop) main()")), None),
        (
            file("A.java", symbol("main", "method", "public static void main(String[] args)", "shop.A")),
            ("program", "shop.A"),
        ),
        (file("A.java", symbol("main", "method", "void main(int x)", "A")), None),
        (file("examples/main.go", symbol("main", signature="func main()")), None),
    ],
)
def test_entry_points_in_code(facts: FileFacts, expected: tuple[str, str] | None) -> None:
    points = project(facts).entry_points

    assert points == (() if expected is None else (EntryPoint(*expected, facts.path, facts.path),))


def test_what_is_declared_goes_before_what_is_shown() -> None:
    declared = Convention("Python test folder", "tests/", "pyproject.toml")
    module = EntryPoint("module", "python -m shop", "shop/__main__.py", "pyproject.toml")
    build = BuildFacts(conventions=(declared,), entry_points=(module,))
    files = [file(f"shop/test_{number}.py") for number in range(5)]

    facts = project(file("shop/__main__.py"), *files, build=build)

    assert facts.conventions == (declared, Convention("Python test files", "test_*.py"))
    assert facts.entry_points == (module,)


def test_a_convention_of_a_language_that_nobody_uses_is_none() -> None:
    python, script, all_of_them = (
        Convention("Python formatter", "black", "a"),
        Convention("JavaScript formatter", "prettier", "b"),
        Convention("indentation", "tabs", "c"),
    )
    build = BuildFacts(conventions=(python, script, all_of_them))

    assert project(file("a.py"), build=build).conventions == (python, all_of_them)
    assert project(file("a.ts"), build=build).conventions == (script, all_of_them)
    assert project(build=build).conventions == (python, script, all_of_them)


PATHS = ("shop/a.py", "shop/b.py", "shop/c.go", "shop/__main__.py", "tests/test_a.py")
FILES = st.builds(
    lambda path, names, digest, says: FileFacts(
        path, language_of(PurePath(path)), digest, 1, tuple(map(symbol, names)), is_generated=says
    ),
    st.sampled_from(PATHS),
    st.lists(st.sampled_from(["pay_more", "payMore", "Pay"]), max_size=3),
    st.sampled_from("12"),
    st.booleans(),
)
CHANGES = st.one_of(
    st.lists(FILES, max_size=3),
    st.sampled_from([*PATHS, "shop"]),
    st.builds(GeneratedFile, st.sampled_from(PATHS), st.sampled_from("12"), st.just("coding")),
)


@settings(max_examples=60)
@given(st.lists(CHANGES, max_size=12))
def test_sums_are_those_of_the_files_that_are_there(changes: list[list[FileFacts] | str | GeneratedFile]) -> None:
    state = WorkspaceState()
    for change in changes:
        if isinstance(change, list):
            state.put_files(ROOT, change)
        elif isinstance(change, str):
            state.remove_files(ROOT, [change])
        else:
            state.register_generated_file(ROOT, change)
    now = state.project(ROOT)
    afresh = project(*(each for path, each in now.files.items() if not now.is_generated(path)))

    assert now.tally == afresh.tally
    assert (now.languages, now.conventions, now.entry_points) == (
        afresh.languages,
        afresh.conventions,
        afresh.entry_points,
    )
