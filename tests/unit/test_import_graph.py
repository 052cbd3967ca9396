"""Imports as written, resolved to files of the project."""

import re
from collections.abc import Mapping
from pathlib import PurePath

import pytest

from omni_lsp.model.facts import FileFacts, Import
from omni_lsp.model.imports import ImportGraph
from omni_lsp.model.languages import language_of


def project(files: Mapping[str, list[Import]]) -> ImportGraph:
    return ImportGraph({path: file(path, imports) for path, imports in files.items()})


def file(path: str, imports: list[Import]) -> FileFacts:
    names = {name for imported in imports for name in (*re.split(r"\W+", imported.module), *imported.names)}
    return FileFacts(path, language_of(PurePath(path)), "", 1, imports=tuple(imports), names=frozenset(names))


def resolved(importer: str, imported: Import, *paths: str) -> tuple[str, ...]:
    graph = project({importer: [imported], **{path: [] for path in paths}})
    return graph.imports_of(graph.files[importer])


PYTHON = ("shop/__init__.py", "shop/db.py", "shop/web/__init__.py", "shop/web/routes.py", "shop/web/db.py")


@pytest.mark.parametrize(
    ("importer", "imported", "expected"),
    [
        ("main.py", Import("shop.db"), ("shop/db.py",)),
        ("main.py", Import("shop"), ("shop/__init__.py",)),
        ("main.py", Import("shop", ("db", "VERSION")), ("shop/__init__.py", "shop/db.py")),
        ("main.py", Import("shop.web.routes", ("get",)), ("shop/web/routes.py",)),
        ("main.py", Import("shop.web", ("*",)), ("shop/web/__init__.py",)),
        ("main.py", Import("db"), ()),
        ("main.py", Import("requests"), ()),
        ("main.py", Import("workshop.db"), ()),
        ("main.py", Import(".shop", ("x",)), ("shop/__init__.py",)),
        ("main.py", Import("..shop", ("x",)), ()),
        ("main.py", Import("....shop", ("x",)), ()),
        ("shop/web/a.py", Import(".", ("routes",)), ("shop/web/__init__.py", "shop/web/routes.py")),
        ("shop/web/a.py", Import(".db", ("x",)), ("shop/web/db.py",)),
        ("shop/web/a.py", Import("..db", ("x",)), ("shop/db.py",)),
        ("shop/web/a.py", Import("..", ("db",)), ("shop/__init__.py", "shop/db.py")),
        ("shop/web/a.py", Import("shop.web.a"), ()),
    ],
)
def test_python(importer: str, imported: Import, expected: tuple[str, ...]) -> None:
    assert resolved(importer, imported, *PYTHON) == expected


@pytest.mark.parametrize(
    ("importer", "expected"),
    [
        ("one/main.py", "one/models.py"),
        ("two/deep/main.py", "two/models.py"),
        ("three/main.py", "models.py"),
        ("two/src/main.py", "two/models.py"),
    ],
)
def test_python_prefers_the_nearest_source_folder(importer: str, expected: str) -> None:
    assert resolved(importer, Import("models"), "models.py", "one/models.py", "two/models.py") == (expected,)


def test_python_finds_modules_below_source_folders_and_stubs() -> None:
    assert resolved("tests/t.py", Import("shop.db"), "src/shop/__init__.py", "src/shop/db.py") == ("src/shop/db.py",)
    assert resolved("t.py", Import("shop.db"), "shop/db.pyi") == ("shop/db.pyi",)


@pytest.mark.parametrize(
    ("importer", "module", "expected"),
    [
        ("src/app.ts", "./cart", ("src/cart.ts",)),
        ("src/app.ts", "./cart.js", ("src/cart.ts",)),
        ("src/app.ts", "./view", ("src/view.tsx",)),
        ("src/app.ts", "./view.js", ("src/view.tsx",)),
        ("src/app.ts", "./parts", ("src/parts/index.ts",)),
        ("src/parts/a.js", ".", ("src/parts/index.ts",)),
        ("src/parts/a.js", "./", ("src/parts/index.ts",)),
        ("src/parts/a.js", "../cart", ("src/cart.ts",)),
        ("src/parts/a.js", "../../root.mjs", ("root.mjs",)),
        ("src/app.ts", "./user.service", ("src/user.service.ts",)),
        ("src/app.ts", "../../out", ()),
        ("src/app.ts", "react", ()),
        ("src/app.ts", "cart", ()),
        ("src/app.ts", ".hidden", ()),
        ("app.ts", ".", ("index.js",)),
    ],
)
def test_scripts(importer: str, module: str, expected: tuple[str, ...]) -> None:
    files = ("src/cart.ts", "src/view.tsx", "src/parts/index.ts", "src/user.service.ts", "root.mjs", "index.js")
    assert resolved(importer, Import(module), *files) == expected


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("example.com/shop/internal/db", ("internal/db/a.go", "internal/db/b.go")),
        ("github.com/me/shop/internal/db", ("internal/db/a.go", "internal/db/b.go")),
        ("shop/web", ("web/web.go",)),
        ("example.com/other/db", ("db/db.go",)),
        ("github.com/gorilla/web", ()),
        ("net/http", ()),
        ("fmt", ()),
        ("example.com/nothing", ()),
    ],
)
def test_go(module: str, expected: tuple[str, ...]) -> None:
    files = ("internal/db/a.go", "internal/db/b.go", "internal/db/a_test.go", "web/web.go", "http/http.go", "db/db.go")
    assert resolved("main.go", Import(module), *files) == expected


def test_go_module_below_the_folder() -> None:
    assert resolved("api/main.go", Import("x.org/m/db"), "api/db/db.go", "job/db/db.go") == ("api/db/db.go",)


@pytest.mark.parametrize(
    ("imported", "expected"),
    [
        (Import("com.shop", ("Order",)), ("src/main/java/com/shop/Order.java",)),
        (Import("com.shop.Order", ("of",)), ("src/main/java/com/shop/Order.java",)),
        (Import("com.shop.Order", ("*",)), ("src/main/java/com/shop/Order.java",)),
        (Import("com.shop", ("*",)), ("src/main/java/com/shop/Cart.java", "src/main/java/com/shop/Order.java")),
        (Import("com.other", ("Order",)), ()),
        (Import("java.util", ("*",)), ()),
        (Import("om.shop", ("Order",)), ()),
    ],
)
def test_java(imported: Import, expected: tuple[str, ...]) -> None:
    folder = "src/main/java/com"
    files = (f"{folder}/shop/Order.java", f"{folder}/shop/Cart.java", f"{folder}/web/Page.java")
    assert resolved(f"{folder}/web/App.java", imported, *files) == expected


def test_other_languages_import_nothing() -> None:
    assert resolved("a.rb", Import("./b"), "b.rb") == ()


def test_imported_by_is_the_other_direction() -> None:
    graph = project(
        {
            "shop/__init__.py": [Import(".db", ("open",))],
            "shop/db.py": [Import("os")],
            "shop/web.py": [Import(".", ("db",))],
            "shop/all.py": [Import(".", ("open",))],
            "main.py": [Import("shop.db"), Import("shop")],
            "db.py": [],
            "other.js": [Import("./shop/db.py")],
            "index.ts": [],
            "lib/x.ts": [Import("..")],
            "go/db/db.go": [],
            "go/main.go": [Import("example.com/x/db")],
            "java/a/B.java": [],
            "java/c/D.java": [Import("a", ("*",))],
        }
    )

    assert graph.imported_by("shop/db.py") == ("main.py", "shop/__init__.py", "shop/web.py")
    assert graph.imported_by("shop/__init__.py") == ("main.py", "shop/all.py", "shop/web.py")
    assert graph.imported_by("db.py") == ()
    assert graph.imported_by("index.ts") == ("lib/x.ts",)
    assert graph.imported_by("go/db/db.go") == ("go/main.go",)
    assert graph.imported_by("java/a/B.java") == ("java/c/D.java",)
    assert graph.imported_by("missing.py") == ()
    for path in graph.files:
        for importer in graph.imported_by(path):
            assert path in graph.imports_of(graph.files[importer])


def test_neighbours_are_the_package_in_go_and_java() -> None:
    graph = project(
        {"a/x.go": [], "a/y.go": [], "b/a/z.go": [], "a/X.java": [], "a/Y.java": [], "a/p.py": [], "a/q.py": []}
    )

    assert graph.neighbours("a/x.go") == ("a/y.go",)
    assert graph.neighbours("a/X.java") == ("a/Y.java",)
    assert graph.neighbours("a/p.py") == ()
    assert graph.neighbours("missing.go") == ()


def test_a_thousand_files_that_import_each_other() -> None:
    files = {
        f"shop/p{number % 30}/m{number}.py": [
            Import(f"shop.p{other % 30}.m{other}") for other in range(number, number + 9)
        ]
        for number in range(1000)
    }
    graph = project(files)
    assert len(graph.imported_by("shop/p10/m100.py")) == 8
