"""The evidence of checks for people: the same as the JSON, as Markdown with one table a framework."""

from collections.abc import Iterator, Sequence

from omni_lsp.formats.evidence import (
    STATEMENT,
    Covered,
    Evidence,
    Found,
    covered_controls,
    findings_of,
    other_findings,
    sorted_waivers,
)
from omni_lsp.formats.printable import encodable
from omni_lsp.model.controls import Framework
from omni_lsp.model.markdown import code, escaped

_SHOWN = 50  # Findings of one rule that are listed; the JSON has them all.


def evidence_markdown(evidence: Evidence) -> str:
    """The report, with a line end at its end; the same check gives the same bytes."""
    covered = covered_controls(evidence)
    parts = [
        "# Evidence of checks",
        STATEMENT,
        *_basis(evidence),
        *_gaps(evidence),
        *(part for each in evidence.controls.frameworks for part in _framework(each, covered)),
        *_findings(evidence, covered),
        *_waivers(evidence),
        *_declarations(evidence),
    ]
    return encodable("\n\n".join(parts)) + "\n"


def _basis(evidence: Evidence) -> Iterator[str]:
    result = evidence.result
    yield "\n".join(
        [
            f"- Tool: omni-lsp {escaped(result.tool_version)}",
            f"- Policy: {escaped(evidence.policy_name)}, {code(evidence.policy_digest)}",
            f"- Rules: {len(evidence.rules)}, {code(evidence.ruleset_digest)}",
            f"- Mapping of rules to controls: {code(evidence.controls.digest)}",
            f"- Files looked at: {len(result.files)}",
            f"- Findings: {len(findings_of(evidence))}, waivers: {len(evidence.waivers)}",
            f"- The check was {'complete' if result.is_complete else 'not complete, see below'}.",
        ]
    )


def _gaps(evidence: Evidence) -> Iterator[str]:
    rows = [f"- {code(run.path)}: {escaped(gap.act)}" for run in evidence.result.files for gap in run.gaps]
    rows += [f"- {code(each.path)}: {escaped(each.reason)}" for each in evidence.result.unread_files]
    if rows:
        yield "## Not checked"
        yield "\n".join(rows)


def _framework(framework: Framework, covered: Sequence[Covered]) -> Iterator[str]:
    mine = [each for each in covered if each.control.framework == framework.id]
    if not mine:
        return
    yield f"## {escaped(framework.name)} {escaped(framework.version)}"
    rows = ["| Control | Rules | Files | Findings | Waivers |", "|---|---|---|---|---|"]
    rows += [_row(each) for each in mine]
    yield "\n".join(rows)


def _row(each: Covered) -> str:
    files = max((rule.files_checked for rule in each.rules), default=0)
    title = f"[{escaped(each.control.id)}]({each.control.url}) {escaped(each.control.title)}"
    return f"| {title} | {len(each.rules)} | {files} | {each.findings or 'none'} | {len(each.waivers) or 'none'} |"


def _findings(evidence: Evidence, covered: Sequence[Covered]) -> Iterator[str]:
    by_rule: dict[str, list[Found]] = {}
    for found in findings_of(evidence):
        by_rule.setdefault(found.rule.id, []).append(found)
    if not by_rule:
        return
    yield "## Findings by rule"
    controls: dict[str, list[str]] = {}
    for each in covered:
        for rule in each.rules:
            controls.setdefault(rule.rule.id, []).append(each.control.key)
    for name in sorted(by_rule):
        yield f"### {code(name)}: {escaped(by_rule[name][0].rule.title)}"
        yield f"Controls: {', '.join(map(escaped, controls.get(name, ()))) or 'none of the frameworks in force'}."
        yield "\n".join(_places(by_rule[name]))
    others = len(other_findings(evidence))
    if others:
        yield f"Findings that lead to no control of the frameworks in force: {others}."


def _places(found: Sequence[Found]) -> Iterator[str]:
    for each in found[:_SHOWN]:
        severity = each.rule.severity.name.lower()
        yield f"- {code(each.path)} line {each.line + 1}, {severity}, {code(each.place.finding.fingerprint)}"
    if len(found) > _SHOWN:
        yield f"- and {len(found) - _SHOWN} more"


def _waivers(evidence: Evidence) -> Iterator[str]:
    waivers = sorted_waivers(evidence)
    if not waivers:
        return
    yield "## Waivers"
    rows = ["| Place | Rules | Reason | Until |", "|---|---|---|---|"]
    for each in waivers:
        rules = ", ".join(map(_cell, each.rules)) or "all"
        place = f"{_cell(each.path)} line {each.line + 1}"
        rows.append(f"| {place} | {rules} | {escaped(each.reason) or 'none given'} | {each.expires or 'open'} |")
    yield "\n".join(rows)


def _declarations(evidence: Evidence) -> Iterator[str]:
    facts = sorted((each for each in evidence.declared if each.declarations), key=lambda each: each.path)
    if not facts:
        return
    yield "## Declared processing of personal data"
    rows = ["| Place | Purpose | Retention | Basis | Consent |", "|---|---|---|---|---|"]
    for file in facts:
        for each in file.declarations:
            said = (escaped(word) or "not said" for word in (each.purpose, each.retention, each.basis, each.consent))
            rows.append(f"| {_cell(file.path)} line {each.line + 1} | {' | '.join(said)} |")
    yield "\n".join(rows)


def _cell(name: str) -> str:
    """A code span in a table, where a bar would end the cell even so (GitHub Flavored Markdown, section 4.10)."""
    return code(name).replace("|", "\\|")
