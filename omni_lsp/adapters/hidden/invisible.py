"""Characters that nobody sees: which of them hide something, and the text without them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from omni_lsp.adapters.hidden.bidi import reordering
from omni_lsp.adapters.hidden.characters import (
    BIDI,
    ONLY_IN_PROSE,
    SPACES,
    UNSEEN,
    UNSEEN_HIGH,
    UNSEEN_LOW,
    UNSEEN_OR_SPACE,
    Sort,
    is_ordinary,
    is_part_of_word,
    name_of,
    sort_of,
)
from omni_lsp.adapters.hidden.hit import Hit
from omni_lsp.adapters.hidden.regions import Kind, Part, Regions
from omni_lsp.model.text import Change, Lines, Span

BIDI_RULE = "hidden.bidi-control"
CHARACTER_RULE = "hidden.invisible-character"
NAME_RULE = "hidden.invisible-in-name"
TAG_RULE = "hidden.tag-characters"
SELECTOR_RULE = "hidden.variation-selectors"
FILLER_RULE = "hidden.hangul-filler"
SPACE_RULE = "hidden.unusual-space"
LINE_END_RULE = "hidden.unusual-line-end"
CONTROL_RULE = "hidden.control-character"

_GAP = 40  # Characters between two that still count as one find, if there is no white space among them.
_MOST = 500  # Finds of a rule; the last one takes in all that is left, so that a hostile text cannot flood an editor.
_FEW = 3  # Different characters that are named one by one.
_LEFT_OVER = 2
_MESSAGE = 4  # Unseen characters in a row that are no slip of the finger, not even in a comment.
_WHITE = re.compile(r"\s")


def has_unseen(text: str, *, is_code: bool) -> bool:
    """Whether anything in a text has to be looked at more closely; spaces matter in code."""
    # Two patterns: `re` looks up characters of the first plane in a table and compares the others one by one.
    return bool((UNSEEN_OR_SPACE if is_code else UNSEEN_LOW).search(text) or UNSEEN_HIGH.search(text))


def unseen(text: str, parts: Regions, lines: Lines) -> Iterator[Hit]:
    """What hides in code, strings and comments, and the little that matters in prose."""
    by_rule: dict[str, list[int]] = {}
    for match in UNSEEN.finditer(text):
        at, kind = match.start(), parts.at(match.start()).kind
        if not is_ordinary(text, at) or (kind is Kind.CODE and text[at] in ONLY_IN_PROSE):
            by_rule.setdefault(_rule(text, at, kind), []).append(at)
    for rule, places in by_rule.items():
        for group in _grouped(text, places):
            named = _renamed(rule, text, group, parts)
            if _matters(named, group, parts):
                yield _hit(named, text, group, parts)
    if BIDI.search(text):
        yield from (_hit(BIDI_RULE, text, group, parts) for group in _bounded(list(reordering(text, parts, lines))))


def unseen_by_readers(text: str, parts: Regions, lines: Lines, rule: str) -> Iterator[Hit]:
    """The same for a text that assistants read: one rule, and nothing unseen is too little."""
    places = (match.start() for match in UNSEEN.finditer(text))
    wrong = [at for at in places if not is_ordinary(text, at) and sort_of(text[at]) is not Sort.LINE_END]
    if BIDI.search(text):
        wrong = sorted(chain(wrong, *reordering(text, parts, lines)))
    yield from (_hit(rule, text, group, parts) for group in _grouped(text, wrong))


def unusual_spaces(text: str, parts: Regions) -> Iterator[Hit]:
    """Spaces in code that are not the usual one; in strings, comments and prose they are typography."""
    places = [match.start() for match in SPACES.finditer(text) if parts.at(match.start()).kind is Kind.CODE]
    for group in _grouped(text, places):
        span = Span(group[0], group[-1] + 1)
        chosen = frozenset(group)
        new = "".join(" " if at in chosen else text[at] for at in range(span.start, span.end))
        yield Hit(SPACE_RULE, span, _told(text, group), Change(span, new))


def _renamed(rule: str, text: str, group: Sequence[int], parts: Regions) -> str:
    """One or two selectors are left over from an emoji and spell nothing."""
    if rule != SELECTOR_RULE or len(group) > _LEFT_OVER:
        return rule
    return _other_rule(text, group[0], parts.at(group[0]).kind)


def _other_rule(text: str, at: int, kind: Kind) -> str:
    return NAME_RULE if kind is Kind.CODE and is_part_of_word(text, at) else CHARACTER_RULE


def _rule(text: str, at: int, kind: Kind) -> str:
    match sort_of(text[at]):
        case Sort.TAG:
            return TAG_RULE
        case Sort.SELECTOR:
            return SELECTOR_RULE
        case Sort.FILLER:
            return FILLER_RULE
        case Sort.CONTROL:
            return CONTROL_RULE
        case Sort.LINE_END:
            return LINE_END_RULE
        case Sort.OTHER:
            return _other_rule(text, at, kind)


def _matters(rule: str, group: Sequence[int], parts: Regions) -> bool:
    """Outside of code and strings a single character is a slip of the finger; a row of them is a message."""
    kind = parts.at(group[0]).kind
    if rule == LINE_END_RULE:
        return kind in (Kind.CODE, Kind.COMMENT)
    if rule == CONTROL_RULE:
        return kind is not Kind.PROSE
    if kind in (Kind.CODE, Kind.STRING) or rule in (TAG_RULE, SELECTOR_RULE):
        return True
    longest = run = 1
    for before, after in pairwise(group):
        run = run + 1 if after == before + 1 else 1
        longest = max(longest, run)
    return longest >= _MESSAGE


def _grouped(text: str, places: Sequence[int]) -> list[list[int]]:
    """Neighbours together: in one word, or what looks like one."""
    groups: list[list[int]] = []
    for at in places:
        if groups and at - groups[-1][-1] <= _GAP and not _WHITE.search(text, groups[-1][-1] + 1, at):
            groups[-1].append(at)
        else:
            groups.append([at])
    return _bounded(groups)


def _bounded(groups: list[list[int]]) -> list[list[int]]:
    """At most so many; the last one takes in the others."""
    if len(groups) <= _MOST:
        return groups
    return [*groups[: _MOST - 1], [at for group in groups[_MOST - 1 :] for at in group]]


def _hit(rule: str, text: str, group: Sequence[int], parts: Regions) -> Hit:
    span = Span(group[0], group[-1] + 1)
    is_meant = rule == LINE_END_RULE or _is_all(text, group, parts.at(group[0]))
    return Hit(rule, span, _told(text, group), None if is_meant else Change(span, _without(text, span, group)))


def _is_all(text: str, group: Sequence[int], part: Part) -> bool:
    """Whether a string holds nothing else: a program that splits at such a character needs it."""
    if part.kind is not Kind.STRING or part.span.end - part.span.start > len(group) + 8:
        return False
    before, after = text[part.span.start : group[0]], text[group[-1] + 1 : part.span.end]
    return not before.strip("rRbBuUfF\"'`") and not after.strip("\"'`")


def _without(text: str, span: Span, group: Iterable[int]) -> str:
    left_out = frozenset(group)
    return "".join(text[at] for at in range(span.start, span.end) if at not in left_out)


def _told(text: str, group: Sequence[int]) -> str:
    """How many of which characters, and never what they spell."""
    counts = Counter(text[at] for at in group)
    if len(counts) <= _FEW:
        named = (f"{times} × {name_of(each)}" if times > 1 else name_of(each) for each, times in sorted(counts.items()))
        return f"Here: {', '.join(named)}."
    return f"Here: {len(group)} characters from U+{ord(min(counts)):04X} to U+{ord(max(counts)):04X}."
