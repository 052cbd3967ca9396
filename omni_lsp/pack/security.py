"""Rules of secure code that are in use here, and what they find now."""

from collections.abc import Sequence
from itertools import groupby

from omni_lsp.model.packs import OpenFinding, PackInputs, PackRule
from omni_lsp.pack.limits import Ranked
from omni_lsp.pack.plain import identifier, path
from omni_lsp.pack.section import SPAN, SPANS, Section, listed, spans
from omni_lsp.pack.weaknesses import concerns, known

_MOST = 10
_MOST_LANGUAGES = 2
_OPEN = rf"- {SPAN}: {SPANS}"
FINDINGS_HEADING = "## Open findings"


def rule_id(text: str) -> str:
    """The id of a rule as a code span, empty for what is none."""
    return identifier(text.replace("-", "_")) and f"`{text}`"


def _secure(inputs: PackInputs) -> Ranked:
    main = inputs.languages[:_MOST_LANGUAGES]
    return listed([line for _, rules in known(inputs)[:_MOST] for line in _lines(rules, main)])


def _lines(rules: list[PackRule], languages: Sequence[str]) -> list[str]:
    """The best rule of each language, or the one for all of them; those with the same remedy together."""
    able = [rule for rule in rules if rule.remedy]
    best = [next((rule for rule in able if concerns(rule, [each])), None) for each in languages]
    chosen = dict.fromkeys([rule for rule in best if rule] or able[:1])
    groups: dict[str, list[PackRule]] = {}
    for rule in chosen:
        groups.setdefault(rule.remedy, []).append(rule)
    return [
        f"- {same[0].title} ({spans(rule_id(rule.id) for rule in same)}): {remedy}" for remedy, same in groups.items()
    ]


def _findings(inputs: PackInputs) -> Ranked:
    grave = {rule.id: -rule.severity for rule in inputs.rules}
    found = [each for each in inputs.findings if each.rule in grave and path(each.path)]
    found.sort(key=lambda each: (grave[each.rule], each.rule, each.path))
    return Ranked(len(found), lambda n: _grouped(found[:n]))


def _grouped(found: list[OpenFinding]) -> str:
    groups = groupby(found, key=lambda each: each.rule)
    return "\n".join(f"- {rule_id(rule)}: {spans(path(each.path) for each in group)}" for rule, group in groups)


_SECURE_HEADING = ("## Secure code", "", "omni-lsp looks for these first; each with what to do instead.", "")
_FINDINGS_TEXT = (
    FINDINGS_HEADING,
    "",
    "Resolve them when you change the file, and never copy what they are about; there may be more.",
    "",
)

SECURE = Section("secure", ("rules", "languages"), 640, _SECURE_HEADING, _secure)
FINDINGS = Section("findings", ("findings", "rules"), 420, _FINDINGS_TEXT, _findings, (_OPEN,))
