"""What a client can show and answer, read once from its capabilities."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import NamedTuple

from cattrs import ClassValidationError, Converter
from lsprotocol import types

from omni_lsp.lsp.positions import Encoding

# Names that shipped editors send in place of those of the standard: path to the object, the name sent, the name meant.
# Helix builds of 2026 announce that they understand `workspace/diagnostic/refresh` under the request's name.
_MISSPELT = ((("capabilities", "workspace"), "diagnostic", "diagnostics"),)


# More than any editor has; a name goes into questions that people are asked.
_MOST_MODELS = 100
_NAME_LENGTH = 100


class EditorChat(NamedTuple):
    """A model of the editor's own: the id by which it is asked, and what people call it, in one short line."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Client:
    """The defaults are those of a client that says nothing.

    `pulls` is for clients that ask for diagnostics and can be told to ask again; one that cannot be told would show
    what it asked for until its next keystroke, so it is pushed to.
    `chat_models` are what `omni/chat` can be asked of, which may change later; `None` where there is no such request.
    `asks_for_consent` says that the client asks people itself before anything goes to such a model.
    """

    encoding: Encoding = Encoding.UTF16
    markdown: bool = False
    pulls: bool = False
    code_description: bool = False
    related_information: bool = False
    tags: frozenset[types.DiagnosticTag] = frozenset()
    literal_actions: bool = False
    preferred_actions: bool = False
    disabled_actions: bool = False
    lazy_edits: bool = False
    applies_edits: bool = False
    versioned_edits: bool = False
    change_annotations: bool = False
    creates_files: bool = False
    markdown_completions: bool = False
    snippets: bool = False
    registers_completion: bool = False
    code_lens: bool = False
    refreshes_lenses: bool = False
    progress: bool = False
    shows_documents: bool = False
    configuration: bool = False
    registers_configuration: bool = False
    watches_files: bool = False
    relative_patterns: bool = False
    chat_models: tuple[EditorChat, ...] | None = None
    asks_for_consent: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities, encoding: str) -> "Client":
        document = capabilities.text_document or types.TextDocumentClientCapabilities()
        workspace = capabilities.workspace or types.WorkspaceClientCapabilities()
        window = capabilities.window or types.WindowClientCapabilities()
        refresh = workspace.diagnostics and workspace.diagnostics.refresh_support
        pulls = bool(document.diagnostic and refresh)
        shown = [shows for shows in (document.publish_diagnostics, pulls and document.diagnostic) if shows]
        action = document.code_action or types.CodeActionClientCapabilities()
        completion = document.completion or types.CompletionClientCapabilities()
        written = completion.completion_item or types.ClientCompletionItemOptions()
        edit = workspace.workspace_edit or types.WorkspaceEditClientCapabilities()
        watched = workspace.did_change_watched_files or types.DidChangeWatchedFilesClientCapabilities()
        settings = workspace.did_change_configuration
        experimental = capabilities.experimental if isinstance(capabilities.experimental, Mapping) else {}
        chat = experimental.get("omniChat")
        return cls(
            encoding=Encoding(encoding),
            markdown=types.MarkupKind.Markdown in ((document.hover and document.hover.content_format) or ()),
            pulls=pulls,
            code_description=any(shows.code_description_support for shows in shown),
            related_information=any(shows.related_information for shows in shown),
            tags=_tags(shown),
            literal_actions=bool(action.code_action_literal_support),
            preferred_actions=bool(action.is_preferred_support),
            disabled_actions=bool(action.disabled_support),
            lazy_edits=bool(
                action.data_support and action.resolve_support and "edit" in action.resolve_support.properties
            ),
            applies_edits=bool(workspace.apply_edit),
            versioned_edits=bool(edit.document_changes),
            change_annotations=bool(edit.document_changes and edit.change_annotation_support),
            # Neovim has these and no versioned edits (LSP 3.17, WorkspaceEdit: one of both is enough).
            creates_files=types.ResourceOperationKind.Create in (edit.resource_operations or ()),
            markdown_completions=types.MarkupKind.Markdown in (written.documentation_format or ()),
            snippets=bool(written.snippet_support),
            registers_completion=bool(completion.dynamic_registration),
            code_lens=bool(document.code_lens),
            refreshes_lenses=bool(workspace.code_lens and workspace.code_lens.refresh_support),
            progress=bool(window.work_done_progress),
            shows_documents=bool(window.show_document and window.show_document.support),
            configuration=bool(workspace.configuration),
            registers_configuration=bool(settings and settings.dynamic_registration),
            watches_files=bool(watched.dynamic_registration),
            relative_patterns=bool(watched.relative_pattern_support),
            chat_models=chat_models_in(chat),
            asks_for_consent=isinstance(chat, Mapping) and chat.get("asksForConsent") is True,
        )


def initialize_params(converter: Converter, raw: object) -> types.InitializeParams:
    """Parameters of `initialize`; members that are not what the standard has are left out where it lets them be missing.

    No editor should stay without a server for one capability of a later standard. Raises cattrs' ClassValidationError.
    """
    params = _corrected(raw) if isinstance(raw, Mapping) else raw
    while True:
        try:
            return converter.structure(params, types.InitializeParams)
        except ClassValidationError as error:
            if not isinstance(params, dict) or not _pruned(params, error):
                raise


def chat_models_in(raw: object) -> tuple[EditorChat, ...] | None:
    """The models of `{"models": [{"id", "name"}]}`, the preferred first; those of no such shape are left out.

    `None` where it is no such object.
    """
    models = raw.get("models") if isinstance(raw, Mapping) else None
    if not isinstance(models, list):
        return None
    found = (_chat_model(model) for model in models[:_MOST_MODELS])
    return tuple(model for model in found if model is not None)


def _chat_model(raw: object) -> EditorChat | None:
    number, name = (raw.get("id"), raw.get("name")) if isinstance(raw, Mapping) else (None, None)
    if not (isinstance(number, str) and number):
        return None
    return EditorChat(number, _in_one_line(name if isinstance(name, str) else "") or _in_one_line(number) or "a model")


def _in_one_line(text: str) -> str:
    letters = (letter if letter.isprintable() else " " for letter in text[:_NAME_LENGTH])
    return "".join(letters).strip()


def _corrected(params: Mapping[str, object]) -> dict[str, object]:
    """A deep copy, with the names that the standard has where a known editor sends others."""
    result: dict[str, object] = deepcopy(dict(params))
    for path, sent, meant in _MISSPELT:
        inside: object = result
        for key in path:
            inside = inside.get(key) if isinstance(inside, dict) else None
        if isinstance(inside, dict) and sent in inside:
            inside.setdefault(meant, inside.pop(sent))
    return result


def _pruned(raw: dict[str, object], error: ClassValidationError) -> bool:
    """Remove what the error is about; false when that is a member that must be there, so that `raw` itself is no good."""
    found, _ = error.group_exceptions()
    for cause, note in found:
        key = next((key for key in raw if key.lower() == note.name.replace("_", "")), None)
        if key is None:
            return False
        inside = raw[key]
        if not (isinstance(cause, ClassValidationError) and isinstance(inside, dict) and _pruned(inside, cause)):
            del raw[key]
    return bool(found)


def _tags(
    shown: Sequence[types.PublishDiagnosticsClientCapabilities | types.DiagnosticClientCapabilities],
) -> frozenset[types.DiagnosticTag]:
    return frozenset(tag for shows in shown if shows.tag_support for tag in shows.tag_support.value_set)
