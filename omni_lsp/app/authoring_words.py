"""What only the application knows of the files that steer us: agents, rules, weaknesses, controls, amounts to begin with."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from omni_lsp.config.completing import Vocabulary, Word
from omni_lsp.model.controls import ControlMap
from omni_lsp.model.finding import Rule
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.markdown import code, escaped
from omni_lsp.pipeline.graph import sorted_kinds
from omni_lsp.ports.agent import AgentMeta

_TIMES = ("100ms", "300ms", "500ms", "1s", "2s", "3s", "5s", "10s", "30s", "1m")
_SIZES = ("100kB", "256kB", "512kB", "1MB", "5MB", "10MB")
_LICENCES = (
    *("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "MPL-2.0", "EPL-2.0", "Unlicense", "CC0-1.0"),
    *("LGPL-2.1-or-later", "LGPL-3.0-or-later", "GPL-2.0-or-later", "GPL-3.0-or-later", "AGPL-3.0-or-later", "Zlib"),
)
"""Those that most projects have; the format takes each of the SPDX list."""
_TITLES_SHOWN = 5


def pipeline_words(agents: Iterable[AgentMeta]) -> Vocabulary:
    """The agents there are with what they need and give, and amounts to begin with."""
    known = tuple(Word(meta.id, "", _about(meta)) for meta in agents)
    times, sizes = tuple(map(Word, _TIMES)), tuple(map(Word, _SIZES))
    languages = tuple(map(Word, LANGUAGES))
    values = {"agent": known, "agents": known, "depends_on": known, "languages": languages}
    values |= {"budget": times, "timeout": times, "larger_than": sizes}
    return Vocabulary(MappingProxyType(values), once=frozenset({"agent", "agents"}))


def policy_words(rules: Mapping[str, Rule], controls: ControlMap) -> Vocabulary:
    """The frameworks, licences, and what a severity can be given for: rules, their families, weaknesses, controls."""
    frameworks = tuple(Word(each.id, f"{each.name} {each.version}", f"<{each.url}>") for each in controls.frameworks)
    concerns = tuple(chain(_rules(rules), _weaknesses(rules), _controls(controls)))
    licences = tuple(map(Word, _LICENCES))
    values = {"frameworks": frameworks, "spdx-licence": licences, "licence-allow": licences}
    return Vocabulary(MappingProxyType(values), MappingProxyType({"severities": concerns}))


def _about(meta: AgentMeta) -> str:
    facts = (("Requires", meta.requires), ("Uses", meta.uses), ("Provides", meta.provides))
    said = [
        f"{verb} {', '.join(code(kind.__name__) for kind in sorted_kinds(kinds))}." for verb, kinds in facts if kinds
    ]
    return "  \n".join([*said, "Reports findings." if meta.reports_findings else "Reports no findings."])


def _rules(rules: Mapping[str, Rule]) -> Iterator[Word]:
    families: dict[str, int] = {}
    for name in sorted(rules):
        rule = rules[name]
        weaknesses = f" ({', '.join(rule.cwe)})" if rule.cwe else ""
        yield Word(name, rule.title, f"Reported as {rule.severity.name.lower()} without a policy{weaknesses}.")
        if "." in name:
            family = f"{name.partition('.')[0]}.*"
            families[family] = families.get(family, 0) + 1
    for family, number in families.items():
        yield Word(family, _of_rules(number))


def _weaknesses(rules: Mapping[str, Rule]) -> Iterator[Word]:
    titles: dict[str, list[str]] = {}
    for rule in rules.values():
        for cwe in rule.cwe:
            titles.setdefault(cwe, []).append(rule.title)
    for cwe in sorted(titles, key=lambda cwe: (len(cwe), cwe)):
        found = sorted(set(titles[cwe]))
        more = [f"and {len(found) - _TITLES_SHOWN} more"] if len(found) > _TITLES_SHOWN else []
        yield Word(
            cwe,
            _of_rules(len(titles[cwe])),
            "\n".join(f"- {line}" for line in [*map(escaped, found[:_TITLES_SHOWN]), *more]),
        )


def _controls(controls: ControlMap) -> Iterator[Word]:
    for control in controls.controls:
        yield Word(control.key, control.title, f"<{control.url}>")


def _of_rules(number: int) -> str:
    return "1 rule" if number == 1 else f"{number} rules"
