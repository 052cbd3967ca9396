"""Build files of Python projects."""

import configparser
import tomllib
from collections.abc import Iterator

from omni_lsp.adapters.manifests.purpose import Line, is_plain, named, programs
from omni_lsp.adapters.manifests.tables import has, table

RUFF = (Line("lint", "ruff check ."), Line("format", "ruff format ."))
PYTEST = Line("test", "pytest")
MYPY = Line("lint", "mypy .")
FLAKE8 = Line("lint", "flake8")
TOX = Line("test", "tox")

_TOOLS = (
    ("pytest", (PYTEST,)),
    ("tox", (TOX,)),
    ("ruff", RUFF),
    ("pyright", (Line("lint", "pyright"),)),
    ("basedpyright", (Line("lint", "basedpyright"),)),
    ("black", (Line("format", "black ."),)),
    ("isort", (Line("format", "isort ."),)),
)


def pyproject(text: str, _names: frozenset[str]) -> Iterator[Line]:
    """Raises TOMLDecodeError."""
    document = tomllib.loads(text)
    if has(document, "build-system"):
        yield Line("build", "python -m build")
    for tool, lines in _TOOLS:
        if has(document, "tool", tool):
            yield from lines
    if has(document, "tool", "mypy"):
        # Without a list of its own mypy wants to be told what to check.
        lists_files = table(document, "tool", "mypy").keys() & {"files", "packages", "modules"}
        yield Line("lint", "mypy") if lists_files else MYPY
    yield from programs(table(document, "project", "scripts"))
    yield from programs(table(document, "tool", "poetry", "scripts"), "poetry run")
    yield from named(table(document, "tool", "pdm", "scripts"), "pdm run")
    yield from named(table(document, "tool", "poe", "tasks"), "poe")
    for name, environment in table(document, "tool", "hatch", "envs").items():
        if is_plain(name):
            yield from named(
                table(environment, "scripts"), "hatch run" if name == "default" else f"hatch -e {name} run"
            )


def setup_cfg(text: str, _names: frozenset[str]) -> Iterator[Line]:
    """`setup.cfg` and `tox.ini`, which share their sections. Raises configparser.Error."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    for section, line in (
        ("tox", TOX),
        ("pytest", PYTEST),
        ("tool:pytest", PYTEST),
        ("flake8", FLAKE8),
        ("mypy", MYPY),
    ):
        if parser.has_section(section):
            yield line
    scripts = parser.get("options.entry_points", "console_scripts", fallback="")
    yield from programs(name.partition("=")[0].strip() for name in scripts.splitlines() if "=" in name)
