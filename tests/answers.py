"""What an editor does with each message of the server: it notes it, and answers every request."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from profiles import look

if TYPE_CHECKING:
    from editor import Editor

REFRESHES = (types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_DIAGNOSTIC_REFRESH)


def listen(editor: "Editor") -> None:
    """Attach the editor to its client; every message wakes whoever waits for news."""
    _take_notifications(editor)
    _answer_questions(editor)
    _answer_refreshes(editor)
    _answer_registrations(editor)


def _on(editor: "Editor", method: str) -> Callable[[Callable[[Any], Awaitable[Any] | Any]], None]:
    def attach(act: Callable[[Any], Awaitable[Any] | Any]) -> None:
        async def handle(params: Any) -> Any:
            answer = act(params)
            if isinstance(answer, Awaitable):
                answer = await answer
            await editor.tell()
            return answer

        editor.client.feature(method)(handle)

    return attach


def _take_notifications(editor: "Editor") -> None:
    @_on(editor, types.PROGRESS)
    def _(params: types.ProgressParams) -> None:
        editor.progress.append(params)
        editor.workspace.part(params)

    _on(editor, types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(editor.screen.push)
    _on(editor, "omni/run")(editor.runs.append)
    _on(editor, "omni/index")(editor.indexes.append)
    _on(editor, "omni/status")(editor.statuses.append)
    _on(editor, types.WINDOW_SHOW_MESSAGE)(editor.messages.append)
    _on(editor, types.WINDOW_LOG_MESSAGE)(editor.logged.append)


def _answer_questions(editor: "Editor") -> None:
    @_on(editor, types.WORKSPACE_CONFIGURATION)
    def _(params: types.ConfigurationParams) -> list[object]:
        editor.asked += 1
        if "refuse" in editor.settings:
            raise JsonRpcInvalidParams("this client answers no such question")
        return [editor.settings if item.section == "omni" else None for item in params.items]

    @_on(editor, types.WORKSPACE_WORKSPACE_FOLDERS)
    def _(_params: None) -> list[types.WorkspaceFolder]:
        return [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in editor.folders]

    @_on(editor, types.WINDOW_WORK_DONE_PROGRESS_CREATE)
    def _(_params: types.WorkDoneProgressCreateParams) -> None: ...

    @_on(editor, types.WORKSPACE_APPLY_EDIT)
    def _(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        try:
            editor.apply(params.edit)
        except AssertionError as error:  # An edit that no editor would take.
            return types.ApplyWorkspaceEditResult(applied=False, failure_reason=str(error))
        return types.ApplyWorkspaceEditResult(applied=True)

    @_on(editor, types.WINDOW_SHOW_DOCUMENT)
    def _(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        editor.showed.append(params)
        return types.ShowDocumentResult(success=True)

    @_on(editor, types.WINDOW_SHOW_MESSAGE_REQUEST)
    def _(params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
        editor.messages.append(types.ShowMessageParams(params.type, params.message))
        titles = [item.title for item in params.actions or ()]
        return types.MessageActionItem(editor.choice) if editor.choice in titles else None


def _answer_refreshes(editor: "Editor") -> None:
    for method in REFRESHES:

        def refresh(_params: None, method: str = method) -> None:
            editor.refreshes.append(method)
            if method == types.WORKSPACE_DIAGNOSTIC_REFRESH:
                editor.pull_all()

        _on(editor, method)(refresh)


def _answer_registrations(editor: "Editor") -> None:
    @_on(editor, types.CLIENT_REGISTER_CAPABILITY)
    def _(params: types.RegistrationParams) -> None:
        for registration in params.registrations:
            editor.registered[registration.id] = registration
            if registration.method == types.TEXT_DOCUMENT_DIAGNOSTIC:
                editor.pulls.identifier = editor.workspace.identifier = look(
                    registration.register_options, "identifier"
                )
                editor.pulls.is_on = True
                editor.workspace.is_offered = bool(look(registration.register_options, "workspaceDiagnostics"))
                editor.pull_all()

    @_on(editor, types.CLIENT_UNREGISTER_CAPABILITY)
    def _(params: types.UnregistrationParams) -> None:
        for gone in params.unregisterations:
            editor.registered.pop(gone.id)
