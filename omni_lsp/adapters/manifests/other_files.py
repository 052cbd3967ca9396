"""Build files of everything that is not Python."""

import json
import re
import tomllib
from collections.abc import Iterator

from omni_lsp.adapters.manifests.purpose import Line, named
from omni_lsp.adapters.manifests.tables import has, table

_LOCKS = (("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun"))
_PLACEHOLDER = "no test specified"
"""What npm writes when it makes a package without tests."""
_TARGET = re.compile(r"^([\w.-]+(?:[ \t]+[\w.-]+)*)[ \t]*::?(?![:=])", re.MULTILINE)
_SERVICES = re.compile(r"^services[ \t]*:", re.MULTILINE)


def package_json(text: str, names: frozenset[str]) -> Iterator[Line]:
    """Raises JSONDecodeError."""
    document = json.loads(text)
    manager = next((manager for lock, manager in _LOCKS if lock in names), None)
    declared = table(document).get("packageManager")
    if manager is None and isinstance(declared, str) and declared.partition("@")[0] in {"pnpm", "yarn", "bun"}:
        manager = declared.partition("@")[0]
    scripts = table(document, "scripts")
    real = (name for name, script in scripts.items() if isinstance(script, str) and _PLACEHOLDER not in script)
    yield from named(real, f"{manager or 'npm'} run")


def makefile(text: str, _names: frozenset[str]) -> Iterator[Line]:
    targets = (name for match in _TARGET.finditer(text) for name in match[1].split())
    yield from named(targets, "make")


def go_mod(_text: str, _names: frozenset[str]) -> Iterator[Line]:
    yield from (Line("build", "go build ./..."), Line("test", "go test ./..."), Line("lint", "go vet ./..."))


def pom_xml(_text: str, names: frozenset[str]) -> Iterator[Line]:
    maven = "./mvnw" if "mvnw" in names else "mvn"
    yield from (Line("build", f"{maven} package"), Line("test", f"{maven} test"))


def build_gradle(_text: str, names: frozenset[str]) -> Iterator[Line]:
    gradle = "./gradlew" if "gradlew" in names else "gradle"
    yield from (Line("build", f"{gradle} build"), Line("test", f"{gradle} test"))


def cargo_toml(text: str, _names: frozenset[str]) -> Iterator[Line]:
    """Raises TOMLDecodeError."""
    document = tomllib.loads(text)
    if has(document, "package") or has(document, "workspace"):
        yield from (Line("build", "cargo build"), Line("test", "cargo test"))


def compose(text: str, _names: frozenset[str]) -> Iterator[Line]:
    if _SERVICES.search(text):
        yield Line("run", "docker compose up")
