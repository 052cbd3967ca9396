"""Build and configuration files of JavaScript and TypeScript projects."""

import json
import re
from collections.abc import Iterator, Mapping

from omni_lsp.adapters.hidden.jsonc import leaves
from omni_lsp.adapters.manifests.proofs import proven
from omni_lsp.adapters.manifests.purpose import is_plain, named
from omni_lsp.adapters.manifests.saying import Entry, Folder, Habit, Saying, at_least, line_length
from omni_lsp.adapters.manifests.tables import has, table
from omni_lsp.adapters.manifests.yaml_tree import read

_LOCKS = (
    ("package-lock.json", "npm"),
    ("npm-shrinkwrap.json", "npm"),
    ("pnpm-lock.yaml", "pnpm"),
    ("yarn.lock", "yarn"),
    ("bun.lock", "bun"),
    ("bun.lockb", "bun"),
)
_MANAGERS = frozenset({"npm", "pnpm", "yarn", "bun"})
_PLACEHOLDER = "no test specified"
"""What npm writes when it makes a package without tests."""
_FRAMEWORKS = re.compile(
    r"(?:^|[\s/])(jest|vitest|mocha|ava|jasmine|tape|karma|playwright test|cypress run|node --test)\b"
)
_PATH = re.compile(r"(\./)?([\w@-][\w.@-]*/)*[\w@-][\w.@-]*", re.ASCII)
FRAMEWORK = "JavaScript test framework"
FORMATTER, LINTER = "JavaScript formatter", "JavaScript linter"


def package_json(text: str, folder: Folder) -> Iterator[Saying]:
    """Raises JSONDecodeError."""
    document = table(json.loads(text))
    manager, is_proven = _manager(document, folder)
    if is_proven:
        yield Habit("JavaScript package manager", manager)
    scripts = {name: script for name, script in table(document, "scripts").items() if isinstance(script, str)}
    yield from named((name for name, script in scripts.items() if _PLACEHOLDER not in script), f"{manager} run")
    yield from proven(scripts.values())
    tests = {
        match[1]
        for name, script in scripts.items()
        if name.startswith("test")
        for match in _FRAMEWORKS.finditer(script)
    }
    if len(tests) == 1:
        yield Habit(FRAMEWORK, tests.pop().removesuffix(" test").removesuffix(" run"))
    if has(document, "prettier"):
        yield from _prettier(table(document, "prettier"))
    if has(document, "eslintConfig"):
        yield Habit(LINTER, "eslint")
    engine = table(document, "engines").get("node")
    if isinstance(engine, str) and (match := re.fullmatch(r">=\s*v?([\d.]+)", engine)):
        yield from at_least("Node.js version", match[1])
    yield from _entries(document, folder)


def prettierrc(text: str, _folder: Folder) -> Iterator[Habit]:
    """JSON or YAML, of which it is a part. Raises ValueError."""
    yield from _prettier(table(read(text)))


def tsconfig(text: str, _folder: Folder) -> Iterator[Habit]:
    """JSON with comments."""
    for leaf in leaves(text):
        if leaf.path == ("compilerOptions", "strict") and leaf.value is True:
            yield Habit("TypeScript compiler", "strict mode")


def _manager(document: Mapping[str, object], folder: Folder) -> tuple[str, bool]:
    """By its lock file, else as declared; npm, which is there anyway, where nothing or too much is said."""
    found = {manager for lock, manager in _LOCKS if lock in folder.names}
    declared = str(document.get("packageManager", "")).partition("@")[0]
    if not found and declared in _MANAGERS:
        return declared, True
    return (found.pop(), True) if len(found) == 1 else ("npm", False)


def _prettier(options: Mapping[str, object]) -> Iterator[Habit]:
    yield Habit(FORMATTER, "prettier")
    width = options.get("printWidth")
    yield from line_length(
        "JavaScript line length", int(width) if isinstance(width, str) and width.isdecimal() else width
    )
    single = options.get("singleQuote")
    if single in {True, "true"}:
        yield Habit("JavaScript quotes", "single")
    if options.get("semi") in {False, "false"}:
        yield Habit("JavaScript semicolons", "left out")


def _entries(document: Mapping[str, object], folder: Folder) -> Iterator[Entry]:
    programs = document.get("bin")
    name = str(document.get("name", "")).rpartition("/")[2]
    for command, target in ({name: programs} if isinstance(programs, str) else table(programs)).items():
        if is_plain(command) and isinstance(target, str):
            yield Entry("program", command, _file(target, folder))
    main = document.get("main")
    if isinstance(main, str) and (path := _file(main, folder)):
        yield Entry("module", path, path)


def _file(target: str, folder: Folder) -> str:
    """The file that a package names, without the ending if it likes; empty for one that is built first."""
    if not _PATH.fullmatch(target):
        return ""
    place = target.removeprefix("./")
    return folder.first(place, f"{place}.js", f"{place}/index.js")


def biome(text: str, _folder: Folder) -> Iterator[Habit]:
    """JSON with comments."""
    off = {leaf.path[0] for leaf in leaves(text) if leaf.path[1:] == ("enabled",) and leaf.value is False}
    yield from (
        Habit(topic, "biome") for part, topic in (("formatter", FORMATTER), ("linter", LINTER)) if part not in off
    )
