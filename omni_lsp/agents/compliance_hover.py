"""What the compliance agent tells about findings at a place, as Markdown."""

from collections.abc import Sequence

from omni_lsp.model.citing import Citations
from omni_lsp.model.finding import Finding, Severity
from omni_lsp.model.markdown import block

_WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.INFO: "Information"}


def explained(findings: Sequence[Finding], citations: Citations) -> str:
    """One section a finding, each rule and message explained once."""
    first = {(finding.rule.id, finding.message): finding for finding in reversed(findings)}
    sections = [_section(finding, citations) for finding in reversed(first.values())]
    return "\n\n---\n\n".join(sections)


def _section(finding: Finding, citations: Citations) -> str:
    rule = finding.rule
    stale = "\n\n_From an earlier version of this file: the newest look did not finish._" if finding.stale else ""
    parts = [
        f"**{rule.title}** · {_WORDS[rule.severity]} · `{rule.id}`{stale}",
        finding.message,
        " · ".join(
            f"[{name}](https://cwe.mitre.org/data/definitions/{name.removeprefix('CWE-')}.html)" for name in rule.cwe
        ),
        citations.of(rule),
        f"Instead:\n\n{block(rule.example)}" if rule.example else "",
        "\n".join(f"- <{reference}>" for reference in rule.references),
    ]
    return "\n\n".join(part for part in parts if part)
