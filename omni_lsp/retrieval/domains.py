"""What a question is about, by its words alone: the rules are data, in `domain_rules.py`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from omni_lsp.model.retrieval import Domain
from omni_lsp.retrieval.domain_rules import FLOOR, NAMED_FILE, RULES, Rule
from omni_lsp.retrieval.kinds import kind_of

_LONGEST = 500
_WORD = re.compile(r"[\w.'/#=+-]*\w")
_FILE = re.compile(r"[^ ]+/[^ ]+|[^ ]+\.(?:md|rst|ya?ml|toml|ini|cfg|lock)")
_BREAK_WORDS = (
    "about after against are as at before between by do does during for from in into is of on said say says since that "
    "through to under was we were when where which with"
)
_BREAKS = frozenset(_BREAK_WORDS.split())
"""Words that end the subject of a question, unless they begin it."""


def domain_of(question: str) -> Domain:
    """The domain with the most weight; only the first 500 code points count."""
    line = _line(question)
    weights = dict.fromkeys(Domain, 0)
    weights[Domain.CODE] = FLOOR
    for rule, pattern in _patterns():
        if pattern.search(line):
            weights[rule.domain] += rule.weight
    for domain in _named_files(line):
        weights[domain] += NAMED_FILE
    return max(weights, key=lambda domain: weights[domain])


def _line(question: str) -> str:
    """The words in lower case between `^` and `$`, with `:` where the subject ends, and a space around each."""
    words = [word.lower().lstrip("'-") for word in _WORD.findall(question[:_LONGEST])]
    end = next((at for at, word in enumerate(words) if at and word in _BREAKS), len(words))
    return " ".join(["", "^", *words[:end], ":", *words[end:], "$", ""])


def _named_files(line: str) -> Iterator[Domain]:
    kinds = (kind_of(word) for word in line.split() if _FILE.fullmatch(word))
    return (kind for kind in kinds if kind is not Domain.CODE)


@lru_cache(maxsize=1)
def _patterns() -> Sequence[tuple[Rule, re.Pattern[str]]]:
    return [(rule, re.compile("|".join(map(_phrase, rule.phrases.split(", "))))) for rule in RULES]


def _phrase(phrase: str) -> str:
    """Words with a space around each; the end of the subject may come between any two of them."""
    words = phrase.replace(":", " :").split()
    return " " + "(?:: )?".join("(?:[^ ]+ ){0,4}" if word == "..." else _word(word) + " " for word in words)


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", "[^ :^$]*").replace(r"\#", r"v?\d[\w.]*")
