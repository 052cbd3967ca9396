"""Names in code that look like other names (homoglyphs, CVE-2021-42694)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from omni_lsp.adapters.hidden.characters import name_of
from omni_lsp.adapters.hidden.confusables import FAINT, LOOK_ALIKE, NAME, STYLED, twin
from omni_lsp.adapters.hidden.hit import Hit
from omni_lsp.adapters.hidden.regions import Kind, Regions
from omni_lsp.model.text import Change, Span

MIXED_RULE = "hidden.mixed-script-name"
TWIN_RULE = "hidden.look-alike-name"

_LATIN_NAME = re.compile(r"(?<!\w)[A-Za-z_][A-Za-z0-9_]*+(?!\w)")
_SHORT = 3  # Formulas have names of one or two letters of their own kind.
_SHORTEST = 2  # A single letter of another script is no trick: tables of keys and letters are full of them.
_LOOKED_AT = 50
_MOST = 500


@dataclass(frozen=True, slots=True)
class Suspect:
    """A word that misleads if it is a name in code; `has_twin` when the word that it looks like is there as well."""

    word: str
    span: Span
    is_mixed: bool
    has_twin: bool


def suspects(text: str) -> Sequence[Suspect]:
    """Words that mix Latin with letters that pass for Latin, or that read like another word of the text."""
    return list(islice(_suspects(text), _MOST)) if LOOK_ALIKE.search(text) else ()


def misleading_names(found: Sequence[Suspect], text: str, parts: Regions) -> Iterator[Hit]:
    """Those that stand in code, where words are names."""
    for suspect in found:
        if parts.at(suspect.span.start).kind is not Kind.CODE:
            continue
        if suspect.has_twin and _is_in_code(twin(suspect.word), text, parts):
            yield _hit(TWIN_RULE, suspect)
        elif suspect.is_mixed:
            yield _hit(MIXED_RULE, suspect)


def _suspects(text: str) -> Iterator[Suspect]:
    known: frozenset[str] | None = None
    judged: dict[str, tuple[bool, bool]] = {}
    for match in NAME.finditer(text):
        word = match[0]
        if word not in judged:
            known = known if known is not None else frozenset(_LATIN_NAME.findall(text))
            judged[word] = _is_mixed(word), _has_twin(word, known)
        if any(judged[word]):
            yield Suspect(word, Span(*match.span()), *judged[word])


def _is_mixed(word: str) -> bool:
    if not FAINT.keys().isdisjoint(word):
        return False
    has_latin = any(letter.isascii() and letter.isalpha() for letter in word)
    # Words that are wholly of another script are somebody's language; those in fancy letters are nobody's.
    return has_latin or (_letters(word) >= _SHORT and all(letter in STYLED for letter in word if not letter.isascii()))


def _has_twin(word: str, known: frozenset[str]) -> bool:
    least = _SHORTEST if FAINT.keys().isdisjoint(word) else _SHORT
    return twin(word) in known and _letters(word) >= least


def _letters(word: str) -> int:
    return sum(letter.isalpha() for letter in word)


def _is_in_code(name: str, text: str, parts: Regions) -> bool:
    places = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return any(parts.at(match.start()).kind is Kind.CODE for match in islice(places, _LOOKED_AT))


def _hit(rule: str, suspect: Suspect) -> Hit:
    foreign = sorted({letter for letter in suspect.word if not letter.isascii()})
    told = ", ".join(name_of(letter) for letter in foreign[:3])
    more = ", and others" if len(foreign) > 3 else ""
    new = twin(suspect.word)
    is_certain = new.isidentifier() and new.isascii()
    return Hit(rule, suspect.span, f"Here: {told}{more}.", Change(suspect.span, new) if is_certain else None)
