"""Completion in the files that steer us; anybody may ask anywhere, and gets an empty answer at once."""

import re

from lsprotocol import types

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.positions import offset_of, range_of
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import plain
from omni_lsp.model.completion import Completion, CompletionKind, Completions
from omni_lsp.model.text import Snapshot

_SPECIAL = re.compile(r"[\\$}]")  # In snippets (LSP 3.17, snippet syntax).
_KINDS = {
    CompletionKind.KEY: types.CompletionItemKind.Property,
    CompletionKind.VALUE: types.CompletionItemKind.Value,
}


def completion(ls: OmniServer, params: types.CompletionParams) -> types.CompletionList | None:
    snapshot = ls.documents.get(params.text_document.uri)
    if snapshot is None or ls.core is None:
        return None
    offset = offset_of(params.position, snapshot.lines, ls.client.encoding)
    found = ls.core.completions(snapshot, offset)
    return list_of(found, snapshot, ls.client) if found is not None else None


def list_of(found: Completions, snapshot: Snapshot, client: Client) -> types.CompletionList:
    """Each with an edit of its own, for what is a word to an editor ends at a hyphen, and in our order."""
    word = range_of(found.word, snapshot.lines, client.encoding)
    items = [_item(one, number, word, client) for number, one in enumerate(found.items)]
    return types.CompletionList(is_incomplete=not found.is_complete, items=items)


def _item(one: Completion, number: int, word: types.Range, client: Client) -> types.CompletionItem:
    said: str | types.MarkupContent | None = None
    if one.documentation:
        is_markdown = client.markdown_completions
        said = (
            types.MarkupContent(types.MarkupKind.Markdown, one.documentation)
            if is_markdown
            else plain(one.documentation)
        )
    # Neovim 0.11 takes a text up to its first space, and nothing but a snippet whole.
    is_snippet = client.snippets and " " in one.text.rstrip()
    return types.CompletionItem(
        label=one.label,
        kind=_KINDS[one.kind],
        detail=one.detail or None,
        documentation=said,
        sort_text=f"{number:04}",
        filter_text=one.label,
        insert_text_format=types.InsertTextFormat.Snippet if is_snippet else None,
        text_edit=types.TextEdit(word, _SPECIAL.sub(r"\\\g<0>", one.text) if is_snippet else one.text),
    )
