"""Which parts of a text are code, strings, comments or prose: by its syntax tree, by tokens where there is no grammar."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from omni_lsp.adapters.hidden.families import Family, tokens
from omni_lsp.model.text import Snapshot, Span

# Taking a larger tree apart takes longer than a pause in typing; tokens are a good guess there.
_LARGEST_TREE = 100_000
_COMMENTS = frozenset({"comment", "line_comment", "block_comment", "html_comment", "hash_bang_line"})
_STRINGS = frozenset(
    {
        *("string", "template_string", "regex", "interpreted_string_literal", "raw_string_literal", "rune_literal"),
        *("string_literal", "character_literal"),
    }
)
_CODE_INSIDE = frozenset({"interpolation", "template_substitution", "string_interpolation", "jsx_expression"})
_PROSE = frozenset({"jsx_text"})


class Kind(Enum):
    CODE = auto()
    STRING = auto()
    COMMENT = auto()
    PROSE = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A comment or string as a whole, or all of the text for what lies between these."""

    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Regions:
    """`starts` are offsets in order, `parts` what begins at each of them and reaches to the next."""

    starts: Sequence[int]
    parts: Sequence[Part]

    def at(self, offset: int) -> Part:
        """The innermost part around a character."""
        return self.parts[bisect_right(self.starts, offset) - 1]


def regions(snapshot: Snapshot, family: Family | None) -> Regions:
    """Those of a text in a language of this family, one part of prose for none."""
    everything = Span(0, len(snapshot.text))
    if family is None:
        return Regions((0,), (Part(Kind.PROSE, everything),))
    rest = Part(Kind.CODE if family.is_code else Kind.STRING, everything)
    inner = _parsed(snapshot) if len(snapshot.text) <= _LARGEST_TREE else None
    return _flattened(rest, inner if inner is not None else _tokenized(snapshot.text, family))


def _tokenized(text: str, family: Family) -> Iterator[Part]:
    for match in tokens(family).finditer(text):
        yield Part(Kind.COMMENT if match["comment"] is not None else Kind.STRING, Span(*match.span()))


def _parsed(snapshot: Snapshot) -> list[Part] | None:
    """Comments, strings and what is nested in them, outer ones first; `None` without a grammar."""
    # Takes 20 ms, and most texts are not looked at so closely.
    from omni_lsp.adapters.syntax.trees import DIALECTS, parse  # noqa: PLC0415

    if snapshot.language not in DIALECTS:
        return None
    parsed = parse(snapshot.language, snapshot.text)
    found: list[Part] = []
    for node, above in parsed.nodes(_COMMENTS | _STRINGS | _CODE_INSIDE | _PROSE):
        is_documentation = node.type == "string" and bool(above) and above[-1].type == "expression_statement"
        found.append(Part(_kind(node.type, is_documentation=is_documentation), parsed.span(node)))
    return found


def _kind(node: str, *, is_documentation: bool) -> Kind:
    if node in _COMMENTS or is_documentation:
        return Kind.COMMENT
    if node in _STRINGS:
        return Kind.STRING
    return Kind.CODE if node in _CODE_INSIDE else Kind.PROSE


def _flattened(rest: Part, inner: Iterable[Part]) -> Regions:
    """Parts side by side, each character in the innermost; `inner` is in order, outer ones first."""
    marks: list[tuple[int, Part]] = [(0, rest)]
    open_parts = [rest]
    for part in inner:
        while len(open_parts) > 1 and open_parts[-1].span.end <= part.span.start:
            ended = open_parts.pop()
            marks.append((ended.span.end, open_parts[-1]))
        open_parts.append(part)
        marks.append((part.span.start, part))
    while len(open_parts) > 1:
        ended = open_parts.pop()
        marks.append((ended.span.end, open_parts[-1]))
    # Of several marks at one place the last one counts.
    kept = [one for one, after in pairwise(marks) if one[0] != after[0]] + marks[-1:]
    return Regions([start for start, _ in kept], [part for _, part in kept])
