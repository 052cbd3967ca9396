"""Which reader each file at the top of a folder has, in the order in which what they say is listed."""

from collections.abc import Mapping

from omni_lsp.adapters.manifests import ci_files, editor_files, node_files, other_files, python_files, run_files
from omni_lsp.adapters.manifests.saying import Folder, Habit, Line, Reader, Saying


def _says(*sayings: Saying) -> Reader:
    """A file that means the same whatever is in it."""

    def read(_text: str, _folder: Folder) -> tuple[Saying, ...]:
        return sayings

    return read


def _any_of(names: str, reader: Reader, kind: str = "") -> dict[str, tuple[str, Reader]]:
    return dict.fromkeys(names.split(), (kind, reader))


_PRETTIER = _says(Habit(node_files.FORMATTER, "prettier"))
_ESLINT = _says(Habit(node_files.LINTER, "eslint"))
_JEST, _VITEST, _MOCHA = (_says(Habit(node_files.FRAMEWORK, name)) for name in ("jest", "vitest", "mocha"))
_GOLANGCI = _says(Line("lint", "golangci-lint run"), Habit("Go linter", "golangci-lint"))

READERS: Mapping[str, tuple[str, Reader]] = {
    **_any_of(".gitlab-ci.yml", ci_files.gitlab),
    **_any_of("azure-pipelines.yml", ci_files.azure),
    **_any_of(".circleci/config.yml", ci_files.circle),
    **_any_of("Makefile makefile GNUmakefile", other_files.makefile, "make"),
    **_any_of("justfile Justfile .justfile", other_files.justfile),
    **_any_of("Taskfile.yml Taskfile.yaml", other_files.taskfile),
    **_any_of("pyproject.toml", python_files.pyproject, "python"),
    **_any_of("setup.cfg tox.ini", python_files.ini, "python"),
    **_any_of("setup.py requirements.txt", _says(), "python"),
    **_any_of("pytest.ini", _says(*python_files.PYTEST), "python"),
    **_any_of("mypy.ini .flake8", python_files.ini, "python"),
    **_any_of("ruff.toml .ruff.toml", python_files.ruff_toml, "python"),
    **_any_of(".pylintrc pylintrc", _says(Habit("Python linter", "pylint")), "python"),
    **_any_of("noxfile.py", python_files.noxfile, "python"),
    **_any_of("manage.py", python_files.manage, "python"),
    **_any_of("package.json", node_files.package_json, "node"),
    **_any_of("tsconfig.json", node_files.tsconfig),
    **_any_of(".prettierrc .prettierrc.json .prettierrc.yaml .prettierrc.yml", node_files.prettierrc),
    **_any_of(".prettierrc.js .prettierrc.cjs .prettierrc.mjs prettier.config.js prettier.config.mjs", _PRETTIER),
    **_any_of(".eslintrc .eslintrc.js .eslintrc.cjs .eslintrc.json .eslintrc.yml .eslintrc.yaml", _ESLINT),
    **_any_of("eslint.config.js eslint.config.mjs eslint.config.cjs eslint.config.ts", _ESLINT),
    **_any_of("biome.json biome.jsonc", node_files.biome),
    **_any_of("jest.config.js jest.config.cjs jest.config.mjs jest.config.ts jest.config.json", _JEST),
    **_any_of("vitest.config.js vitest.config.mjs vitest.config.ts vitest.config.mts", _VITEST),
    **_any_of(".mocharc.js .mocharc.cjs .mocharc.json .mocharc.yml .mocharc.yaml", _MOCHA),
    **_any_of("go.mod", other_files.go_mod, "go"),
    **_any_of(".golangci.yml .golangci.yaml .golangci.toml .golangci.json", _GOLANGCI),
    **_any_of("pom.xml", other_files.pom_xml, "java-maven"),
    **_any_of("build.gradle build.gradle.kts", other_files.build_gradle, "java-gradle"),
    **_any_of("checkstyle.xml", _says(Habit("Java linter", "checkstyle"))),
    **_any_of("Cargo.toml", other_files.cargo_toml, "rust"),
    **_any_of("rustfmt.toml .rustfmt.toml", _says(Habit("Rust formatter", "rustfmt"))),
    **_any_of("Dockerfile", run_files.dockerfile, "docker"),
    **_any_of(
        "compose.yaml compose.yml docker-compose.yaml docker-compose.yml",
        other_files.compose,
        "docker",
    ),
    **_any_of("Procfile", run_files.procfile),
    **_any_of("serverless.yml serverless.yaml", run_files.serverless),
    **_any_of("template.yaml template.yml", run_files.sam),
    **_any_of(".pre-commit-config.yaml", other_files.pre_commit),
    **_any_of(".editorconfig", editor_files.editorconfig),
}
"""Project kind, none for an empty one, and reader, by path below the folder."""

MANIFESTS = frozenset(READERS)
"""Paths of the files that say how a project is built, tested and written."""

WORKFLOWS = ".github/workflows"
"""The folder whose YAML files `ci_files.github` reads."""


def is_manifest(path: str) -> bool:
    """Whether a path below a folder with `/` is that of a file that is read."""
    return path in MANIFESTS or (path.startswith(f"{WORKFLOWS}/") and path.endswith((".yml", ".yaml")))
