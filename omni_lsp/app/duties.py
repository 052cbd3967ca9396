"""What a policy asks of a project, in words for those who write its code, with the controls that ask for it."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from omni_lsp.agents.compliance_rules import DUTIES
from omni_lsp.model.controls import ControlMap
from omni_lsp.model.finding import Severity
from omni_lsp.model.packs import Duty
from omni_lsp.model.policy import Duties, Level, Policy
from omni_lsp.pack.plain import word

_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "personal_data": "Log, send and store internal ids in place of personal data.",
        "realistic_test_data": "Make test data up: addresses at example.com, card numbers that payment providers publish.",
        "dependency_sources": "Take dependencies from registries over https, or name a commit by its full hash.",
        "pinned_dependencies": "Name one version of each dependency, or keep a lock file.",
        "lock_files": "Renew the lock file whenever a manifest changes.",
    }
)
_HEADER = "Begin each new source file with an SPDX-License-Identifier comment"
_LICENCES = "Add dependencies only under these licences: "
_A_FRAMEWORK = 2
"""Controls that are named of each framework."""


def duties(policy: Policy, controls: ControlMap) -> tuple[Duty, ...]:
    """Those that count at least as a warning, for the folder as a whole and for its parts, in the policy's order."""
    found = list(_duties(policy.duties, _within(controls, policy.frameworks), (), is_whole=True))
    for part in policy.parts:
        frameworks = policy.frameworks if part.frameworks is None else part.frameworks
        found += _duties(part.duties, _within(controls, frameworks), part.paths, is_whole=False)
    return tuple(found)


def _duties(said: Duties, controls: ControlMap, paths: tuple[str, ...], *, is_whole: bool) -> Iterator[Duty]:
    """What is not said counts as the rules have it where it is about the whole folder, and not at all for a part."""
    for name, text in _TEXTS.items():
        level: Level | None = getattr(said, name)
        grade = level.severity if level is not None else _default(name) if is_whole else None
        if grade is not None and grade >= Severity.WARNING:
            yield Duty(text, _controls(name, controls), paths)
    if said.spdx_header not in (None, Level.OFF, Level.INFO):
        licence = word(said.spdx_licence or "")
        yield Duty(f"{_HEADER}{f': {licence}' if licence else ''}.", _controls("spdx_header", controls), paths)
    allowed = [span for each in said.licence_allow or () if (span := word(each))]
    if allowed and said.dependency_licences is not Level.OFF:
        yield Duty(f"{_LICENCES}{', '.join(allowed)}.", _controls("dependency_licences", controls), paths)


def _default(name: str) -> Severity:
    return max(rule.severity for rule, duty in DUTIES.items() if duty == name)


def _controls(name: str, controls: ControlMap) -> tuple[str, ...]:
    """The first few of each framework, in the order of frameworks."""
    own = {each for rule, duty in DUTIES.items() if duty == name for each in controls.by_rule.get(rule.id, ())}
    by_framework: dict[str, list[str]] = {}
    for control in controls.controls:
        if control in own:
            by_framework.setdefault(control.framework, []).append(control.key)
    return tuple(key for keys in by_framework.values() for key in keys[:_A_FRAMEWORK])


def _within(controls: ControlMap, frameworks: Collection[str] | None) -> ControlMap:
    return controls if frameworks is None else controls.within(frameworks)
