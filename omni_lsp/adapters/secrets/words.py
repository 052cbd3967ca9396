"""How much a value is made of words, and how many bits its characters carry."""

import re
from collections import Counter
from functools import cache
from math import log2

from omni_lsp.adapters.secrets.book import lexicon

_SEGMENT = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_VOWEL = re.compile(r"[aeiouy]")
_USUAL = 0.75


def entropy(value: str) -> float:
    """Shannon entropy in bits per character, 0 for an empty value."""
    size = len(value)
    return sum(count * log2(size / count) for count in Counter(value).values()) / size if size else 0.0


def segments(value: str) -> list[str]:
    """The letters of a value in small ones, cut at everything else and where camel case begins another word."""
    return [segment.lower() for segment in _SEGMENT.findall(value)]


def word_share(value: str) -> float:
    """What part of a value's letters and digits is in words, from 0 to 1.

    Random text in base62 or hexadecimal has 0.3 or more in 1 of 100 values, names of things 0.6 and more.
    """
    size = sum(map(str.isalnum, value))
    return sum(len(segment) for segment in segments(value) if _is_word(segment)) / size if size else 0.0


@cache
def _usual_pairs() -> frozenset[str]:
    return frozenset(first + second for first, follow in lexicon().pairs.items() for second in follow)


def _is_word(segment: str) -> bool:
    if len(segment) < 3 or not _VOWEL.search(segment):
        return False
    usual = _usual_pairs()
    pairs = len(segment) - 1
    return sum(segment[at : at + 2] in usual for at in range(pairs)) >= _USUAL * pairs
