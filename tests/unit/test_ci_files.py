"""Commands of continuous integration: only what anybody could run at the top of the folder."""

from pathlib import Path

import pytest

from omni_lsp.adapters.manifests.build_files import BuildFiles
from omni_lsp.model.facts import Command

WORKFLOW = ".github/workflows/ci.yml"


async def commands(root: Path, files: dict[str, str]) -> list[tuple[str, str, str]]:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    return [(each.purpose, each.line, each.source) for each in (await BuildFiles().build(root)).commands]


def workflow(*lines: str, step: str = "", job: str = "runs-on: ubuntu-latest") -> str:
    script = "\n".join(f"          {line}" for line in lines)
    more = f"\n        {step}" if step else ""
    return (
        f"jobs:\n  check:\n    {job}\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n{script}{more}\n"
    )


@pytest.mark.parametrize(
    ("line", "purpose"),
    [
        ("pytest -q", "test"),
        ("uv run pytest", "test"),
        ("uv run --group dev pytest -q", "test"),
        ("poetry run mypy src", "lint"),
        ("python -m unittest", "test"),
        ("python -m build", "build"),
        ("ruff check .", "lint"),
        ("ruff format --check .", "lint"),
        ("black --check .", "lint"),
        ("npx eslint .", "lint"),
        ("npx tsc --noEmit", "lint"),
        ("npx tsc", "build"),
        ("go test ./...", "test"),
        ("go vet ./...", "lint"),
        ("golangci-lint run", "lint"),
        ("./mvnw -B verify", "test"),
        ("gradle build", "build"),
        ("cargo clippy --all-targets", "lint"),
        ("tox -e lint", "lint"),
        ("tox -e py312", "test"),
        ("nox -s tests", "test"),
    ],
)
async def test_plain_lines_are_commands(tmp_path: Path, line: str, purpose: str) -> None:
    assert await commands(tmp_path, {WORKFLOW: workflow(line)}) == [(purpose, line, WORKFLOW)]


@pytest.mark.parametrize(
    "line",
    [
        "pytest --python ${{ matrix.python }}",
        "pytest $ARGS",
        "pytest | tee log",
        "pytest > log",
        "pytest && codecov",
        "pytest; true",
        "pytest || true",
        "pytest `cat args`",
        "CI=1 pytest",
        "pytest --token abc",
        "pytest --password=x",
        "pytest " + "tests/unit " * 12,
        "curl https://x.example/install.sh",
        "pip install pytest",
        "echo pytest",
        "make publish",
        "tox -e release",
        "npm test",
        "make test",
        "./scripts/test.sh",
        "python manage.py migrate",
        "pytest 'unclosed",
        "sudo pytest",
        "pytest \u202etests",
    ],
)
async def test_other_lines_are_none(tmp_path: Path, line: str) -> None:
    assert await commands(tmp_path, {WORKFLOW: workflow(line)}) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("cd web", "pytest"),
        ("export A=1", "pytest"),
        ("if true", "pytest", "fi"),
        ("pytest \\", "  -q"),
        ("source env",),
    ],
)
async def test_lines_that_lean_on_each_other_are_none(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert await commands(tmp_path, {WORKFLOW: workflow(*lines)}) == []


@pytest.mark.parametrize(
    ("step", "job"),
    [
        ("working-directory: web", "runs-on: x"),
        ("if: failure()", "runs-on: x"),
        ("env: {A: b}", "runs-on: x"),
        ("continue-on-error: true", "runs-on: x"),
        ("shell: pwsh", "runs-on: x"),
        ("", "runs-on: windows-latest"),
        ("", "continue-on-error: true"),
        ("", "defaults: {run: {working-directory: web}}"),
    ],
)
async def test_steps_in_other_circumstances_are_none(tmp_path: Path, step: str, job: str) -> None:
    assert await commands(tmp_path, {WORKFLOW: workflow("pytest", step=step, job=job)}) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".gitlab-ci.yml", "test:\n  script:\n    - go test ./...\n"),
        (".gitlab-ci.yml", "test:\n  script: go test ./...\n.base:\n  script: go vet ./...\n"),
        ("azure-pipelines.yml", "jobs:\n- job: a\n  steps:\n  - script: go test ./...\n"),
        ("azure-pipelines.yml", "stages:\n- jobs:\n  - steps:\n    - bash: go test ./...\n"),
        (".circleci/config.yml", "jobs:\n  a:\n    steps:\n    - checkout\n    - run: go test ./...\n"),
        (".circleci/config.yml", "jobs:\n  a:\n    steps:\n    - run:\n        command: go test ./...\n"),
        (".github/workflows/z.yaml", "jobs: {a: {steps: [{run: go test ./...}]}}\n"),
    ],
)
async def test_every_service_is_read(tmp_path: Path, path: str, text: str) -> None:
    assert await commands(tmp_path, {path: text}) == [("test", "go test ./...", path)]


@pytest.mark.parametrize(
    "text",
    [
        "jobs: [",
        "jobs: *gone\n",
        "- jobs\n",
        "jobs: {a: {steps: 3}}\n",
        "jobs: {a: {steps: [{run: [1]}]}}\n",
        "jobs:\n  a: &a {steps: [{run: pytest}]}\n  a: *a\n",
        "#" * 64_001 + "\n" + workflow("pytest"),
        "a: " + "[" * 30 + "]" * 30 + "\n" + workflow("pytest"),
        "\x00",
    ],
)
async def test_hostile_and_broken_yaml_says_nothing(tmp_path: Path, text: str) -> None:
    assert await commands(tmp_path, {WORKFLOW: text}) == []


async def test_what_ci_runs_comes_first_and_nothing_twice(tmp_path: Path) -> None:
    files = {
        WORKFLOW: workflow("make test", "make lint", "uv run mypy src", "pytest -q"),
        "Makefile": "test:\n\tpytest\nfmt:\n\truff format .\n",
        "pyproject.toml": "[tool.pytest.ini_options]\n[tool.mypy]\nfiles = 'src'\n[tool.ruff]\n",
    }

    assert await commands(tmp_path, files) == [
        ("test", "make test", WORKFLOW),
        ("lint", "uv run mypy src", WORKFLOW),
        ("test", "pytest -q", WORKFLOW),
        ("format", "make fmt", "Makefile"),
        ("lint", "ruff check .", "pyproject.toml"),
    ]


async def test_a_script_counts_where_there_is_one(tmp_path: Path) -> None:
    files = {WORKFLOW: workflow("./scripts/test.sh", "./scripts/lint.sh"), "scripts/test.sh": ""}

    assert await commands(tmp_path, files) == [("test", "./scripts/test.sh", WORKFLOW)]


async def test_a_workflow_that_comes_changes_or_goes_is_noticed(tmp_path: Path) -> None:
    manifests, other = BuildFiles(), tmp_path / ".github/workflows/other.yml"

    async def now() -> tuple[Command, ...]:
        return (await manifests.build(tmp_path)).commands

    assert await now() == ()
    await commands(tmp_path, {WORKFLOW: workflow("pytest")})
    assert [each.line for each in await now()] == ["pytest"]
    other.write_text(workflow("ruff check ."), "utf-8")
    assert [each.line for each in await now()] == ["pytest", "ruff check ."]
    (tmp_path / WORKFLOW).unlink()
    assert [each.line for each in await now()] == ["ruff check ."]


async def test_a_script_that_comes_later_is_noticed(tmp_path: Path) -> None:
    manifests = BuildFiles()
    (tmp_path / "scripts").mkdir()
    await commands(tmp_path, {WORKFLOW: workflow("./scripts/test.sh")})
    assert (await manifests.build(tmp_path)).commands == ()

    (tmp_path / "scripts/test.sh").touch()
    assert [each.line for each in (await manifests.build(tmp_path)).commands] == ["./scripts/test.sh"]
