"""Code actions: cheap to list, worked out when one is chosen; each to what the client can apply."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lsprotocol import types

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.core import Core
from omni_lsp.lsp.lenses import latest
from omni_lsp.lsp.positions import span_of
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import Label, diagnostic_of, workspace_edit_of
from omni_lsp.lsp.wire import content_modified, invalid, refused
from omni_lsp.lsp.writing import about_code, about_finding, wished
from omni_lsp.model.errors import AgentError
from omni_lsp.model.finding import Finding, Offer
from omni_lsp.model.text import Change, Edit, Snapshot, Span

FIX_ALL = "source.fixAll.omni"
SOURCE = "source.omni"
REWRITE = types.CodeActionKind.RefactorRewrite.value
KINDS: tuple[types.CodeActionKind | str, ...] = (types.CodeActionKind.QuickFix, REWRITE, FIX_ALL, SOURCE)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Something on offer: `data` for what is worked out when it is chosen, else `command`; `refused` is why not."""

    title: str
    kind: str
    data: Mapping[str, object] | None = None
    command: types.Command | None = None
    diagnostics: tuple[types.Diagnostic, ...] = ()
    is_preferred: bool = False
    refused: str = ""


def code_action(ls: OmniServer, params: types.CodeActionParams) -> list[types.CodeAction | types.Command]:
    """From memory, in a millisecond: some editors ask at every movement of the cursor."""
    snapshot, core = ls.documents.get(params.text_document.uri), ls.core
    if snapshot is None or core is None:
        return []
    context = params.context
    choices: list[_Choice] = []
    if _is_asked(types.CodeActionKind.QuickFix.value, context):
        choices += _quick_fixes(ls, core, snapshot, params)
    if _is_asked(REWRITE, context):
        choices += [_Choice(one.title, REWRITE, command=one) for one in wished(ls, core, snapshot, params.range)]
    if _is_asked(FIX_ALL, context):
        choices += _fix_all(ls, core, snapshot)
    if _is_asked(SOURCE, context):
        choices += _commands(ls, core, snapshot)
        choices += _similar(core, snapshot, params)
        choices += [_Choice(one.title, SOURCE, command=one) for one in about_code(ls, core, snapshot, params.range)]
    shaped = (_shaped(choice, ls.client) for choice in choices)
    return [action for action in shaped if action is not None]


async def resolve_code_action(ls: OmniServer, params: types.CodeAction) -> types.CodeAction:
    """The action with its edit; one that has a command is complete, though some clients ask all the same."""
    if params.data is not None or params.command is None:
        params.edit = await resolved(ls, params.data)
    return params


async def resolved(ls: OmniServer, data: object) -> types.WorkspaceEdit:
    """The edit of an action, by the `data` that listed it; ContentModified when the document moved on."""
    if not isinstance(data, dict) or not {"uri", "version", "kind"} <= data.keys():
        raise invalid("the code action carries no omni data")
    snapshot = ls.documents.get(str(data["uri"]))
    if snapshot is None or snapshot.version != data["version"]:
        raise content_modified()
    core = await ls.up()
    known = ls.findings.of(snapshot.uri)
    try:
        if data["kind"] == FIX_ALL:
            edit, labels = await _all_fixes(core, snapshot, known)
        else:
            edit, labels = await _one_offer(core, snapshot, known, data)
    except AgentError as error:
        raise refused(error) from error
    if ls.documents.get(snapshot.uri) is not snapshot:
        raise content_modified()
    return workspace_edit_of(edit, snapshot, ls.client, labels)


def _is_asked(kind: str, context: types.CodeActionContext) -> bool:
    """Whether the client wants this kind: a kind stands for all below it, and the empty one for every kind.

    Actions on the whole file are no answer to a mere movement of the cursor.
    """
    if not context.only:
        is_automatic = context.trigger_kind is types.CodeActionTriggerKind.Automatic
        return not (is_automatic and kind in (FIX_ALL, SOURCE))
    # The members of an enumeration of texts are texts, but do not print as such.
    return any(not wanted or kind == wanted or kind.startswith(wanted + ".") for wanted in context.only)


def _quick_fixes(ls: OmniServer, core: Core, snapshot: Snapshot, params: types.CodeActionParams) -> Iterator[_Choice]:
    sent = params.context.diagnostics
    for finding in _meant(ls, snapshot, params):
        now = diagnostic_of(finding, snapshot, ls.client)
        about = tuple(diagnostic for diagnostic in sent if _is_about(diagnostic, finding, now)) or (now,)
        for offer in core.offers(snapshot, finding):
            data = {
                "uri": snapshot.uri,
                "version": snapshot.version,
                "agent": offer.agent,
                "kind": offer.kind,
                "fingerprint": offer.fingerprint,
            }
            yield _offered(offer, data, about)
        yield _prompt(snapshot, finding, about)
        kind = types.CodeActionKind.QuickFix.value
        yield from (
            _Choice(one.title, kind, command=one, diagnostics=about) for one in about_finding(core, snapshot, finding)
        )


def _offered(offer: Offer, data: Mapping[str, object], about: tuple[types.Diagnostic, ...]) -> _Choice:
    kind = types.CodeActionKind.QuickFix.value
    if offer.command:
        argument = {name: data[name] for name in ("uri", "fingerprint")}
        command = types.Command(offer.title, offer.command, arguments=[argument])
        return _Choice(offer.title, kind, command=command, diagnostics=about, refused=offer.refused)
    return _Choice(offer.title, kind, data, diagnostics=about, is_preferred=offer.is_preferred, refused=offer.refused)


def _prompt(snapshot: Snapshot, finding: Finding, about: tuple[types.Diagnostic, ...]) -> _Choice:
    title = "Write a prompt for your assistant"
    argument = {"uri": snapshot.uri, "fingerprint": finding.fingerprint}
    command = types.Command(title, "omni.prompt", arguments=[argument])
    return _Choice(title, types.CodeActionKind.QuickFix.value, command=command, diagnostics=about)


def _fix_all(ls: OmniServer, core: Core, snapshot: Snapshot) -> Iterator[_Choice]:
    if number := len(_preferred(core, snapshot, ls.findings.of(snapshot.uri))):
        title = f"omni: fix all findings that can be fixed ({number})"
        yield _Choice(title, FIX_ALL, {"uri": snapshot.uri, "version": snapshot.version, "kind": FIX_ALL})


def _commands(ls: OmniServer, core: Core, snapshot: Snapshot) -> Iterator[_Choice]:
    """What code lenses offer, for the editors that have none; nothing that would be refused for want of trust."""
    here: dict[str, object] = {"uri": snapshot.uri}
    is_inside = snapshot.root is not None and core.trusts(snapshot.root)
    offered: list[tuple[bool, str, str, dict[str, object]]] = [
        (latest(ls, snapshot.uri) is not None, "omni: show what the last run did", "omni.showReport", here),
        (True, "omni: analyze this file", "omni.analyzeFile", here),
        (any(map(core.trusts, ls.folders.values())), "omni: analyze the workspace", "omni.analyzeWorkspace", {}),
        (is_inside, "omni: update the context packs", "omni.pack", here),
        (is_inside, "omni: show what would change in the context packs", "omni.pack", {**here, "preview": True}),
        (snapshot.root is not None and not is_inside, "omni: trust this folder", "omni.trust", here),
        (is_inside, "omni: trust this folder no more", "omni.untrust", here),
    ]
    for is_useful, title, command, argument in offered:
        if is_useful:
            yield _Choice(title, SOURCE, command=types.Command(title, command, arguments=[argument]))


def _similar(core: Core, snapshot: Snapshot, params: types.CodeActionParams) -> Iterator[_Choice]:
    if snapshot.root is not None and core.trusts(snapshot.root) and core.has_index:
        at = params.range
        ends = {"start": at.start, "end": at.end}
        place = {name: {"line": end.line, "character": end.character} for name, end in ends.items()}
        title = "omni: show similar code"
        arguments: list[object] = [{"uri": snapshot.uri, "range": place}]
        yield _Choice(title, SOURCE, command=types.Command(title, "omni.showSimilar", arguments=arguments))


def _shaped(choice: _Choice, client: Client) -> types.CodeAction | types.Command | None:
    """`None` for what this client could not apply, or show as what cannot be had."""
    command = choice.command
    if choice.refused:
        if not (client.literal_actions and client.disabled_actions):
            return None
        reason = types.CodeActionDisabled(choice.refused)
        return types.CodeAction(choice.title, choice.kind, list(choice.diagnostics) or None, disabled=reason)
    if command is None and not (client.literal_actions and client.lazy_edits):
        if not client.applies_edits:
            return None
        command = types.Command(choice.title, "omni.applyOffer", arguments=[choice.data])
    if not client.literal_actions:
        return command
    return types.CodeAction(
        title=choice.title,
        kind=choice.kind,
        diagnostics=list(choice.diagnostics) or None,
        is_preferred=True if choice.is_preferred and client.preferred_actions else None,
        command=command,
        data=choice.data if command is None else None,
    )


async def _all_fixes(core: Core, snapshot: Snapshot, known: Sequence[Finding]) -> tuple[Edit, dict[Span, Label]]:
    preferred = _preferred(core, snapshot, known)
    edit = await core.resolve_all(snapshot, [finding for finding, _ in preferred])
    return edit, {change.span: _label(change, preferred, "; ".join(edit.evidence)) for change in edit.changes}


def _label(change: Change, preferred: Sequence[tuple[Finding, Offer]], seen: str) -> Label:
    """A fix may change a part of its finding, or more than it; an import is near none."""
    for finding, offer in preferred:
        if finding.span.touches(change.span):
            return Label(offer.title, seen or finding.rule.title)
    return Label("What the fixes need elsewhere, such as an import", seen)


async def _one_offer(
    core: Core, snapshot: Snapshot, known: Sequence[Finding], data: Mapping[object, object]
) -> tuple[Edit, dict[Span, Label]]:
    agent, kind, fingerprint = str(data.get("agent")), str(data["kind"]), str(data.get("fingerprint"))
    finding = next((finding for finding in known if finding.fingerprint == fingerprint), None)
    listed = core.offers(snapshot, finding) if finding is not None else ()
    # What the client says about it is as good where nothing is known any more: the agent looks again.
    same = (one for one in listed if (one.agent, one.kind) == (agent, kind))
    offer = next(same, Offer(agent, kind, kind, fingerprint))
    edit = await core.resolve(offer, snapshot)
    seen = "; ".join(edit.evidence) or (finding.rule.title if finding is not None else "")
    label = Label(offer.title, seen) if finding is not None else None
    return edit, {change.span: label for change in edit.changes if label is not None}


def _preferred(core: Core, snapshot: Snapshot, known: Sequence[Finding]) -> list[tuple[Finding, Offer]]:
    """The findings that have one right fix, each with it."""
    return [(finding, offer) for finding in known for offer in core.offers(snapshot, finding) if offer.is_preferred]


def _meant(ls: OmniServer, snapshot: Snapshot, params: types.CodeActionParams) -> list[Finding]:
    """Findings the client names by fingerprint, else those that its range touches."""
    named = {fingerprint for diagnostic in params.context.diagnostics if (fingerprint := _fingerprint(diagnostic))}
    span = span_of(params.range, snapshot.lines, ls.client.encoding)
    findings = ls.findings.of(snapshot.uri)
    return [f for f in findings if f.fingerprint in named] or [f for f in findings if f.span.touches(span)]


def _is_about(sent: types.Diagnostic, finding: Finding, now: types.Diagnostic) -> bool:
    """Whether a diagnostic of the client is that of a finding; not every client sends our data back."""
    fingerprint = _fingerprint(sent)
    if fingerprint is not None:
        return fingerprint == finding.fingerprint
    return (sent.range, sent.code) == (now.range, now.code)


def _fingerprint(diagnostic: types.Diagnostic) -> str | None:
    data = diagnostic.data
    return str(data["fingerprint"]) if isinstance(data, dict) and "fingerprint" in data else None
