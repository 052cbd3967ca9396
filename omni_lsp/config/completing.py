"""Completions and hovers in the files that steer us, from what may stand at the place; texts in, values out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from omni_lsp.config.grammar import Node
from omni_lsp.config.wording import KeyPath
from omni_lsp.config.yaml_cursor import Cursor, cursor_at, token_at
from omni_lsp.model.completion import Completion, CompletionKind, Completions
from omni_lsp.model.finding import Explanation
from omni_lsp.model.markdown import code, escaped

MOST = 100
"""Completions that are sent at once: nobody looks through more, and each costs time on both sides."""


@dataclass(frozen=True, slots=True)
class Word:
    """A value, or an open key, that there is: `detail` is a few plain words, `documentation` Markdown."""

    text: str
    detail: str = ""
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What only the application knows, by the key that it belongs to: its `values`, or the `keys` inside of its mapping.

    The values of all keys in `once` together may stand in a file once.
    """

    values: Mapping[str, Sequence[Word]] = field(default_factory=lambda: MappingProxyType({}))
    keys: Mapping[str, Sequence[Word]] = field(default_factory=lambda: MappingProxyType({}))
    once: frozenset[str] = frozenset()


def completions(text: str, offset: int, root: Node, words: Vocabulary) -> Completions | None:
    """What may stand at an offset, a code point; `None` where nothing of ours may."""
    cursor = cursor_at(text, offset)
    node = root.at(cursor.path) if cursor is not None else None
    if cursor is None or node is None:
        return None
    has_colon = text[cursor.word.end :].lstrip("\"' \t").startswith(":")
    if cursor.is_key or (cursor.is_fresh and node.is_mapping):
        found = _keys(node, cursor, words, ends="" if has_colon else ":")
    elif cursor.is_fresh and node.item is not None:
        found = (_wrapped(one, "- ", "") for one in _first_item(node.item, cursor, words))
    elif node.item is not None and not node.is_single:
        found = (_wrapped(one, "[", "]") for one in _values(node.item, cursor, words))
    else:
        found = _values(node, cursor, words)
    return _fitting(list(found), cursor)


def explained(text: str, offset: int, root: Node, words: Vocabulary) -> Explanation | None:
    """What the key or the value at an offset means, as Markdown; `None` for what has nothing to say."""
    token = token_at(text, offset)
    if token is None:
        return None
    if token.is_key:
        said = _key_said(token.text, root.at((*token.path, token.text)), words.keys.get(_last(token.path), ()))
    else:
        node = root.at(token.path)
        said = next((_said(word) for word in _words(node, token.path, words) if word.text == token.text), "")
    return Explanation(said, token.span) if said else None


def _wrapped(one: Completion, before: str, after: str) -> Completion:
    return replace(one, label=before + one.label + after, text=before + one.text + after)


def _first_item(item: Node, cursor: Cursor, words: Vocabulary) -> Iterator[Completion]:
    inside = replace(cursor, path=(*cursor.path, 0), beside=frozenset())
    return _keys(item, inside, words, ends=":") if item.is_mapping else _values(item, inside, words)


def _keys(node: Node, cursor: Cursor, words: Vocabulary, ends: str) -> Iterator[Completion]:
    taken = cursor.beside | (node.either if node.either & cursor.beside else frozenset())
    for name, inner in node.keys.items():
        if name not in taken:
            detail = "required" if name in node.required else f"default {inner.default}" if inner.default else ""
            yield Completion(name, name + _after(inner, ends), CompletionKind.KEY, detail, inner.description)
    if node.others is not None:
        for word in words.keys.get(_last(cursor.path), ()):
            if word.text not in taken:
                text = word.text + _after(node.others, ends)
                yield Completion(word.text, text, CompletionKind.KEY, word.detail, word.documentation)


def _after(node: Node, ends: str) -> str:
    """What comes after a key: a colon, and a space where the value stands on the same line."""
    opens_block = node.is_mapping or (node.item is not None and node.item.is_mapping)
    return ends if opens_block or not ends else f"{ends} "


def _values(node: Node, cursor: Cursor, words: Vocabulary) -> Iterator[Completion]:
    taken = cursor.beside
    if _last(cursor.path) in words.once:
        taken |= {token.text for token in cursor.elsewhere if not token.is_key and _last(token.path) in words.once}
    for word in _words(node, cursor.path, words):
        if word.text not in taken:
            yield Completion(word.text, word.text, CompletionKind.VALUE, word.detail, word.documentation)


def _words(node: Node | None, path: KeyPath, words: Vocabulary) -> Iterable[Word]:
    """The values at a place: what is known of them, or else what the file's own format has."""
    if node is None:
        return ()
    return words.values.get(_last(path)) or [Word(value, "", meaning) for value, meaning in node.values]


def _fitting(found: Sequence[Completion], cursor: Cursor) -> Completions:
    """All where they are few, for editors find what is meant in their own ways; of many those with the word in them."""
    if len(found) <= MOST:
        return Completions(cursor.word, tuple(found))
    typed = cursor.text.lower()
    ranked = sorted(
        (place, number) for number, one in enumerate(found) if (place := one.label.lower().find(typed)) >= 0
    )
    chosen = tuple(found[number] for _, number in ranked[:MOST])
    return Completions(cursor.word, chosen, is_complete=False)


def _key_said(name: str, node: Node | None, words: Sequence[Word]) -> str:
    word = next((word for word in words if word.text == name), None)
    if word is not None:
        return _said(word)
    if node is None or not node.description:
        return ""
    parts = [code(name), node.description]
    if node.values and any(meaning for _, meaning in node.values):
        parts.append("\n".join(f"- {code(value)}: {meaning}" for value, meaning in node.values))
    if node.default:
        parts.append(f"Without it: {code(node.default)}")
    return "\n\n".join(parts)


def _said(word: Word) -> str:
    return "\n\n".join(part for part in (code(word.text), escaped(word.detail), word.documentation) if part)


def _last(path: KeyPath) -> str:
    """The key that a place belongs to: numbers of items are passed over."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")
