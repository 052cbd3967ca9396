"""`go.mod` and `go.sum` (The Go Modules Reference)."""

import re
from collections.abc import Mapping

from omni_lsp.adapters.dependencies.manifest import Manifest, lines_of
from omni_lsp.model.dependencies import Dependency, Origin
from omni_lsp.model.text import Span

_BLOCK = re.compile(r"\s*(require|replace|exclude|retract|tool|godebug)\s*\(\s*(?://.*)?$")
_SINGLE = re.compile(r"\s*(require|replace)\s+(.*)$")
_REQUIRED = re.compile(r'"?([^\s"()]+)"?\s+(v\S+)')
_REPLACED = re.compile(r'"?([^\s"]+)"?(?:\s+(v\S+))?\s*=>\s*"?([^\s"]+)"?(?:\s+(v\S+))?')


def go_mod(text: str) -> Manifest:
    """Each module has one version; `declared` is what `go.sum` must know, replacements instead of what they replace."""
    required: list[Dependency] = []
    replaced: dict[str, tuple[str, str]] = {}
    block = ""
    for start, line in lines_of(text):
        content = line.partition("//")[0].strip()
        if opening := _BLOCK.match(line):
            block = opening[1]
            continue
        if block and content == ")":
            block = ""
            continue
        single = _SINGLE.match(content)
        kind, rest = (single[1], single[2]) if single and not block else (block, content)
        span = Span(start + len(line) - len(line.lstrip()), start + len(line.partition("//")[0].rstrip()))
        if kind == "require" and (found := _REQUIRED.match(rest)):
            required.append(Dependency(found[1], found[2], span, is_pinned=True))
        elif kind == "replace" and (changed := _REPLACED.match(rest)):
            replaced[changed[1]] = (changed[3], changed[4] or "")
    dependencies = tuple(_placed(each, replaced) for each in required)
    head = dependencies[0].span if dependencies else Span(0, 0)
    return Manifest(dependencies, (), head, declared=_declared(dependencies, replaced))


def go_sum(text: str) -> frozenset[tuple[str, str]]:
    """Module and version of each line, `/go.mod` left out."""
    rows = (line.split() for line in text.splitlines())
    return frozenset((row[0], row[1].removesuffix("/go.mod")) for row in rows if len(row) == 3)


def _placed(dependency: Dependency, replaced: Mapping[str, tuple[str, str]]) -> Dependency:
    target = replaced.get(dependency.name)
    if target is None or target[1]:
        return dependency
    return Dependency(dependency.name, target[0], dependency.span, Origin.PATH, is_pinned=True)


def _declared(dependencies: tuple[Dependency, ...], replaced: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    declared = {}
    for each in dependencies:
        name, version = replaced.get(each.name, (each.name, each.requirement))
        if version and each.origin is Origin.REGISTRY:
            declared[each.name] = f"{name} {version}"
    return declared
