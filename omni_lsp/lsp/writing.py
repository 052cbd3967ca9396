"""The commands that write code and tests with a model, and explain code; and the actions that lead to them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lsprotocol import types

from omni_lsp.lsp.applying import applied
from omni_lsp.lsp.core import Core
from omni_lsp.lsp.positions import range_of, span_of
from omni_lsp.lsp.searching import range_in
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import Label, new_file_edit_of, workspace_edit_of
from omni_lsp.lsp.showing import shown
from omni_lsp.lsp.wire import content_modified, invalid, refused
from omni_lsp.model.errors import AgentError
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot, Span

if TYPE_CHECKING:
    from omni_lsp.lsp.coder import Written

_LONGEST_INSTRUCTION = 4_000


async def generate(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri, range, instruction?, apply?}`: `{edit, page, applied}`, proven code at a cursor or for a selection.

    Without an instruction it is the comment `omni: …` there. The client is asked to apply it unless `apply` is false.
    """
    snapshot, span = _place(ls, argument)
    instruction = argument.get("instruction", "")
    if not isinstance(instruction, str) or len(instruction) > _LONGEST_INSTRUCTION:
        raise invalid(f"instruction: a text of at most {_LONGEST_INSTRUCTION} characters")
    core = await ls.up()
    try:
        written = await core.coding.writing.generate(snapshot, span, instruction)
    except AgentError as error:
        raise refused(error) from error
    return await _given(ls, core, snapshot, written, argument)


async def write_tests(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri, range, apply?}`: `{edit, page, applied, file}`, proven tests of the definition at a place.

    `file` is what they belong into. A client that makes no files gets no edit, and is shown a draft.
    """
    snapshot, span = _place(ls, argument)
    core = await ls.up()
    try:
        written = await core.coding.writing.tests(snapshot, span)
    except AgentError as error:
        raise refused(error) from error
    return await _given(ls, core, snapshot, written, argument)


async def explain(ls: OmniServer, argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`{uri, range | fingerprint, show?}`: `{markdown, file, model}`; people are shown the file unless `show` is false.

    Without a model a finding, and what has a hover, is explained by that; `model` is empty then.
    """
    fingerprint = argument.get("fingerprint")
    finding = None
    if fingerprint is not None:
        snapshot = _document(ls, argument)
        finding = next((one for one in ls.findings.of(snapshot.uri) if one.fingerprint == fingerprint), None)
        if finding is None:
            raise content_modified()
        span = finding.span
    else:
        snapshot, span = _place(ls, argument)
    core = await ls.up()
    hover = _hover(core, snapshot, span, finding)
    try:
        made = await core.coding.writing.explain(snapshot, span, finding, hover)
    except AgentError as error:
        raise refused(error) from error
    if argument.get("show", True) is not False:
        await shown(ls, made.file)
    uri = made.file.as_uri() if made.file is not None else None
    return {"markdown": made.markdown, "file": uri, "model": made.model}


def wished(ls: OmniServer, core: Core, snapshot: Snapshot, at: types.Range) -> Iterator[types.Command]:
    """To write what a comment at a place asks for, from memory; none where no model may be asked."""
    model = core.coding.writing.model_name(snapshot)
    if not model or not ls.client.applies_edits:
        return
    from omni_lsp.agents.coding.place import asked_at  # noqa: PLC0415 - takes time at the start, and most need it never

    span = span_of(at, snapshot.lines, ls.client.encoding)
    if asked_at(snapshot, span) is not None:
        yield types.Command(
            f"Write code for this comment with {model}", "omni.generate", arguments=[_here(ls, snapshot, span)]
        )


def about_code(ls: OmniServer, core: Core, snapshot: Snapshot, at: types.Range) -> Iterator[types.Command]:
    """To explain the code at a place and to write tests for it; none where no model may be asked."""
    span = span_of(at, snapshot.lines, ls.client.encoding)
    if model := core.coding.writing.model_name(snapshot):
        here: list[object] = [_here(ls, snapshot, span)]
        yield types.Command(f"omni: explain this with {model}", "omni.explain", arguments=here)
        yield types.Command(f"omni: write tests for this with {model}", "omni.test", arguments=here)


def about_finding(core: Core, snapshot: Snapshot, finding: Finding) -> Iterator[types.Command]:
    """To explain a finding; none where no model may be asked, as a hover says the rest."""
    if model := core.coding.writing.model_name(snapshot):
        argument = {"uri": snapshot.uri, "fingerprint": finding.fingerprint}
        yield types.Command(f"Explain this with {model}", "omni.explain", arguments=[argument])


async def _given(
    ls: OmniServer, core: Core, asked_from: Snapshot, written: "Written", argument: dict[str, object]
) -> dict[str, object]:
    """The answer to a command, once the client has what was written; ContentModified when a document moved on."""
    target = written.snapshot
    is_open = ls.documents.get(target.uri) is not None
    is_moved = ls.documents.get(target.uri) is not target if target.version is not None else is_open
    if is_moved or ls.documents.get(asked_from.uri) is not asked_from:
        raise content_modified()
    page = written.page.as_uri() if written.page is not None else None
    answer: dict[str, object] = {"edit": None, "page": page, "applied": False, "file": target.uri}
    if written.is_new and not ls.client.creates_files:
        draft = await core.coding.writing.draft(written)
        await shown(ls, draft)
        return answer | {"file": draft.as_uri() if draft is not None else None}
    label = Label(written.title, "; ".join(written.edit.evidence))
    if written.is_new:
        edit = new_file_edit_of(written.edit, ls.client, label)
    else:
        labels = {change.span: label for change in written.edit.changes}
        edit = workspace_edit_of(written.edit, target, ls.client, labels)
    core.coding.writing.handed(written)
    if ls.client.applies_edits and argument.get("apply", True) is not False:
        answer["applied"] = await applied(ls, edit)
        if answer["applied"]:
            core.coding.writing.applied(target.uri)
    return answer | {"edit": edit}


def _hover(core: Core, snapshot: Snapshot, span: Span, finding: Finding | None) -> str:
    found = core.explain(snapshot, span.start, [finding] if finding is not None else [])
    return "\n\n---\n\n".join(explanation.markdown for explanation in found)


def _document(ls: OmniServer, argument: Mapping[str, object]) -> Snapshot:
    snapshot = ls.documents.get(str(argument.get("uri")))
    if snapshot is None:
        raise invalid("uri: no open document")
    return snapshot


def _place(ls: OmniServer, argument: Mapping[str, object]) -> tuple[Snapshot, Span]:
    snapshot = _document(ls, argument)
    return snapshot, span_of(range_in(argument.get("range")), snapshot.lines, ls.client.encoding)


def _here(ls: OmniServer, snapshot: Snapshot, span: Span) -> dict[str, object]:
    at = range_of(span, snapshot.lines, ls.client.encoding)
    ends = {"start": at.start, "end": at.end}
    return {
        "uri": snapshot.uri,
        "range": {name: {"line": end.line, "character": end.character} for name, end in ends.items()},
    }
