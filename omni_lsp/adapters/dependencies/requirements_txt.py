"""`requirements.txt` (pip's requirements file format) and settings of package managers in `name = value` lines."""

import re
from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from omni_lsp.adapters.dependencies.manifest import Manifest, is_commit, lines_of
from omni_lsp.model.dependencies import Dependency, Origin
from omni_lsp.model.text import Span

_INDEX = re.compile(r"(?:-i|--index-url|--extra-index-url|-f|--find-links)[ =]\s*(\S+)")
_SETTING = re.compile(r"\s*(?:index-url|extra-index-url|find-links|(?:@[\w.-]+:)?registry)\s*=\s*(\S+)")
_DIRECT = re.compile(r"(?:(?:git|hg|svn|bzr)\+[a-z]+://|https?://)\S+")
_EGG = re.compile(r"[#&]egg=([\w.-]+)")
_REVISION = re.compile(r"@([\w./-]+)(?:#|$)")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_OPTIONS = re.compile(r"\s--?[a-z].*")


def requirements_txt(text: str) -> Manifest:
    """One dependency a line; with a constraints file (`-c`) versions may come from there."""
    dependencies: list[Dependency] = []
    sources: list[tuple[str, Span]] = []
    has_constraints = False
    for start, line in _logical_lines(text):
        content = _COMMENT.sub("", line).strip()
        shown = _COMMENT.sub("", line.split("\n")[0]).rstrip().removesuffix("\\").rstrip()
        span = Span(start, start + len(shown))
        has_constraints |= content.startswith(("-c ", "--constraint"))
        if address := _INDEX.match(content):
            sources.append((address[1], span))
            continue
        dependency = _dependency(content.removeprefix("-e ").removeprefix("--editable ").strip(), span)
        if dependency is not None:
            dependencies.append(dependency)
    head = dependencies[0].span if dependencies else Span(0, 0)
    return Manifest(tuple(dependencies), tuple(sources), head, wants_pins=not has_constraints)


def settings_file(text: str) -> Manifest:
    """`.npmrc` and `pip.conf`: the registries that they name."""
    found = ((start, line, _SETTING.match(line)) for start, line in lines_of(text))
    return Manifest(
        sources=tuple((hit[1], Span(start, start + len(line.rstrip()))) for start, line, hit in found if hit)
    )


def of_requirement(written: str, span: Span) -> Dependency | None:
    """A requirement of PEP 508, `None` for what is none."""
    try:
        requirement = Requirement(written)
    except InvalidRequirement:
        return None
    name = canonicalize_name(requirement.name)
    if requirement.url is not None:
        return _direct(name, requirement.url, span)
    return Dependency(
        name,
        str(requirement.specifier),
        span,
        is_pinned=is_exact(requirement.specifier),
        is_open=is_unbounded(requirement.specifier),
    )


def is_exact(specifier: SpecifierSet) -> bool:
    """Whether it leaves one version."""
    return any(each.operator == "===" or (each.operator == "==" and "*" not in each.version) for each in specifier)


def is_unbounded(specifier: SpecifierSet) -> bool:
    """Whether the newest version always fits."""
    return not any(each.operator in {"==", "===", "~=", "<", "<="} for each in specifier)


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with what a backslash joins to them; the offset is that of the first character that is no space."""
    joined, begun = "", 0
    for start, line in lines_of(text):
        if not joined:
            begun = start + len(line) - len(line.lstrip())
        if line.endswith("\\"):
            joined += f"{line}\n"
            continue
        yield begun, (joined + line).strip()
        joined = ""
    if joined:
        yield begun, joined.strip()


def _dependency(content: str, span: Span) -> Dependency | None:
    plain = content.replace("\\\n", " ")
    if direct := _DIRECT.match(plain):
        egg = _EGG.search(direct[0])
        return _direct(canonicalize_name(egg[1]) if egg else "", direct[0], span, has_hash="--hash=" in plain)
    if not plain or plain.startswith(("-", ".", "/")):
        return None
    has_hash = "--hash=" in plain
    found = of_requirement(_OPTIONS.sub("", plain).strip(), span)
    if found is None or found.origin is Origin.REGISTRY or not has_hash:
        return found
    return Dependency(found.name, found.requirement, span, found.origin, is_pinned=True, address=found.address)


def _direct(name: str, address: str, span: Span, *, has_hash: bool = False) -> Dependency:
    if address.startswith("file:"):
        return Dependency(name, address, span, Origin.PATH, is_pinned=True, address=address)
    if re.match(r"(?:git|hg|svn|bzr)\+", address):
        revision = _REVISION.search(address.partition("://")[2].partition("/")[2])
        is_pinned = revision is not None and is_commit(revision[1])
        return Dependency(name, address, span, Origin.GIT, is_pinned=is_pinned, address=address.partition("+")[2])
    is_pinned = has_hash or re.search(r"#(?:.*&)?(?:sha256|sha384|sha512)=", address) is not None
    return Dependency(name, address, span, Origin.URL, is_pinned=is_pinned, address=address)
