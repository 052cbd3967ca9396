"""Secrets in the shapes that providers give them."""

import hashlib
import re
import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from omni_lsp.adapters.secrets.book import Format, book, lexicon
from omni_lsp.adapters.secrets.found import Evidence, Found, Source
from omni_lsp.adapters.secrets.placeholders import is_placeholder
from omni_lsp.adapters.secrets.words import entropy
from omni_lsp.model.text import Span

# The prefilter: nearly every format has such a run in it, and little else in code does.
_RUN_LETTERS = frozenset(f"{string.ascii_letters}{string.digits}_-".encode())
_RUN_OR_NOT = bytes(ord("r" if code in _RUN_LETTERS else " ") for code in range(256))
_SHORTEST_RUN = b"r" * 20
_INDEX_LENGTH = 2
_SIGN_LENGTH = 3
_LONG_RUN = 36
_BEFORE, _AFTER = 200, 700  # How far around a mark in the middle of it a secret may reach.
_LONGEST_MARK = 12
_SHOWN = 4
_BASE64 = re.compile(r"[A-Za-z0-9+/]*")
_ENCODED_LENGTH = 64
# A mark with one of these in it is looked for only in texts that have that: one search instead of many.
_GATES = ("~", "hook", "Key=")


@dataclass(frozen=True, slots=True)
class _Index:
    """Formats by the first characters of the run they start with, by marks around which they are, and the others."""

    starts: Mapping[str, tuple[Format, ...]]
    behind: tuple[Format, ...]
    within: tuple[Format, ...]
    signs: Mapping[str, tuple[Format, ...]]
    holds: Mapping[str, tuple[Format, ...]]
    named: tuple[Format, ...]


def provider_secrets(source: Source) -> Iterator[Found]:
    """Secrets whose shape tells their provider."""
    yield from _in_runs(source)
    yield from _at_signs(source)
    yield from _around_marks(source)


def rule_for_name(name: str, value: str) -> str | None:
    """The rule of a provider for a value under a name in small letters, `None` when no format is for that name."""
    for one in _index().named:
        if one.named is not None and one.named.search(name) and one.pattern.fullmatch(value):
            return one.rule if is_plausible(value) and entropy(value) >= one.bits else None
    return None


def is_plausible(value: str) -> bool:
    """Whether a value is neither a placeholder nor printed in a provider's documentation."""
    return (
        not is_placeholder(value)
        and hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest() not in lexicon().published
    )


def _in_runs(source: Source) -> Iterator[Found]:
    flat, done = source.flat, 0
    for start, end in _runs(flat):
        if start < done:
            continue
        for found in _in_run(source, _unescaped(flat, start), end):
            done = max(done, found.span.end)
            yield found


def _runs(flat: str) -> Iterator[tuple[int, int]]:
    """Where letters, digits, `_` and `-` follow each other 20 times and more: an expression takes five times as long."""
    runs = flat.encode().translate(_RUN_OR_NOT)
    start = runs.find(_SHORTEST_RUN)
    while start >= 0:
        end = runs.find(b" ", start)
        end = len(runs) if end < 0 else end
        yield start, end
        start = runs.find(_SHORTEST_RUN, end)


def _in_run(source: Source, start: int, end: int) -> Iterator[Found]:
    index, flat = _index(), source.flat
    for one in index.starts.get(flat[start : start + _INDEX_LENGTH], ()):
        if flat.startswith(one.starts, start):
            yield from _judged(source, one, _from(one, flat, start))
    if start and flat[start - 1] in "./:":
        yield from _behind(source, index, start)
    if end - start >= _LONG_RUN:
        for one in index.within:
            if flat.find(one.within, start, end) >= 0:
                yield from _judged(source, one, one.pattern.match(flat, start))


def _at_signs(source: Source) -> Iterator[Found]:
    signs, flat = _index().signs, source.flat
    at = flat.find("$")
    while at >= 0:
        for one in signs.get(flat[at : at + _SIGN_LENGTH], ()):
            yield from _judged(source, one, _from(one, flat, at))
        at = flat.find("$", at + 1)


def _around_marks(source: Source) -> Iterator[Found]:
    flat = source.flat
    shut = [gate for gate in _GATES if gate not in flat]
    for mark, formats in _index().holds.items():
        if any(gate in mark for gate in shut) or mark not in flat:
            continue
        for begin, end in _around(flat, mark):
            for one in formats:
                for match in one.pattern.finditer(flat, begin, end):
                    yield from _judged(source, one, match)


def _behind(source: Source, index: _Index, start: int) -> Iterator[Found]:
    left = source.flat[max(0, start - _LONGEST_MARK) : start]
    for one in index.behind:
        for mark in one.behind:
            at = start - len(mark) - one.back
            if left.endswith(mark) and at >= 0:
                yield from _judged(source, one, one.pattern.match(source.flat, at))


def _from(one: Format, flat: str, start: int) -> re.Match[str] | None:
    if one.reach:
        return one.pattern.search(flat, max(0, start - one.reach), start + _AFTER)
    return one.pattern.match(flat, start)


def _judged(source: Source, one: Format, match: re.Match[str] | None) -> Iterator[Found]:
    if match is None:
        return
    span = Span(*match.span("secret" if "secret" in one.pattern.groupindex else 0))
    value = source.text[span.start : span.end]
    if entropy(value) < one.bits or (one.check is not None and not one.check(value)):
        return
    if is_plausible(value) and not _inside_encoded(source.flat, span):
        yield Found(one.rule, span, Evidence.FORMAT, _shown(one, value))


def _shown(one: Format, value: str) -> str:
    marks = (*one.starts, *one.behind, *one.holds)
    mark = next((mark for mark in marks if mark[0].isalnum() and value.startswith(mark)), "")
    return mark[:_SHOWN]


def _inside_encoded(flat: str, span: Span) -> bool:
    """Whether a value is a piece of something long in base64, by chance."""
    if not {flat[span.start - 1 : span.start], flat[span.end : span.end + 1]} & {"+", "/"}:
        return False
    left = flat[max(0, span.start - _ENCODED_LENGTH) : span.start]
    before = next(
        (size for size, letter in enumerate(reversed(left)) if not (letter.isalnum() or letter in "+/")), len(left)
    )
    after = _BASE64.match(flat, span.end, span.end + _ENCODED_LENGTH)
    return before + (len(after[0]) if after else 0) >= _ENCODED_LENGTH


def _unescaped(flat: str, start: int) -> int:
    r"""Where a run begins without the letters of an escape before it, as in `\nghp_` and `%3Dghp_`."""
    before = flat[start - 1 : start]
    if before == "\\" and flat[start] in "nrt":
        return start + 1
    return start + 2 if before == "%" else start


def _around(flat: str, mark: str) -> Iterator[tuple[int, int]]:
    """Where to look for what holds a mark; no character is in two of them."""
    at, done = flat.find(mark), 0
    while at >= 0:
        begin, end = max(done, at - _BEFORE), at + _AFTER
        while (following := flat.find(mark, at + 1, end)) >= 0:
            at, end = following, following + _AFTER
        yield begin, end
        done, at = end, flat.find(mark, end)


@cache
def _index() -> _Index:
    formats = book().formats
    return _Index(
        _by((mark[:_INDEX_LENGTH], one) for one in formats for mark in one.starts),
        tuple(one for one in formats if one.behind),
        tuple(one for one in formats if one.within),
        _by((mark[:_SIGN_LENGTH], one) for one in formats for mark in one.signs),
        _by((mark, one) for one in formats for mark in one.holds),
        tuple(one for one in formats if one.named),
    )


def _by(pairs: Iterable[tuple[str, Format]]) -> dict[str, tuple[Format, ...]]:
    """Formats by key, each once a key."""
    lists: defaultdict[str, list[Format]] = defaultdict(list)
    for key, one in dict.fromkeys(pairs):
        lists[key].append(one)
    return {key: tuple(values) for key, values in lists.items()}
