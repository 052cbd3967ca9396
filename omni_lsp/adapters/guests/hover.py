"""What is told about a guest's finding where the guest itself tells nothing that may be shown."""

from omni_lsp.model.finding import Finding
from omni_lsp.model.markdown import block, code, escaped


def explained(finding: Finding, origin: str, language: str) -> str:
    """Markdown from the finding and its rule; whatever it quotes is shown as it is."""
    rule = finding.rule
    parts = [
        f"**{escaped(rule.title)}** · {code(rule.id)} · from {escaped(origin)}",
        escaped(finding.message),
        f"**Remedy:** {escaped(rule.remedy)}" if rule.remedy else "",
        f"Safe:\n\n{block(rule.example, language)}" if rule.example else "",
        "\n".join(f"- <{reference}>" for reference in rule.references),
    ]
    return "\n\n".join(part for part in parts if part)
