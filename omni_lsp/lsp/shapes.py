"""Our values as LSP shapes, each to what the client said it can show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lsprotocol import types

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.positions import range_of
from omni_lsp.model.finding import Explanation, Finding, Severity
from omni_lsp.model.report import RunReport, StageReport, Status
from omni_lsp.model.text import Edit, Snapshot, Span, apply

if TYPE_CHECKING:
    from omni_lsp.model.retrieval import IndexStatus

SOURCE = "omni"

# The Markdown that we write; at each place the first alternative that fits counts.
_MARKUP = re.compile(
    r"^(?P<fence>`{3,})[^`\n]*\n(?P<block>(?s:.*?))\n(?P=fence)$"
    r"|(?P<ticks>`+)(?P<code>[^`\n](?:.*?[^`\n])??)(?P=ticks)(?!`)"
    r"|\[(?P<text>(?:`[^`\n]*`|[^\]\\`]|\\.)+)\]\((?P<url>[^)\s]+)(?: \"(?P<title>[^\"\n]*)\")?\)"
    r"|<(?P<address>https?://[^>\s]+)>"
    r"|\\(?P<char>[!-/:-@\[-`{-~])"
    r"|\*\*(?=\S)(?P<strong>.+?)(?<=\S)\*\*"
    r"|(?<!\w)_(?=\S)(?P<emphasis>[^_\n]+)(?<=\S)_(?!\w)"
    r"|^(?:#+ |---(?:\n+|$))",
    re.MULTILINE,
)

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True, slots=True)
class Label:
    """What a change does, and what it is about, for clients that show changes before they are made."""

    text: str
    description: str


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
        tags=_tags(finding, client) or None,
        related_information=_related(finding, snapshot, client) or None,
        data={"fingerprint": finding.fingerprint, "agent": finding.agent, "trace": finding.trace},
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
        data={"agent": stage.agent, "trace": stage.trace_id},
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


def index_of(root: Path, status: "IndexStatus") -> dict[str, object]:
    """How the index of a folder stands, as JSON: the payload of `omni/index`, and of `omni.indexStatus` for each."""
    return {
        "uri": root.as_uri(),
        "phase": status.phase.value,
        "files": status.files,
        "chunks": status.chunks,
        "bytes": status.bytes,
        "reason": status.reason,
    }


def workspace_edit_of(
    edit: Edit, snapshot: Snapshot, client: Client, labels: Mapping[Span, Label] = MappingProxyType({})
) -> types.WorkspaceEdit:
    """`labels` says for the span of a change what it is for; one without is sent without."""
    changes = [
        types.TextEdit(range_of(change.span, snapshot.lines, client.encoding), change.text) for change in edit.changes
    ]
    if not client.versioned_edits:
        return types.WorkspaceEdit(changes={edit.uri: changes})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=edit.uri, version=edit.version)
    mine = [labels.get(change.span) if client.change_annotations else None for change in edit.changes]
    names = {label: f"omni.{number}" for number, label in enumerate(dict.fromkeys(mine)) if label is not None}
    edits = [
        change if label is None else types.AnnotatedTextEdit(names[label], change.range, change.new_text)
        for change, label in zip(changes, mine, strict=True)
    ]
    annotations = {
        name: types.ChangeAnnotation(label.text, needs_confirmation=False, description=label.description)
        for label, name in names.items()
    }
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(document, edits)], change_annotations=annotations or None
    )


def new_file_edit_of(edit: Edit, client: Client, label: Label) -> types.WorkspaceEdit:
    """A file that is made, and never put over another one, with the text of an edit of an empty one."""
    top = types.Range(types.Position(0, 0), types.Position(0, 0))
    text = apply("", edit.changes)
    document = types.OptionalVersionedTextDocumentIdentifier(uri=edit.uri, version=None)
    options = types.CreateFileOptions(overwrite=False, ignore_if_exists=False)
    if not client.change_annotations:
        made = types.CreateFile(uri=edit.uri, options=options)
        return types.WorkspaceEdit(
            document_changes=[made, types.TextDocumentEdit(document, [types.TextEdit(top, text)])]
        )
    name = "omni.0"
    made = types.CreateFile(uri=edit.uri, options=options, annotation_id=name)
    written = types.TextDocumentEdit(document, [types.AnnotatedTextEdit(name, top, text)])
    annotation = types.ChangeAnnotation(label.text, needs_confirmation=False, description=label.description)
    return types.WorkspaceEdit(document_changes=[made, written], change_annotations={name: annotation})


def plain(markdown: str) -> str:
    """Our own Markdown as plain text: code as it is, links as `text (title)` or `text (url)`, those to files as `text`, no marks of emphasis, headings or rules."""
    return _flat(markdown).strip()


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


def _tags(finding: Finding, client: Client) -> list[types.DiagnosticTag]:
    tag = types.DiagnosticTag.Deprecated
    return [tag] if finding.rule.deprecated and tag in client.tags else []


def _related(finding: Finding, snapshot: Snapshot, client: Client) -> list[types.DiagnosticRelatedInformation]:
    if not client.related_information:
        return []
    places = [(range_of(related.span, snapshot.lines, client.encoding), related.message) for related in finding.related]
    return [types.DiagnosticRelatedInformation(types.Location(snapshot.uri, at), message) for at, message in places]


def _flat(markdown: str) -> str:
    return _MARKUP.sub(_unmarked, markdown)


def _unmarked(match: re.Match[str]) -> str:
    """What is left of a piece of Markdown."""
    kind = match.lastgroup or ""
    if kind in ("url", "title"):
        text = _flat(match["text"])
        # The text of a link to a file is its path.
        return text if match["url"].startswith("file:") else f"{text} ({match['title'] or match['url']})"
    if kind == "code":
        code = match["code"]
        # A space inside each end sets off backticks at the ends of the code.
        return code[1:-1] if code.startswith(" ") and code.endswith(" ") and code.strip() else code
    if kind in ("strong", "emphasis"):
        return _flat(match[kind])
    return match[kind] if kind else ""
