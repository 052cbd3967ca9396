"""`package.json`: dependencies of npm, Yarn and pnpm."""

import json
import re
from collections.abc import Iterator, Mapping

from omni_lsp.adapters.dependencies.manifest import Manifest, Places, is_commit
from omni_lsp.adapters.manifests.tables import table
from omni_lsp.model.dependencies import Dependency, Origin
from omni_lsp.model.text import Span

_SECTIONS = ("dependencies", "devDependencies", "optionalDependencies")
_GIT = re.compile(r"(?:git(?:\+\w+)?://|git@|github:|gitlab:|bitbucket:|gist:|(?!\.)[\w.-]+/[\w.-]+(?:#|$))")
_GIT_HOST = re.compile(r"https?://(?:github|gitlab|bitbucket)\.\w+/[^#]+\.git(?:#|$)")
_LOCAL = ("file:", "link:", "workspace:", "portal:", "patch:", ".", "/", "~/")
_EXACT = re.compile(r"[v=]?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?")
_ANY = frozenset({"", "*", "x", "X", "latest", "next", ">=0", ">=0.0.0"})


def package_json(text: str) -> Manifest:
    """Raises JSONDecodeError."""
    document = table(json.loads(text))
    places = Places(text)
    found: list[Dependency] = []
    head = Span(0, 0)
    for section in _SECTIONS:
        at = _key(text, section)
        if at is None:
            continue
        head = head if head.end else places.line_at(at)
        found += _dependencies(table(document, section), places, at)
    declared = {each.name: each.requirement for each in found}
    decided = (*table(document, "resolutions"), *table(document, "overrides"), *table(document, "pnpm", "overrides"))
    free = frozenset(re.sub(r"(?<=.)@.*", "", name) for name in decided)
    return Manifest(tuple(found), (), head, declared=declared, free=free)


def _key(text: str, name: str) -> int | None:
    found = re.search(rf'"{name}"\s*:\s*\{{', text)
    return found.start() if found else None


def _dependencies(listed: Mapping[str, object], places: Places, start: int) -> Iterator[Dependency]:
    for name, value in listed.items():
        if isinstance(value, str):
            yield _dependency(name, value, places.member(name, value, start))


def _dependency(name: str, written: str, span: Span) -> Dependency:
    wanted = written.strip()
    if wanted.startswith(_LOCAL):
        return Dependency(name, written, span, Origin.PATH, is_pinned=True)
    if _GIT.match(wanted) or _GIT_HOST.match(wanted):
        is_pinned = is_commit(wanted.partition("#")[2])
        return Dependency(name, written, span, Origin.GIT, is_pinned=is_pinned, address=wanted.removeprefix("git+"))
    if wanted.startswith(("http://", "https://")):
        return Dependency(name, written, span, Origin.URL, address=wanted)
    version = wanted.rpartition("@")[2] if wanted.startswith("npm:") else wanted
    return Dependency(name, written, span, is_pinned=bool(_EXACT.fullmatch(version)), is_open=version in _ANY)
