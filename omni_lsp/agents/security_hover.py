"""What the security agent tells about findings at a place, as Markdown."""

from collections.abc import Sequence

from omni_lsp.model.citing import Citations
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.markdown import block, code
from omni_lsp.model.text import Lines, Snapshot

_WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.INFO: "Information"}
_TOP_TEN = "https://owasp.org/Top10"
_TOP_TEN_2021 = {
    "A01": "Broken_Access_Control",
    "A02": "Cryptographic_Failures",
    "A03": "Injection",
    "A04": "Insecure_Design",
    "A05": "Security_Misconfiguration",
    "A06": "Vulnerable_and_Outdated_Components",
    "A07": "Identification_and_Authentication_Failures",
    "A08": "Software_and_Data_Integrity_Failures",
    "A09": "Security_Logging_and_Monitoring_Failures",
    "A10": "Server-Side_Request_Forgery_(SSRF)",
}
_FENCES = {"javascriptreact": "jsx", "typescriptreact": "tsx"}


def explained(findings: Sequence[Finding], snapshot: Snapshot, citations: Citations) -> str:
    """One section a finding, each rule explained once."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.rule.id, finding)
    return "\n\n---\n\n".join(_section(finding, snapshot, citations) for finding in first.values())


def _section(finding: Finding, snapshot: Snapshot, citations: Citations) -> str:
    rule, language = finding.rule, snapshot.language
    stale = "\n\n_From an earlier version of this file: the newest scan did not finish._" if finding.stale else ""
    parts = [
        f"**{rule.title}** · {_WORDS[rule.severity]} · `{rule.id}`{stale}",
        finding.message,
        _flow(finding, snapshot.lines),
        _standards(rule),
        citations.of(rule),
        f"**Remedy:** {rule.remedy}" if rule.remedy else "",
        f"Safe:\n\n{block(rule.example, _FENCES.get(language, language))}" if rule.example else "",
        "\n".join(f"- <{reference}>" for reference in rule.references),
    ]
    return "\n\n".join(part for part in parts if part)


def _flow(finding: Finding, lines: Lines) -> str:
    """The way of the data to the finding, lines counted from 1."""
    places = ((lines.position(step.span.start).line + 1, step.message) for step in finding.related)
    return "\n".join(f"{number}. line {line}: {code(told)}" for number, (line, told) in enumerate(places, start=1))


def _standards(rule: Rule) -> str:
    weaknesses = [
        f"[{name}](https://cwe.mitre.org/data/definitions/{name.removeprefix('CWE-')}.html)" for name in rule.cwe
    ]
    return " · ".join([*weaknesses, *(f"[OWASP {name}]({_owasp_address(name)})" for name in rule.owasp)])


def _owasp_address(name: str) -> str:
    """The page of a category of 2021, the list itself for another year."""
    category, _, year = name.partition(":")
    title = _TOP_TEN_2021.get(category) if year == "2021" else None
    # Brackets would end the link in Markdown.
    page = f"{category}_{year}-{title}/".replace("(", "%28").replace(")", "%29") if title else ""
    return f"{_TOP_TEN}/{page}"
