"""What a policy means for one file: which findings count there, and how much."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from pathspec import GitIgnoreSpec

from omni_lsp.agents.compliance_rules import DUTIES
from omni_lsp.model.controls import ControlMap
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.policy import DEFAULT_POLICY, Duties, Level, Policy

_DUTY_OF: Mapping[str, str] = {rule.id: duty for rule, duty in DUTIES.items()}


@dataclass(frozen=True, slots=True)
class Terms:
    """A policy at one path; of `severities` the first that knows a concern has its way."""

    frameworks: tuple[str, ...] | None = None
    severities: tuple[Mapping[str, Level], ...] = ()
    duties: Duties = DEFAULT_POLICY.duties

    def severity(self, rule: Rule, controls: ControlMap) -> Severity | None:
        """What a finding of the rule counts as: by its id, else by the duty it belongs to, else by the gravest of its
        weaknesses, else by the gravest of its controls, else as the rule itself says; `None` when nobody wants it.
        """
        duty = self._duty(rule)
        decided = None if duty is Level.OFF else _first(_of_id(known, rule.id) for known in self.severities)
        decided = decided or duty or _first(_grade(known, rule, controls) for known in self.severities)
        return rule.severity if decided is None else decided.severity

    def wants(self, rule: Rule) -> bool:
        """Whether the duty that a rule belongs to is looked after."""
        return self._duty(rule) is not Level.OFF

    def _duty(self, rule: Rule) -> Level | None:
        duty = _DUTY_OF.get(rule.id)
        level = getattr(self.duties, duty) if duty is not None else None
        return level if isinstance(level, Level) else None


def terms(policy: Policy, path: str) -> Terms:
    """The policy at a path below the folder, with `/`."""
    frameworks, duties = policy.frameworks, policy.duties
    severities = [policy.severities] if policy.severities else []
    for part in policy.parts:
        if not _patterns(part.paths).match_file(path):
            continue
        frameworks = frameworks if part.frameworks is None else part.frameworks
        duties = duties.under(part.duties)
        if part.severities:
            severities.insert(0, part.severities)
    return Terms(frameworks, tuple(severities), duties)


def judged(findings: Iterable[Finding], here: Terms, controls: ControlMap) -> tuple[Finding, ...]:
    """Findings of any agent as the policy counts them; those that are off are left out."""
    graded = ((finding, here.severity(finding.rule, controls)) for finding in findings)
    return tuple(_as(finding, severity) for finding, severity in graded if severity is not None)


@lru_cache(maxsize=64)
def _patterns(lines: tuple[str, ...]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(lines)


def _as(finding: Finding, severity: Severity) -> Finding:
    if severity is finding.rule.severity:
        return finding
    return replace(finding, rule=replace(finding.rule, severity=severity))


def _first(levels: Iterable[Level | None]) -> Level | None:
    return next((level for level in levels if level is not None), None)


def _of_id(known: Mapping[str, Level], rule: str) -> Level | None:
    """What is said of a rule by its id, else by the longest beginning of it."""
    parts = rule.split(".")
    beginnings = (".".join((*parts[:count], "*")) for count in range(len(parts) - 1, 0, -1))
    return _first(known.get(name) for name in (rule, *beginnings))


def _grade(known: Mapping[str, Level], rule: Rule, controls: ControlMap) -> Level | None:
    found = _gravest(known, rule.cwe)
    if found is None and any(" " in concern for concern in known):
        found = _gravest(known, (control.key for control in controls.of_rule(rule)))
    return found


def _gravest(known: Mapping[str, Level], concerns: Iterable[str]) -> Level | None:
    return max((known[each] for each in concerns if each in known), key=tuple(Level).index, default=None)
