"""What is installed beside the engine: our own parts, and those that are there on demand."""

import platform
import sys
from collections.abc import Iterator
from importlib import metadata, util

from omni_lsp import __version__
from omni_lsp.adapters.search_path import first_program, search_path
from omni_lsp.adapters.syntax.trees import DIALECTS, error_count, parse
from omni_lsp.app.health import Check

_GROUP = "installed"
_OLDEST = (3, 11)
# A module that is there on demand, what it is for, and the package that brings it.
_ON_DEMAND = (
    ("opentelemetry.sdk", "telemetry", "opentelemetry-sdk"),
    ("opentelemetry.exporter.otlp.proto.http", "telemetry to a collector", "opentelemetry-exporter-otlp-proto-http"),
    ("ast_grep_py", "findings as you type", "ast-grep-py"),
)


def installed() -> Iterator[Check]:
    yield Check(_GROUP, "omni-lsp", __version__)
    is_new = sys.version_info >= _OLDEST
    said = f"{platform.python_version()}, {sys.executable}"
    yield Check(_GROUP, "Python", said, is_new, "" if is_new else "use Python 3.11 or newer")
    for language in DIALECTS:
        yield _grammar(language)
    git = first_program(search_path(), "git", "git.exe")
    yield Check(_GROUP, "git", str(git or "missing: `--diff` cannot be used"))
    for module, purpose, package in _ON_DEMAND:
        yield Check(_GROUP, purpose, _version(module, package))


def _grammar(language: str) -> Check:
    name = f"grammar, {language}"
    try:
        errors = error_count(parse(language, ""))
    except (ImportError, AttributeError, ValueError, OSError) as error:
        return Check(_GROUP, name, str(error), is_well=False, advice="install omni-lsp again")
    return Check(_GROUP, name, "loaded", not errors)


def _version(module: str, package: str) -> str:
    """A module's version; it is looked for without being imported."""
    try:
        is_there = util.find_spec(module) is not None
    except ModuleNotFoundError:
        is_there = False
    if not is_there:
        return f"not installed: {package}"
    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:
        return f"{package}, of no known version"
