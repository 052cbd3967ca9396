"""The invariants of the house: lengths, one broad except, quick start, tests that are tests."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "omni_lsp").rglob("*.py"))
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if not {"shop", "rules", "cases"} & set(path.parts))

HEAVY = (
    "pydantic",
    "yaml",
    "tree_sitter",
    "semgrep",
    "sqlite3",
    "tqdm",
    "lancedb",
    "pyarrow",
    "numpy",
    "opentelemetry",
    "grpc",
    "httpx",
    "mcp",
    "omni_lsp.lsp.chat",
    "omni_lsp.model.chat",
)


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_files_and_functions_stay_short() -> None:
    lengths = {path: path.read_text("utf-8").count("\n") for path in SOURCES}
    assert {path.name: length for path, length in lengths.items() if length > 400} == {}
    assert median(lengths.values()) <= 130
    long = [
        f"{path.name}:{f.name}" for path in SOURCES for f in _functions(path) if (f.end_lineno or 0) - f.lineno > 60
    ]
    assert long == []


def test_every_file_says_what_it_is_for() -> None:
    silent = [path.name for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_there_is_one_broad_except() -> None:
    broad = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    assert broad == ["omni_lsp/pipeline/runner.py"]


def test_nothing_heavy_is_imported_before_initialized() -> None:
    code = (
        "import sys, omni_lsp.__main__, omni_lsp.cli.main, omni_lsp.lsp.server, omni_lsp.lsp.handlers;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # Coverage imports a lot.
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=bare)
    assert done.stdout.strip() == "[]"


def test_a_session_imports_what_a_model_works_with_only_when_somebody_wants_it() -> None:
    work = ("omni_lsp.adapters.chat.remote", "omni_lsp.app.coding.bench", "omni_lsp.agents.coding.task")
    code = f"import sys, omni_lsp.app.session; print([name for name in {work!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


def test_tests_neither_sleep_nor_patch() -> None:
    forbidden = re.compile(r"\b(time\.sleep|asyncio\.sleep\((?!0\))|mock\.patch|monkeypatch\.setattr)")
    # Benchmarks pace what they measure; on the loop of the random sessions time leaps over every sleep.
    tests = [path for path in TESTS if "load" not in path.parts and path.name not in {"play.py", "test_house.py"}]
    assert [f"{path.name}: {match[0]}" for path in tests for match in forbidden.finditer(path.read_text("utf-8"))] == []


def test_warnings_are_errors_and_tests_are_bounded() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert options["filterwarnings"] == ["error"]
    assert options["xfail_strict"] is True
    assert options["timeout"] == 20


def test_the_wheel_carries_pipelines_and_rules(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {f"omni_lsp/pipelines/{path.name}" for path in (ROOT / "pipelines").glob("*.yaml")}
    expected |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "omni_lsp" / "rules").rglob("*.yaml")}
    assert len(expected) > 3
    assert expected <= names
    assert {"omni_lsp/__main__.py", "omni_lsp/adapters/embedding/table.npz"} <= names
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert not any(name.startswith(("tests/", "docs/")) for name in names)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md")), ids=lambda p: p.name
)
def test_links_in_the_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_map_names_what_exists() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    tree = text.split("```")[1]
    folder = ""
    missing = []
    for line in tree.splitlines():
        match = re.match(r"( *)([\w-]+(?:\.py|/))", line)
        if match is None:
            continue
        indent, name = len(match[1]), match[2]
        if indent == 2 and name.endswith("/"):
            folder = name
        place = {0: name, 2: f"omni_lsp/{name}", 4: f"omni_lsp/{folder}{name}"}[indent]
        if not (ROOT / place).exists():
            missing.append(place)
    assert missing == []
