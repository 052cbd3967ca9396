"""Where a lock file is out of step with its manifest; what is not certain is not told."""

import re
from collections.abc import Iterator

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from omni_lsp.adapters.dependencies.lock import Lock
from omni_lsp.adapters.dependencies.manifest import Manifest
from omni_lsp.model.dependencies import Dependency, Mismatch, Origin
from omni_lsp.model.markdown import code

_CARET = re.compile(r"\^\s*(\d+(?:\.\d+)*)$")
_TILDE = re.compile(r"~\s*(\d+(?:\.\d+)*)$")
_PLAIN_RANGE = re.compile(r"[\w.*^~<>=| -]*")


def mismatches(manifest: Manifest, lock: Lock, name: str) -> tuple[Mismatch, ...]:
    """In document order; `name` is that of the lock file."""
    found = {each.span: each for each in (*_missing(manifest, lock, name), *_changed(manifest, lock, name))}
    return (*(found[span] for span in sorted(found)), *_left_over(manifest, lock, name))


def _missing(manifest: Manifest, lock: Lock, name: str) -> Iterator[Mismatch]:
    if lock.entries is not None:
        return  # `_changed` looks each requirement up.
    known = lock.versions.keys() if lock.copied is None else lock.copied.keys()
    for each in manifest.dependencies:
        is_expected = each.origin is not Origin.PATH and each.name and each.name not in manifest.free
        if is_expected and each.name not in known:
            yield Mismatch(each.span, f"{code(each.name)} is not in {name}.")


def _changed(manifest: Manifest, lock: Lock, name: str) -> Iterator[Mismatch]:
    for each in manifest.dependencies:
        if each.origin is Origin.REGISTRY and each.name not in manifest.free:
            difference = _difference(each, lock)
            if difference:
                yield Mismatch(each.span, f"{name} {difference}.")


def _difference(dependency: Dependency, lock: Lock) -> str:
    """What the lock file does otherwise about a package that it knows, empty when nothing is certain."""
    name, wanted = dependency.name, dependency.requirement
    if lock.entries is not None:
        is_there = f"{name}@{wanted}" in lock.entries or f"{name}@npm:{wanted}" in lock.entries
        return "" if is_there or not _is_plain(dependency) else f"has no answer to {code(f'{name}@{wanted}')}"
    if lock.copied is not None:
        copied = lock.copied.get(name, frozenset())
        if not copied or any(_same(each, wanted) for each in copied):
            return ""
        return f"was made for {code(', '.join(sorted(copied)) or 'any version')} of {code(name)}"
    specifier, versions = _specifier(wanted), lock.versions.get(name, ())
    if specifier is None or _is_met(specifier, versions):
        return ""
    return f"has version {', '.join(versions)} of {code(name)}"


def _left_over(manifest: Manifest, lock: Lock, name: str) -> Iterator[Mismatch]:
    """What the lock file's copy of the manifest has and the manifest has not."""
    if lock.copied is None:
        return
    known = {each.name for each in manifest.dependencies} | manifest.free
    for gone in sorted(lock.copied.keys() - known):
        yield Mismatch(manifest.head, f"{name} still asks for {code(gone)}.")


def _is_plain(dependency: Dependency) -> bool:
    return _PLAIN_RANGE.fullmatch(dependency.requirement) is not None


def _same(one: str, other: str) -> bool:
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    try:
        return SpecifierSet(one) == SpecifierSet(other)
    except InvalidSpecifier:
        return False


def _specifier(written: str) -> SpecifierSet | None:
    """A requirement as Python's or Poetry's, `None` for what is neither, or for any version."""
    text = written.strip()
    if caret := _CARET.fullmatch(text):
        text = f">={caret[1]},<{_next(caret[1], from_caret=True)}"
    elif tilde := _TILDE.fullmatch(text):
        text = f">={tilde[1]},<{_next(tilde[1], from_caret=False)}"
    elif text[:1].isdecimal():
        text = f"=={text}"
    try:
        return SpecifierSet(text) if text not in ("", "*") else None
    except InvalidSpecifier:
        return None


def _next(version: str, *, from_caret: bool) -> str:
    """The first version that a caret or tilde leaves out: the leftmost number above 0 goes up, or the second one."""
    numbers = [int(part) for part in version.split(".")]
    place = min(1, len(numbers) - 1)
    if from_caret:
        place = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    return ".".join(map(str, [*numbers[:place], numbers[place] + 1]))


def _is_met(wanted: SpecifierSet, versions: tuple[str, ...]) -> bool:
    """Whether one of the versions fits, or none can be read."""
    try:
        return not versions or any(wanted.contains(Version(each), prereleases=True) for each in versions)
    except InvalidVersion:
        return True
