"""What a command line does, judged by the tool that it calls."""

import re
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from omni_lsp.adapters.manifests.purpose import purpose_of

_PLAIN = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_./@+=:,*'\" \[\]-]*")
_SECRET = re.compile(r"token|secret|passw|credential|api[-_]?key|auth", re.IGNORECASE)
_LONGEST = 100

_RUNNERS = (
    ("uv", "run"),
    ("poetry", "run"),
    ("pdm", "run"),
    ("pipenv", "run"),
    ("rye", "run"),
    ("hatch", "run"),
    ("pnpm", "exec"),
    ("yarn", "exec"),
    ("npm", "exec"),
    ("npx",),
    ("bunx",),
    ("uvx",),
    ("bundle", "exec"),
    ("python", "-m"),
    ("python3", "-m"),
    ("coverage", "run", "-m"),
)
"""What stands before a tool without changing what it does."""
_WITH_VALUE = frozenset({"--group", "--extra", "--with", "--python", "-p", "--package", "--directory", "--only-group"})
_ALWAYS = {
    tool: purpose
    for purpose, tools in (
        ("test", "pytest py.test unittest nosetests jest vitest mocha ava jasmine karma tap phpunit rspec ctest"),
        (
            "lint",
            "flake8 pylint mypy pyright basedpyright bandit eslint stylelint staticcheck shellcheck pyflakes vue-tsc",
        ),
        ("build", "webpack rollup esbuild tsup"),
    )
    for tool in tools.split()
}
_BY_WORD = {
    "go": {"build": "build", "test": "test", "vet": "lint", "fmt": "format"},
    "cargo": {"build": "build", "test": "test", "nextest": "test", "clippy": "lint", "check": "lint", "fmt": "format"},
    "ruff": {"check": "lint", "format": "format"},
    "biome": {"check": "lint", "lint": "lint", "ci": "lint", "format": "format"},
    "golangci-lint": {"run": "lint"},
    "pre-commit": {"run": "lint"},
    "playwright": {"test": "test"},
    "cypress": {"run": "test"},
    "vite": {"build": "build"},
    "next": {"build": "build", "lint": "lint"},
    "docker": {"build": "build"},
    "dotnet": {"build": "build", "test": "test", "format": "format"},
    "uv": {"build": "build"},
    "poetry": {"build": "build"},
    "pdm": {"build": "build"},
    "hatch": {"build": "build", "test": "test"},
    "flit": {"build": "build"},
    "deno": {"test": "test", "lint": "lint", "fmt": "format"},
    "bun": {"test": "test"},
    "manage.py": {"test": "test"},
}
_BY_GOAL = {
    "mvn": {"test": "test", "verify": "test", "package": "build", "install": "build", "compile": "build"},
    "gradle": {"test": "test", "check": "test", "build": "build", "assemble": "build"},
}
"""Tools that take several goals: the last one that is known counts."""
_FORMATTERS = frozenset({"black", "isort", "prettier", "gofmt", "goimports", "gofumpt", "yapf", "autopep8", "dprint"})
_ONLY_LOOK = frozenset(
    {"--check", "--check-only", "-c", "-l", "--diff", "-d", "--list-different", "--verify-no-changes"}
)
_ENVIRONMENTS = {"tox": ("-e", "test"), "nox": ("-s", "test")}


class Told(NamedTuple):
    """The tool that does the work, and what for."""

    tool: str
    purpose: str


def plain_words(line: str) -> list[str]:
    """The words of a command that anybody may paste into a shell: one line, nothing to expand, no secret; else none."""
    if len(line) > _LONGEST or not _PLAIN.fullmatch(line) or _SECRET.search(line):
        return []
    try:
        words = shlex.split(line)
    except ValueError:
        return []
    return words if words and "=" not in words[0] else []


def told(words: Sequence[str]) -> Told | None:
    """`uv run pytest -q` is a test by pytest; `None` for what is not known."""
    for runner in _RUNNERS:
        if tuple(words[: len(runner)]) == runner:
            return told(_without_options(words[len(runner) :]))
    if not words:
        return None
    tool, rest = words[0], words[1:]
    tool = {"./mvnw": "mvn", "./gradlew": "gradle", "python": "manage.py"}.get(tool, tool)
    if tool == "manage.py":
        rest = rest[1:] if rest[:1] == ["manage.py"] else []
    purpose = _purpose(tool, list(rest))
    return Told(tool, purpose) if purpose is not None else None


def _without_options(words: Sequence[str]) -> Sequence[str]:
    """What a runner is told to run, behind its own options."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in _WITH_VALUE else 1
    return words[at:]


def _purpose(tool: str, rest: list[str]) -> str | None:
    words = [word for word in rest if not word.startswith("-")]
    purpose: str | None = None
    if tool in _ENVIRONMENTS:
        purpose = _environment(tool, rest)
    elif tool in _BY_GOAL:
        purpose = next((_BY_GOAL[tool][word] for word in reversed(words) if word in _BY_GOAL[tool]), None)
    elif tool in _FORMATTERS:
        purpose = "format"
    elif tool == "tsc":
        purpose = "lint" if "--noEmit" in rest else "build"
    elif tool == "build" and not words:
        purpose = "build"
    else:
        purpose = _ALWAYS.get(tool) or _BY_WORD.get(tool, {}).get("".join(words[:1]))
    return "lint" if purpose == "format" and not _ONLY_LOOK.isdisjoint(rest) else purpose


def _environment(tool: str, rest: list[str]) -> str | None:
    """`tox -e lint` lints; an environment that does not tell its purpose has none."""
    option, purpose = _ENVIRONMENTS[tool]
    if option not in rest:
        return purpose if all(word.startswith("-") or word == "run" for word in rest) else None
    name = "".join(rest[rest.index(option) + 1 :][:1])
    found = "test" if re.fullmatch(r"py[\d.]*", name) else purpose_of(name)
    return found if found != "run" else None
