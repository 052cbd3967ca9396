"""Which findings packs speak of: those of the packs on the disk, until two runs in a row agree on something else.

So a finding that comes and goes while somebody types never gets in, and a fresh clone says the same as the one that was
committed without analysing anything.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from omni_lsp.model.packs import OpenFinding, PackFile
from omni_lsp.pack.block import find, inside
from omni_lsp.pack.plain import path
from omni_lsp.pack.section import SPAN
from omni_lsp.pack.security import FINDINGS, FINDINGS_HEADING, rule_id

WITH_FINDINGS = (PackFile.COPILOT_SECURITY, PackFile.CLAUDE_SECURITY, PackFile.CURSOR)

_SPAN = re.compile(SPAN)


@dataclass(frozen=True, slots=True)
class Settled:
    """`pending` are the rules that the last run found in a file, by path, where `findings` say something else."""

    findings: frozenset[OpenFinding] = frozenset()
    pending: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


def told(
    texts: Mapping[PackFile, str], rules: Collection[str], exists: Callable[[str], bool]
) -> frozenset[OpenFinding]:
    """The findings that packs on the disk speak of; only those of rules and files that are there are believed."""
    said = {one for file in WITH_FINDINGS for one in _said(texts.get(file, ""), file)}
    return frozenset(each for each in said if each.rule in rules and path(each.path) and exists(each.path))


def settled(before: Settled, heard: Mapping[str, Collection[str]]) -> Settled:
    """After runs: `heard` has the ids of the rules that each run found, by path; each path counts as one run."""
    findings, pending = set(before.findings), dict(before.pending)
    for place, found in heard.items():
        rules = tuple(sorted(set(found)))
        known = tuple(sorted(each.rule for each in before.findings if each.path == place))
        if rules == known:
            pending.pop(place, None)
        elif pending.get(place) == rules:
            del pending[place]
            findings = {each for each in findings if each.path != place} | {OpenFinding(rule, place) for rule in rules}
        else:
            pending[place] = rules
    return Settled(frozenset(findings), MappingProxyType(pending))


def _said(text: str, file: PackFile) -> Iterable[OpenFinding]:
    block, _ = find(text, file)
    if block is None:
        return
    _, _, below = f"\n{inside(text, block)}\n".partition(f"\n{FINDINGS_HEADING}\n")
    for line in below.split("\n"):
        if line.startswith("## "):
            return
        if FINDINGS.writes(line) and line not in FINDINGS.heading:
            rule, *places = (each[1:-1] for each in _SPAN.findall(line))
            if rule_id(rule):
                yield from (OpenFinding(rule, place) for place in places)
