"""Our values as LSP shapes, each to what the client said it can show."""

import re

from lsprotocol import types

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.positions import range_of
from omni_lsp.model.finding import Explanation, Finding, Offer, Severity
from omni_lsp.model.report import RunReport, StageReport, Status
from omni_lsp.model.text import Edit, Snapshot, Span

SOURCE = "omni"

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def diagnostic_of(finding: Finding, snapshot: Snapshot, client: Client) -> types.Diagnostic:
    weakness = f" [{', '.join(finding.rule.cwe)}]" if finding.rule.cwe else ""
    label = " (stale: found by an earlier run, the last one could not finish)" if finding.stale else ""
    href = next(iter(finding.rule.references), None)
    return types.Diagnostic(
        range=range_of(finding.span, snapshot.lines, client.encoding),
        message=finding.message + weakness + label,
        severity=_SEVERITY[finding.rule.severity],
        source=SOURCE,
        code=finding.rule.id,
        code_description=types.CodeDescription(href) if href and client.code_description else None,
        data={"fingerprint": finding.fingerprint, "agent": finding.agent},
    )


def note_of(stage: StageReport) -> types.Diagnostic:
    """A stage that could not say everything, as a diagnostic at the start: a clean file and an unread one differ."""
    said = "timed out" if stage.status is Status.TIMED_OUT else stage.status.value
    return types.Diagnostic(
        range=types.Range(types.Position(0, 0), types.Position(0, 0)),
        message=f"{stage.agent} {said}: {stage.reason}",
        severity=types.DiagnosticSeverity.Warning
        if stage.status is Status.FAILED
        else types.DiagnosticSeverity.Information,
        source=SOURCE,
        code=f"omni.{stage.status.value}",
        data={"agent": stage.agent},
    )


def hover_of(explanations: list[Explanation], snapshot: Snapshot, client: Client) -> types.Hover | None:
    if not explanations:
        return None
    text = "\n\n---\n\n".join(explanation.markdown for explanation in explanations)
    kind = types.MarkupKind.Markdown if client.markdown else types.MarkupKind.PlainText
    span = explanations[0].span
    return types.Hover(
        contents=types.MarkupContent(kind, text if client.markdown else plain(text)),
        range=range_of(Span(span.start, span.end), snapshot.lines, client.encoding),
    )


def action_of(
    offer: Offer, snapshot: Snapshot, diagnostics: list[types.Diagnostic], client: Client
) -> types.CodeAction:
    """An action without its edit: `codeAction/resolve` adds that, or a command for clients that cannot resolve."""
    data = {
        "uri": snapshot.uri,
        "version": snapshot.version,
        "agent": offer.agent,
        "kind": offer.kind,
        "fingerprint": offer.fingerprint,
    }
    apply = types.Command(title=offer.title, command="omni.applyOffer", arguments=[data])
    return types.CodeAction(
        title=offer.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=diagnostics,
        is_preferred=offer.is_preferred or None,
        command=None if client.lazy_edits else apply,
        data=data,
    )


def workspace_edit_of(edit: Edit, snapshot: Snapshot, client: Client) -> types.WorkspaceEdit:
    changes = [
        types.TextEdit(range_of(change.span, snapshot.lines, client.encoding), change.text) for change in edit.changes
    ]
    if not client.versioned_edits:
        return types.WorkspaceEdit(changes={edit.uri: changes})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=edit.uri, version=edit.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(changes))])


def plain(markdown: str) -> str:
    """Our own Markdown as plain text: no fences, emphasis or heading marks, links as `text (url)`."""
    text = re.sub(r"^```.*\n?", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r"\1 (\2)", text)
    text = re.sub(r"^#+ |^---$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\*\*|`", "", text)
    return re.sub(r"\\([\\`*_\[\]()<>#|])", r"\1", text).strip()


def run_of(report: RunReport) -> dict[str, object]:
    """A run as JSON: the payload of `omni/run` and of the command `omni.lastRun`, seconds throughout."""
    return {
        "uri": report.snapshot.uri,
        "version": report.snapshot.version,
        "trigger": report.trigger.value,
        "traceId": report.trace_id,
        "seconds": round(report.seconds, 4),
        "budgetSeconds": report.budget_seconds,
        "stages": [
            {
                "agent": stage.agent,
                "status": stage.status.value,
                "seconds": round(stage.seconds, 4),
                "budgetLeft": round(stage.budget_left, 4),
                "findings": len(stage.result.findings),
                "reason": stage.reason,
            }
            for stage in report.stages
        ],
    }
