"""Build files say what they say, and nothing is made up."""

import json
import os
from pathlib import Path

import pytest

from omni_lsp.adapters.manifests.build_files import BuildFiles
from omni_lsp.model.facts import BuildFacts, Command


async def found(root: Path, files: dict[str, str]) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    for name, content in files.items():
        (root / name).write_text(content, "utf-8")
    build = await BuildFiles().build(root)
    return build.kinds, [(command.purpose, command.line) for command in build.commands]


async def test_empty_and_missing_folders_say_nothing(tmp_path: Path) -> None:
    assert await found(tmp_path, {}) == ((), [])
    assert await BuildFiles().build(tmp_path / "missing") == BuildFacts()


PYPROJECT = """
[build-system]
requires = ["hatchling"]
[project.scripts]
shop = "shop:main"
"shop; rm -rf ~" = "shop:main"
[tool.pytest.ini_options]
[tool.ruff]
line-length = 100
[tool.mypy]
strict = true
[tool.poetry.scripts]
serve = "shop:serve"
[tool.pdm.scripts]
lint = "x"
deploy = "x"
[tool.hatch.envs.default.scripts]
test = "x"
[tool.hatch.envs."x; y".scripts]
test = "x"
[tool.hatch.envs.docs.scripts]
build = "x"
"""


async def test_pyproject(tmp_path: Path) -> None:
    assert await found(tmp_path, {"pyproject.toml": PYPROJECT}) == (
        ("python",),
        [
            ("lint", "pdm run lint"),
            ("test", "hatch run test"),
            ("build", "hatch -e docs run build"),
            ("run", "shop"),
            ("run", "poetry run serve"),
            ("build", "python -m build"),
            ("test", "pytest"),
            ("lint", "ruff check ."),
        ],
    )


async def test_mypy_that_knows_its_files(tmp_path: Path) -> None:
    assert await found(tmp_path, {"pyproject.toml": '[tool.mypy]\nfiles = ["src"]\n'}) == (
        ("python",),
        [("lint", "mypy")],
    )


async def test_ini_files(tmp_path: Path) -> None:
    setup = "[flake8]\n[tool:pytest]\n[options.entry_points]\nconsole_scripts =\n  shop = shop:main\n"
    assert await found(tmp_path, {"setup.cfg": setup, "tox.ini": "[tox]\nx = %(broken\n", "mypy.ini": "[mypy]\n"}) == (
        ("python",),
        [("run", "shop"), ("test", "pytest"), ("lint", "flake8"), ("test", "tox")],
    )


@pytest.mark.parametrize(
    ("lock", "manager"),
    [("package-lock.json", "npm"), ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun")],
)
async def test_package_json_with_the_manager_of_its_lock_file(tmp_path: Path, lock: str, manager: str) -> None:
    scripts = {"test:unit": "x", "build": "x", "deploy": "x", "dev": "x", "start": 3, "lint:x && curl evil": "x"}
    package = json.dumps({"scripts": scripts, "packageManager": "npm@10"})

    assert await found(tmp_path, {"package.json": package, lock: ""}) == (
        ("node",),
        [("build", f"{manager} run build"), ("test", f"{manager} run test:unit"), ("run", f"{manager} run dev")],
    )


async def test_package_json_without_lock_file(tmp_path: Path) -> None:
    package = {
        "scripts": {"test": 'echo "Error: no test specified" && exit 1', "lint:fix": "x"},
        "packageManager": "pnpm@9",
    }

    assert await found(tmp_path, {"package.json": json.dumps(package)}) == (
        ("node",),
        [("format", "pnpm run lint:fix")],
    )


MAKEFILE = """
CC := gcc
TEST ?= 1
lint = no target
.PHONY: test
test: build
\tpytest
build lint::
\tx
%.o: %.c
check : ; x
clean:
demo-all:
\trun: no target either
"""


async def test_makefile_targets(tmp_path: Path) -> None:
    assert await found(tmp_path, {"Makefile": MAKEFILE}) == (
        ("make",),
        [
            ("test", "make test"),
            ("build", "make build"),
            ("lint", "make lint"),
            ("test", "make check"),
            ("run", "make demo-all"),
        ],
    )


@pytest.mark.parametrize(
    ("files", "kind", "commands"),
    [
        (
            {"go.mod": "module x\n"},
            "go",
            [("build", "go build ./..."), ("test", "go test ./..."), ("lint", "go vet ./...")],
        ),
        ({"pom.xml": "<project/>"}, "java-maven", [("build", "mvn package"), ("test", "mvn test")]),
        ({"pom.xml": "", "mvnw": ""}, "java-maven", [("build", "./mvnw package"), ("test", "./mvnw test")]),
        ({"build.gradle.kts": ""}, "java-gradle", [("build", "gradle build"), ("test", "gradle test")]),
        (
            {"build.gradle": "", "gradlew": ""},
            "java-gradle",
            [("build", "./gradlew build"), ("test", "./gradlew test")],
        ),
        ({"Cargo.toml": '[package]\nname = "x"\n'}, "rust", [("build", "cargo build"), ("test", "cargo test")]),
        ({"Dockerfile": "FROM x\n"}, "docker", [("build", "docker build .")]),
        ({"compose.yaml": "services:\n  a: {}\n"}, "docker", [("run", "docker compose up")]),
        ({"compose.yml": "name: x\n"}, "docker", []),
        ({"requirements.txt": "x\n"}, "python", []),
        ({"noxfile.py": ""}, "python", [("test", "nox")]),
        ({"ruff.toml": ""}, "python", [("lint", "ruff check .")]),
        ({"ruff.toml": "[format]\n"}, "python", [("lint", "ruff check ."), ("format", "ruff format .")]),
    ],
)
async def test_other_build_files(
    tmp_path: Path, files: dict[str, str], kind: str, commands: list[tuple[str, str]]
) -> None:
    assert await found(tmp_path, files) == ((kind,), commands)


async def test_hooks_are_of_no_kind(tmp_path: Path) -> None:
    assert await found(tmp_path, {".pre-commit-config.yaml": ""}) == ((), [("lint", "pre-commit run --all-files")])


async def test_first_source_of_a_command_counts(tmp_path: Path) -> None:
    await found(tmp_path, {"pyproject.toml": "[tool.pytest]\n", "pytest.ini": "[pytest]\n"})

    assert (await BuildFiles().build(tmp_path)).commands == (Command("test", "pytest", "pyproject.toml"),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pyproject.toml", b"[tool"),
        ("package.json", b"{"),
        ("package.json", b"[" * 100_000),
        ("setup.cfg", b"no section\n"),
        ("Cargo.toml", b"= 1"),
        ("Makefile", b"test: \xff\n"),
        ("Makefile", b"test:\n" + b"#" * 1_000_000),
    ],
)
async def test_broken_and_huge_files_are_left_out(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    assert await found(tmp_path, {"go.mod": ""}) == (
        ("go",),
        [("build", "go build ./..."), ("test", "go test ./..."), ("lint", "go vet ./...")],
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pyproject.toml", 'tool = "x"\nproject = [1]\nbuild-system = 3\n'),
        ("package.json", '["scripts"]'),
        ("package.json", '{"scripts": ["test"], "packageManager": 3}'),
        ("Cargo.toml", "package = 1\n"),
    ],
)
async def test_unexpected_shapes_say_nothing(tmp_path: Path, name: str, content: str) -> None:
    kinds, commands = await found(tmp_path, {name: content})

    assert len(kinds) == 1
    assert commands == []


async def test_folders_with_the_name_of_a_build_file_are_none(tmp_path: Path) -> None:
    (tmp_path / "Makefile").mkdir()

    assert await found(tmp_path, {}) == ((), [])


async def test_a_change_is_noticed(tmp_path: Path) -> None:
    manifests = BuildFiles()
    makefile = tmp_path / "Makefile"
    makefile.write_text("test:\n", "utf-8")
    assert [command.line for command in (await manifests.build(tmp_path)).commands] == ["make test"]

    makefile.write_text("lint:\n", "utf-8")
    os.utime(makefile, ns=(1, 1))
    assert [command.line for command in (await manifests.build(tmp_path)).commands] == ["make lint"]
    makefile.unlink()
    assert (await manifests.build(tmp_path)).commands == ()


async def test_unchanged_files_are_not_parsed_again(tmp_path: Path) -> None:
    manifests = BuildFiles()
    (tmp_path / "Makefile").write_text("test:\n", "utf-8")

    assert await manifests.build(tmp_path) is await manifests.build(tmp_path)
