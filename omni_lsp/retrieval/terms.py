"""Words of code and of questions about it, in the one form in which they are compared."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from unicodedata import normalize

_WORD = re.compile(r"[^\W\d_][\w$]*|_+[^\W\d_][\w$]*|\d{2,}")
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|0+|-+")
"""In shapes of words: `A` for a capital, `a` for a small letter, `-` for a letter without case, `0` for a digit."""
_DIGITS = str.maketrans(dict.fromkeys("123456789", "0"))
_LONGEST = 64
_SHORTEST_STEM = 3
_VOWEL = re.compile("[aeiouy]")
_DERIVING = (
    *("ization", "isation", "ation", "ition", "izer", "iser", "ator", "iz", "is", "at", "ion", "ment"),
    *("abl", "ibl", "ness", "er", "or", "iv", "iti", "al"),
)
"""As they are once a final `e` is gone and a final `y` is an `i`."""
_DOUBLED = frozenset("bdfgklmnprtvz")

_STOP_WORDS = (
    "a about above after again against all also am an and any are as at be because been before being "
    "below between both but by can could did do does doing done down during each every few find for from "
    "further get gets had has have having he her here hers him his how i if in into is it its itself just "
    "let like me more most my no nor not of off on once only or other our out over own please same she "
    "should show so some such than that the their them then there these they this those through to too "
    "under until up us use used uses using very was we were what when where which while who whom why will "
    "with within without would you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words of English that say nothing about what is asked for."""


def terms(text: str) -> list[str]:
    """The terms of a text in its order: parts of names, stemmed and in lower case, and whole names of several parts.

    `parseHTTPResponses` gives `pars`, `http`, `respons` and `parsehttpresponses`; parts that are stop words of English or
    single letters are left out, but not from whole names. Letters are compared in Unicode's form NFKC.
    """
    return [term for word in _WORD.findall(_composed(text)) for term in _terms_of(word)]


def words(text: str) -> Iterator[str]:
    """The parts of names in a text, in lower case and as they are: what embedders were made for."""
    for word in _WORD.findall(_composed(text)):
        yield from _parts_of(word)


def stems(names: Iterable[str]) -> frozenset[str]:
    """All terms of some names."""
    return frozenset(term for name in names for term in terms(name))


@lru_cache(maxsize=50_000)
def _parts_of(word: str) -> tuple[str, ...]:
    return tuple(_lower(word[match.start() : match.end()]) for match in _PARTS.finditer(_shape(word)))


def _lower(word: str) -> str:
    # The one capital that is two characters in lower case: the second is a mark that nobody types.
    return word.lower().replace("\u0307", "")


def _composed(text: str) -> str:
    return text if text.isascii() else normalize("NFKC", text)


def _shape(word: str) -> str:
    """One of `Aa-0_` for each character."""
    if word.isascii():
        return word.translate(_DIGITS)
    return "".join(map(_letter, word))


def _letter(character: str) -> str:
    if character.isdigit():
        return "0"
    if character.isupper():
        return "A"
    if character.islower():
        return "a"
    return "-" if character.isalpha() else "_"


@lru_cache(maxsize=50_000)
def _terms_of(word: str) -> tuple[str, ...]:
    parts = [part for part in _parts_of(word) if len(part) > 1 and part not in STOP_WORDS]
    whole = word.strip("_$").replace("_", "")
    found = [_stem(part) for part in parts]
    if len(_parts_of(word)) > 1 and len(whole) <= _LONGEST:
        found.append(_lower(whole))
    return tuple(term[:_LONGEST] for term in found)


def _stem(word: str) -> str:
    """A word without its endings, so that `validates`, `validated`, `validator` and `validation` are one.

    The lighter steps of suffix stripping (Lovins 1968; Harman 1991, "How effective is suffixing?"), each at most once.
    """
    if len(word) <= _SHORTEST_STEM or not word.isascii() or word.isdigit():
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("sses", "ches", "shes", "xes", "zes")) else word[:-1]
    for ending in ("ing", "ed"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= _SHORTEST_STEM and _VOWEL.search(stem):
            return _derived(_closed(stem))
    return _derived(_closed(word))


def _closed(stem: str) -> str:
    """`mapp` is `map`, `cache` is `cach` as what is left of `caching`, `query` is `queri` as what is left of `queries`."""
    if stem.endswith("e"):
        stem = stem[:-1]
    elif len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] in _DOUBLED:
        return stem[:-1]
    return stem[:-1] + "i" if stem.endswith("y") and len(stem) > _SHORTEST_STEM else stem


def _derived(stem: str) -> str:
    """Without the ending that made a noun or a verb of it: code calls things by what they do."""
    for ending in _DERIVING:
        shorter = stem[: -len(ending)]
        if stem.endswith(ending) and len(shorter) > _SHORTEST_STEM and _VOWEL.search(shorter):
            doubled = len(shorter) > _SHORTEST_STEM and shorter[-1] == shorter[-2] and shorter[-1] in _DOUBLED
            return shorter[:-1] if doubled else shorter
    return stem
