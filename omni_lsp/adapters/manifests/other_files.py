"""Build and configuration files of Go, Java, Rust and of what has no language."""

import re
import tomllib
from collections.abc import Iterator

from omni_lsp.adapters.manifests.proofs import proven
from omni_lsp.adapters.manifests.purpose import is_plain, named
from omni_lsp.adapters.manifests.saying import Entry, Folder, Habit, Line, Saying, at_least
from omni_lsp.adapters.manifests.tables import has, table
from omni_lsp.adapters.manifests.yaml_tree import read

_TARGET = re.compile(r"^([\w.-]+(?:[ \t]+[\w.-]+)*)[ \t]*::?(?![:=])", re.MULTILINE)
_RECIPE = re.compile(r"^@?([A-Za-z][\w-]*)((?:[ \t]+[^:=\n]*?)?)[ \t]*:(?!=)", re.MULTILINE)
_SERVICES = re.compile(r"^services[ \t]*:", re.MULTILINE)
_GO_VERSION = re.compile(r"^go[ \t]+([\d.]+)", re.MULTILINE)
_MAVEN_VERSION = re.compile(
    r"<(?:maven\.compiler\.(?:release|source)|java\.version)>\s*([\d.]+)\s*</|<release>\s*(\d+)\s*</release>"
)
_GRADLE_VERSION = re.compile(
    r"JavaLanguageVersion\.of\((\d+)\)|sourceCompatibility\s*=?\s*(?:JavaVersion\.VERSION_)?['\"]?(\d+)"
)
_JAVA_TOOLS = (
    (re.compile(r"spotless"), Habit("Java formatter", "spotless")),
    (re.compile(r"checkstyle"), Habit("Java linter", "checkstyle")),
)
_JAVA_TESTS = (
    (re.compile(r"junit-jupiter|useJUnitPlatform"), "JUnit 5"),
    (re.compile(r"<artifactId>junit</artifactId>|['\"]junit:junit:"), "JUnit 4"),
    (re.compile(r"\btestng\b"), "TestNG"),
)


def makefile(text: str, _folder: Folder) -> Iterator[Saying]:
    targets = (name for match in _TARGET.finditer(text) for name in match[1].split())
    yield from named(targets, "make")
    yield from proven(line for line in text.splitlines() if line.startswith("\t"))


def justfile(text: str, _folder: Folder) -> Iterator[Saying]:
    """Recipes that need no argument."""
    recipes = (match[1] for match in _RECIPE.finditer(text) if not match[2].strip())
    yield from named(recipes, "just")
    yield from proven(line for line in text.splitlines() if line.startswith((" ", "\t")))


def taskfile(text: str, _folder: Folder) -> Iterator[Saying]:
    """Raises ValueError."""
    tasks = table(read(text), "tasks")
    shown = (
        name for name, task in tasks.items() if table(task).get("internal") != "true" and "requires" not in table(task)
    )
    yield from named(shown, "task")


def go_mod(text: str, _folder: Folder) -> Iterator[Saying]:
    yield from (Line("build", "go build ./..."), Line("test", "go test ./..."), Line("lint", "go vet ./..."))
    if match := _GO_VERSION.search(text):
        yield from at_least("Go version", match[1])


def pom_xml(text: str, folder: Folder) -> Iterator[Saying]:
    maven = "./mvnw" if "mvnw" in folder.names else "mvn"
    yield from (Line("build", f"{maven} package"), Line("test", f"{maven} test"))
    yield from _java(text, _MAVEN_VERSION)


def build_gradle(text: str, folder: Folder) -> Iterator[Saying]:
    gradle = "./gradlew" if "gradlew" in folder.names else "gradle"
    yield from (Line("build", f"{gradle} build"), Line("test", f"{gradle} test"))
    yield from _java(text, _GRADLE_VERSION)


def cargo_toml(text: str, folder: Folder) -> Iterator[Saying]:
    """Raises TOMLDecodeError."""
    document = tomllib.loads(text)
    if has(document, "package") or has(document, "workspace"):
        yield from (Line("build", "cargo build"), Line("test", "cargo test"))
    package = table(document, "package")
    yield from at_least("Rust version", package.get("rust-version"))
    name = str(package.get("name", ""))
    if is_plain(name) and folder.has("src/main.rs"):
        yield Entry("program", name, "src/main.rs")


def compose(text: str, _folder: Folder) -> Iterator[Saying]:
    if _SERVICES.search(text):
        yield Line("run", "docker compose up")


def pre_commit(text: str, _folder: Folder) -> Iterator[Saying]:
    """Hooks that format prove a formatter. Raises ValueError."""
    yield Line("lint", "pre-commit run --all-files")
    hooks = {
        str(table(hook).get("id"))
        for repo in _items(table(read(text)).get("repos"))
        for hook in _items(table(repo).get("hooks"))
    }
    if "ruff-format" in hooks:
        yield from (Line("format", "ruff format ."), Habit("Python formatter", "ruff format"))
    if "black" in hooks:
        yield from (Line("format", "black ."), Habit("Python formatter", "black"))


def _items(node: object) -> list[object]:
    return node if isinstance(node, list) else []


def _java(text: str, version: re.Pattern[str]) -> Iterator[Saying]:
    found = {"".join(filter(None, match.groups())) for match in version.finditer(text)}
    if len(found) == 1:
        yield from at_least("Java version", found.pop())
    yield from (habit for pattern, habit in _JAVA_TOOLS if pattern.search(text))
    frameworks = [name for pattern, name in _JAVA_TESTS if pattern.search(text)]
    if len(frameworks) == 1:
        yield Habit("Java test framework", frameworks[0])
