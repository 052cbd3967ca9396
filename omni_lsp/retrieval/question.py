"""A question in words or by a name, taken apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from omni_lsp.retrieval.terms import terms

_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*")
_BARE = re.compile(r"[\w$.:#?!/-]+(\(\))?")
_SEPARATOR = re.compile(r"\.|::|#|/")
_MIXED = re.compile(r"[a-z\d][A-Z]|[A-Z]{2}[a-z]")
_CAPITAL = re.compile(r"[A-Z][a-z]")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Question:
    """`weights` are those of its terms, `names` what it seems to name in code; `is_name` says that it is nothing else."""

    text: str
    weights: Mapping[str, float]
    names: tuple[str, ...]
    is_name: bool


def question(text: str) -> Question:
    """Only the first 2,000 characters count."""
    text = text.strip()[:_LONGEST]
    weights = dict.fromkeys(terms(text), 1.0)
    if _BARE.fullmatch(text):
        return Question(text, weights, _last_name(text.removesuffix("()")), is_name=True)
    first = text.split(maxsplit=1)[0] if text else ""
    named = (match[0] for match in _NAME.finditer(text))
    names = (_SEPARATOR.split(name)[-1] for name in named if _is_code(name, is_first=name == first))
    return Question(text, weights, tuple(dict.fromkeys(names)), is_name=False)


def _last_name(text: str) -> tuple[str, ...]:
    """Of `Shop.Cart::total?` only `total`, and of `Cart.total/2`, which is how Elixir and Erlang say it, as well."""
    parts = (part.strip("?!:.#") for part in _SEPARATOR.split(text))
    return tuple(part for part in parts if part and not part.isdigit())[-1:]


def _is_code(name: str, *, is_first: bool) -> bool:
    """Whether a word of a sentence looks like a name: mixed case, underscores, dots, or a capital inside the sentence."""
    return (
        _SEPARATOR.search(name) is not None
        or "_" in name.strip("_")
        or _MIXED.search(name) is not None
        or (not is_first and _CAPITAL.match(name) is not None)
    )
