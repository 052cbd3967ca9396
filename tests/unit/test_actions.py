"""Code actions: who gets which, and how one that was chosen becomes an edit."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.actions import FIX_ALL, SOURCE, code_action, resolve_code_action, resolved
from omni_lsp.lsp.client import Client
from omni_lsp.lsp.commands import apply_offer
from omni_lsp.lsp.shapes import diagnostic_of
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.finding import Finding, Offer, Rule, Severity
from omni_lsp.model.report import RunReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Change, Edit, Lines, Snapshot, Span
from omni_lsp.state.documents import Documents

WEAK = Rule("py.weak", "Weak hash", Severity.WARNING, fixable=True)
PLAIN = Rule("py.plain", "Plain", Severity.INFO)
SNAPSHOT = Snapshot("file:///a.py", 3, "python", "md5(x)\n😀 = md5(y)\nprint(z)\n", Path("/a.py"))
FINDINGS = (
    Finding(WEAK, "security", "Weak.", Span(0, 6), "one"),
    Finding(WEAK, "security", "Weak.", Span(11, 17), "two"),
    Finding(PLAIN, "security", "Plain.", Span(18, 26), "three"),
)
QUICK = types.CodeActionKind.QuickFix
RICH = Client(literal_actions=True, lazy_edits=True, preferred_actions=True, applies_edits=True, versioned_edits=True)
ANNOTATING = replace(RICH, change_annotations=True)
PROMPT = "Write a prompt for your assistant"
COMMANDS = {"omni.showReport", "omni.analyzeFile", "omni.analyzeWorkspace"}


class Known:
    def __init__(self, *findings: Finding) -> None:
        self.findings = findings

    def of(self, uri: str) -> tuple[Finding, ...]:
        return self.findings if uri == SNAPSHOT.uri else ()


@dataclass
class FakeCore:
    """Fixes are `ok()`; `meanwhile` is done before a fix is handed out."""

    resolved: list[object] = field(default_factory=list)
    meanwhile: Any = lambda: None
    is_trusting: bool = True
    has_index: bool = True
    model: str = ""

    @property
    def coding(self) -> "FakeCore":
        return self

    @property
    def writing(self) -> "FakeCore":
        return self

    def model_name(self, _snapshot: Snapshot) -> str:
        return self.model

    def trusts(self, root: Path) -> bool:
        return self.is_trusting

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        fix = Offer(finding.agent, "fix", f"Fix: {finding.rule.title}", finding.fingerprint, is_preferred=True)
        ignore = Offer(finding.agent, "ignore", "Ignore it", finding.fingerprint)
        return (fix, ignore) if finding.rule.fixable else (ignore,)

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        self.resolved.append(offer)
        self.meanwhile()
        if offer.fingerprint not in {finding.fingerprint for finding in FINDINGS}:
            raise AgentValidationError(offer.title, snapshot.name, "the finding is not there any more")
        return _edit(snapshot, [finding for finding in FINDINGS if finding.fingerprint == offer.fingerprint])

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        self.resolved.append([finding.fingerprint for finding in findings])
        self.meanwhile()
        return _edit(snapshot, findings)


@dataclass
class FakeServer:
    client: Client = RICH
    core: FakeCore | None = field(default_factory=FakeCore)
    findings: Known = field(default_factory=lambda: Known(*FINDINGS))
    documents: Documents = field(default_factory=Documents)
    last_runs: dict[str, RunReport] = field(default_factory=dict)
    folders: dict[str, Path] = field(default_factory=lambda: {"file:///": Path("/")})
    refusal: Exception | None = None

    def __post_init__(self) -> None:
        self.documents.open(SNAPSHOT)
        self.last_runs[SNAPSHOT.uri] = RunReport(SNAPSHOT, Trigger.SAVE, "0" * 32, 0.1, 5.0, ())

    async def up(self) -> FakeCore:
        assert self.core is not None
        return self.core

    async def ask(self, _method: str, _params: object, _seconds: float) -> types.ApplyWorkspaceEditResult:
        if self.refusal is not None:
            raise self.refusal
        return types.ApplyWorkspaceEditResult(applied=True)


def _edit(snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
    return Edit(snapshot.uri, snapshot.version, tuple(Change(finding.span, "ok()") for finding in findings))


def listed(ls: FakeServer, line: int = 0, **context: Any) -> list[Any]:
    """What is offered for the start of a line, but for prompts."""
    return [action for action in offered(ls, line, **context) if action.title != PROMPT]


def offered(ls: FakeServer, line: int = 0, **context: Any) -> list[Any]:
    at = types.Position(line, 5)
    context = {"diagnostics": [], "trigger_kind": types.CodeActionTriggerKind.Automatic, **context}
    identifier = types.TextDocumentIdentifier(SNAPSHOT.uri)
    params = types.CodeActionParams(identifier, types.Range(at, at), types.CodeActionContext(**context))
    return code_action(ls, params)  # type: ignore[arg-type] - a fake


def titles(actions: list[Any]) -> list[str]:
    return [action.title for action in actions]


def kinds(actions: list[Any]) -> set[str]:
    return {str(getattr(action.kind, "value", action.kind)) for action in actions}


def test_a_prompt_stands_behind_the_offers_of_each_finding() -> None:
    actions = offered(FakeServer())
    assert [action.title == PROMPT for action in actions] == [False] * (len(actions) - 1) + [True]
    (argument,) = actions[-1].command.arguments
    assert argument == {"uri": SNAPSHOT.uri, "fingerprint": actions[0].data["fingerprint"]}
    assert actions[-1].diagnostics == actions[0].diagnostics
    assert actions[-1].is_preferred is None


def test_the_findings_that_the_range_touches_are_meant() -> None:
    assert titles(listed(FakeServer())) == ["Fix: Weak hash", "Ignore it"]
    assert titles(listed(FakeServer(), line=2)) == ["Ignore it"]
    assert titles(listed(FakeServer(), line=3)) == []


def test_the_findings_that_the_client_names_are_meant_before() -> None:
    third = diagnostic_of(FINDINGS[2], SNAPSHOT, RICH)
    (action,) = listed(FakeServer(), diagnostics=[third])
    assert action.diagnostics == [third]
    gone = replace(FINDINGS[2], fingerprint="gone")
    assert len(listed(FakeServer(), diagnostics=[diagnostic_of(gone, SNAPSHOT, RICH)])) == 2


def test_an_action_brings_the_diagnostics_of_the_client_along() -> None:
    mine = diagnostic_of(FINDINGS[0], SNAPSHOT, RICH)
    mine.message = "Weak, as the client has it."
    other = types.Diagnostic(mine.range, "of another server")
    assert [action.diagnostics for action in listed(FakeServer(), diagnostics=[other, mine])] == [[mine], [mine]]


def test_a_client_that_keeps_no_data_has_its_diagnostics_found_by_their_place() -> None:
    bare = diagnostic_of(FINDINGS[0], SNAPSHOT, RICH)
    bare.data = None
    elsewhere = diagnostic_of(FINDINGS[1], SNAPSHOT, RICH)
    elsewhere.data = None
    actions = listed(FakeServer(), diagnostics=[elsewhere, bare])
    assert [action.diagnostics for action in actions] == [[bare], [bare]]


def test_without_any_from_the_client_what_is_shown_is_brought_along() -> None:
    shown = diagnostic_of(FINDINGS[0], SNAPSHOT, RICH)
    assert [action.diagnostics for action in listed(FakeServer())] == [[shown], [shown]]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ([QUICK], {"quickfix"}),
        (["quickfix"], {"quickfix"}),
        (["quickfix.omni"], set()),
        (["quick"], set()),
        ([types.CodeActionKind.Source], {FIX_ALL, SOURCE}),
        ([types.CodeActionKind.SourceFixAll], {FIX_ALL}),
        (["source.fixAll.omni"], {FIX_ALL}),
        (["source.fixAll.eslint"], set()),
        (["source.fix"], set()),
        (["source.omni"], {SOURCE}),
        ([types.CodeActionKind.SourceOrganizeImports], set()),
        ([types.CodeActionKind.Empty], {"quickfix", FIX_ALL, SOURCE}),
        ([types.CodeActionKind.Refactor, types.CodeActionKind.SourceFixAll], {FIX_ALL}),
    ],
)
@pytest.mark.parametrize("trigger", [None, *types.CodeActionTriggerKind])
def test_only_the_kinds_that_are_asked_for_are_listed(
    only: list[str], expected: set[str], trigger: types.CodeActionTriggerKind | None
) -> None:
    assert kinds(listed(FakeServer(), only=only, trigger_kind=trigger)) == expected


@pytest.mark.parametrize("only", [None, []])
@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        (types.CodeActionTriggerKind.Automatic, {"quickfix"}),
        (types.CodeActionTriggerKind.Invoked, {"quickfix", FIX_ALL, SOURCE}),
        (None, {"quickfix", FIX_ALL, SOURCE}),
    ],
)
def test_a_movement_of_the_cursor_gets_fixes_for_its_place_only(
    only: list[str] | None, trigger: types.CodeActionTriggerKind | None, expected: set[str]
) -> None:
    assert kinds(listed(FakeServer(), only=only, trigger_kind=trigger)) == expected


def test_fix_all_is_offered_only_where_something_can_be_fixed() -> None:
    (action,) = listed(FakeServer(), line=3, only=["source.fixAll"])
    assert action.title == "omni: fix all findings that can be fixed (2)"
    assert (action.is_preferred, action.diagnostics) == (None, None)
    assert listed(FakeServer(findings=Known(FINDINGS[2])), only=["source.fixAll"]) == []


def test_each_command_of_a_lens_has_a_twin() -> None:
    ls = FakeServer()
    twins = listed(ls, only=[SOURCE])
    assert {action.command.command for action in twins} == COMMANDS
    assert {action.data for action in twins} == {None}
    assert [action.command.arguments for action in twins] == [[{"uri": SNAPSHOT.uri}]] * 2 + [[{}]]
    ls.last_runs.clear()
    ls.folders.clear()
    assert [action.command.command for action in listed(ls, only=[SOURCE])] == ["omni.analyzeFile"]


def test_without_trust_there_is_the_offer_of_it_and_nothing_that_needs_it() -> None:
    inside = replace(SNAPSHOT, root=Path("/"))
    for is_trusting, offered in (
        (False, {"omni.trust"}),
        (True, {"omni.untrust", "omni.pack", "omni.analyzeWorkspace"}),
    ):
        ls = FakeServer(core=FakeCore(is_trusting=is_trusting))
        ls.documents.open(inside)
        found = {action.command.command for action in listed(ls, only=[SOURCE])}
        assert found - {"omni.analyzeFile", "omni.showReport", "omni.showSimilar"} == offered


def test_a_run_from_before_the_document_was_opened_anew_has_no_report() -> None:
    ls = FakeServer()
    ls.documents.close(SNAPSHOT.uri)
    ls.documents.open(replace(SNAPSHOT))
    assert "omni.showReport" not in {action.command.command for action in listed(ls, only=[SOURCE])}


@pytest.mark.parametrize("client", [Client(applies_edits=True), replace(RICH, literal_actions=False)])
def test_a_client_without_action_literals_gets_commands(client: Client) -> None:
    ls = FakeServer(client=client)
    actions = listed(ls, trigger_kind=None)
    assert {type(action) for action in actions} == {types.Command}
    assert [action.command for action in actions[:3]] == ["omni.applyOffer"] * 3
    assert {action.command for action in actions[3:]} == COMMANDS
    assert actions[0].arguments == [listed(FakeServer())[0].data]


@pytest.mark.parametrize("client", [Client(), Client(literal_actions=True), Client(lazy_edits=True)])
def test_a_client_that_can_apply_nothing_is_offered_nothing_to_apply(client: Client) -> None:
    actions = listed(FakeServer(client=client), trigger_kind=None)
    assert [getattr(action.command, "command", action.command) for action in actions] == [
        "omni.showReport",
        "omni.analyzeFile",
        "omni.analyzeWorkspace",
    ]


def test_a_client_that_cannot_resolve_gets_a_command_in_the_action() -> None:
    for action in listed(FakeServer(client=replace(RICH, lazy_edits=False)), trigger_kind=None)[:3]:
        assert action.command.command == "omni.applyOffer"
        assert action.command.arguments[0]["uri"] == SNAPSHOT.uri
        assert action.data is None


def test_the_right_fix_is_marked_where_the_client_knows_the_mark() -> None:
    assert [action.is_preferred for action in listed(FakeServer())] == [True, None]
    assert {a.is_preferred for a in listed(FakeServer(client=replace(RICH, preferred_actions=False)))} == {None}


def test_nothing_is_offered_before_the_application_is_up_or_for_what_is_not_open() -> None:
    assert listed(FakeServer(core=None), trigger_kind=None) == []
    ls = FakeServer()
    ls.documents.close(SNAPSHOT.uri)
    assert listed(ls, trigger_kind=None) == []


async def resolve(ls: FakeServer, action: types.CodeAction) -> types.WorkspaceEdit:
    done = await resolve_code_action(ls, action)  # type: ignore[arg-type] - a fake
    assert done.edit is not None
    return done.edit


async def test_a_chosen_action_becomes_an_edit() -> None:
    ls = FakeServer()
    edit = await resolve(ls, listed(ls, line=1)[0])
    assert ls.core is not None
    assert ls.core.resolved == [Offer("security", "fix", "Fix: Weak hash", "two", is_preferred=True)]
    (document,) = edit.document_changes or []
    assert document.text_document.version == 3  # type: ignore[union-attr] - a text document edit
    assert edit.change_annotations is None
    (change,) = document.edits  # type: ignore[union-attr] - same
    assert change == types.TextEdit(types.Range(types.Position(1, 5), types.Position(1, 11)), "ok()")


async def test_fix_all_is_one_edit_of_all_that_can_be_fixed() -> None:
    ls = FakeServer()
    edit = await resolve(ls, listed(ls, only=[FIX_ALL])[0])
    assert ls.core is not None
    assert ls.core.resolved == [["one", "two"]]
    (document,) = edit.document_changes or []
    assert len(document.edits) == 2  # type: ignore[union-attr] - a text document edit


@pytest.mark.parametrize("only", [[QUICK], [FIX_ALL]])
async def test_changes_say_what_they_do_where_the_client_shows_it(only: list[str]) -> None:
    ls = FakeServer(client=ANNOTATING)
    edit = await resolve(ls, listed(ls, only=only)[0])
    (document,) = edit.document_changes or []
    assert edit.change_annotations is not None
    ((name, annotation),) = edit.change_annotations.items()
    assert annotation == types.ChangeAnnotation("Fix: Weak hash", needs_confirmation=False, description="Weak hash")
    assert {change.annotation_id for change in document.edits} == {name}  # type: ignore[union-attr] - annotated


async def test_an_action_with_a_command_is_complete() -> None:
    ls = FakeServer()
    for action in [*listed(ls, only=[SOURCE]), *listed(FakeServer(client=replace(RICH, lazy_edits=False)))]:
        done = await resolve_code_action(ls, action)  # type: ignore[arg-type] - a fake
        assert done is action
        assert done.edit is None


async def test_a_finding_that_is_no_longer_known_may_still_be_there() -> None:
    ls = FakeServer(client=ANNOTATING)
    action = listed(ls)[0]
    ls.findings = Known()
    edit = await resolve(ls, action)
    assert edit.change_annotations is None
    assert edit.document_changes


async def test_a_document_that_moved_on_refuses() -> None:
    ls = FakeServer()
    action = listed(ls)[0]
    ls.documents.change(SNAPSHOT.uri, 4, Lines("x"))
    await refuses(ls, action.data, types.LSPErrorCodes.ContentModified)
    ls.documents.close(SNAPSHOT.uri)
    await refuses(ls, action.data, types.LSPErrorCodes.ContentModified)


@pytest.mark.parametrize("refusal", [JsonRpcException("not what was asked for"), TimeoutError()])
async def test_a_client_that_does_not_apply_an_edit_is_no_fault_of_ours(refusal: Exception) -> None:
    ls = FakeServer(client=replace(RICH, lazy_edits=False), refusal=refusal)
    params = types.ExecuteCommandParams("omni.applyOffer")
    with pytest.raises(JsonRpcException) as caught:
        await apply_offer(ls, listed(ls)[0].command.arguments[0], params)  # type: ignore[arg-type] - a fake
    assert caught.value.code == types.LSPErrorCodes.RequestFailed
    ls.refusal = None
    assert await apply_offer(ls, listed(ls)[0].command.arguments[0], params)  # type: ignore[arg-type] - a fake


@pytest.mark.parametrize("only", [[QUICK], [FIX_ALL]])
async def test_a_document_that_moves_on_in_the_middle_refuses(only: list[str]) -> None:
    ls = FakeServer()
    action = listed(ls, only=only)[0]
    assert ls.core is not None
    # Some clients repeat their version numbers.
    ls.core.meanwhile = lambda: ls.documents.change(SNAPSHOT.uri, 3, Lines("x"))
    await refuses(ls, action.data, types.LSPErrorCodes.ContentModified)


async def test_what_an_agent_refuses_is_refused_with_its_reason() -> None:
    data = {**listed(FakeServer())[0].data, "fingerprint": "gone"}
    error = await refuses(FakeServer(), data, types.LSPErrorCodes.RequestFailed)
    assert "not there any more" in str(error)


@pytest.mark.parametrize("data", [None, "text", {}, {"uri": SNAPSHOT.uri, "version": 3}])
async def test_data_that_is_not_ours_is_invalid(data: object) -> None:
    await refuses(FakeServer(), data, types.ErrorCodes.InvalidParams)
    with pytest.raises(JsonRpcException, match="no omni data"):
        await resolve_code_action(FakeServer(), types.CodeAction("x", data=data))  # type: ignore[arg-type] - a fake


async def refuses(ls: FakeServer, data: object, code: int) -> JsonRpcException:
    with pytest.raises(JsonRpcException) as caught:
        await resolved(ls, data)  # type: ignore[arg-type] - a fake
    assert caught.value.code == code
    return caught.value
