"""Dependencies of a manifest: pinned or not, from where, in step with the lock file, under which licence."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from omni_lsp.agents.compliance_expressions import is_allowed
from omni_lsp.agents.compliance_policy import Terms
from omni_lsp.agents.compliance_rules import (
    CLEARTEXT_SOURCE,
    DEPENDENCY_NOT_ALLOWED,
    DIRECT_SOURCE,
    LOCK_OUTDATED,
    MUTABLE_SOURCE,
    UNPINNED,
)
from omni_lsp.model.dependencies import Dependency, DependencyFacts, Installed, Origin
from omni_lsp.model.markdown import code
from omni_lsp.model.policy import Level
from omni_lsp.model.text import Span
from omni_lsp.ports.engine import Match

_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_OPEN_IS_ODD = frozenset({"package.json", "pom.xml", "build.gradle", "build.gradle.kts"})
"""Where an open version is no habit: a library's `pyproject.toml` names none on purpose."""


def dependencies(facts: DependencyFacts, here: Terms) -> Iterator[Match]:
    """What is wrong with a manifest, by kind and not in order."""
    for each in facts.dependencies:
        yield from _source(each, has_lock=bool(facts.lock))
        if _is_unpinned(each, facts, here):
            yield Match(UNPINNED.id, each.span, f"{code(each.name)}: {_lowered(UNPINNED.message)} {UNPINNED.remedy}")
    for address, span in facts.sources:
        if _is_cleartext(address):
            yield Match(CLEARTEXT_SOURCE.id, span, f"{CLEARTEXT_SOURCE.message} {CLEARTEXT_SOURCE.remedy}")
    for mismatch in facts.mismatches:
        yield Match(LOCK_OUTDATED.id, mismatch.span, f"{mismatch.message} {LOCK_OUTDATED.remedy}")


def licences_of_packages(
    facts: DependencyFacts, installed: Mapping[str, Installed], allowed: tuple[str, ...]
) -> Iterator[Match]:
    """Packages whose licence is known and not allowed; those the manifest does not name itself stand at its head."""
    direct: dict[str, Span] = {}
    for each in facts.dependencies:
        direct.setdefault(each.name, each.span)
    for name in sorted(installed):
        licence = installed[name].licence
        if licence and not is_allowed(licence, allowed):
            what = f"{code(name)} is under {code(licence)}, which the policy does not allow."
            through = "" if name in direct else " It comes with another package."
            yield Match(DEPENDENCY_NOT_ALLOWED.id, direct.get(name, facts.head), what + through)


def _source(each: Dependency, *, has_lock: bool) -> Iterator[Match]:
    if each.origin not in (Origin.GIT, Origin.URL):
        return
    name = code(each.name) or "The package"
    if _is_cleartext(each.address):
        yield Match(CLEARTEXT_SOURCE.id, each.span, f"{name} comes over an unencrypted connection. Use https.")
    elif each.is_pinned or has_lock:  # A lock file holds the commit or the hash.
        yield Match(DIRECT_SOURCE.id, each.span, f"{name}: {_lowered(DIRECT_SOURCE.message)} {DIRECT_SOURCE.remedy}")
    else:
        yield Match(MUTABLE_SOURCE.id, each.span, f"{name}: {_lowered(MUTABLE_SOURCE.message)} {MUTABLE_SOURCE.remedy}")


def _is_unpinned(each: Dependency, facts: DependencyFacts, here: Terms) -> bool:
    """Ranges are how libraries state what they work with; only a policy asks for one version everywhere."""
    if each.is_pinned or each.origin is not Origin.REGISTRY or facts.lock:
        return False
    is_demanded = here.duties.pinned_dependencies not in (None, Level.OFF)
    if facts.wants_pins:
        return each.is_open or is_demanded
    return each.is_open and (is_demanded or facts.kind in _OPEN_IS_ODD)


def _is_cleartext(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:  # Brackets that hold no address, as in the middle of typing.
        return False
    return parts.scheme in {"http", "git"} and host is not None and host not in _OWN_MACHINE


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
