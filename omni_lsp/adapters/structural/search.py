"""Structural search in a text: on the syntax alone, without imports or values being followed."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

# LSP language id -> what ast-grep calls it; another name would be a panic of its own.
GRAMMARS: Mapping[str, str] = {
    "python": "python",
    "javascript": "javascript",
    "javascriptreact": "javascript",
    "typescript": "typescript",
    "typescriptreact": "tsx",
    "go": "go",
    "java": "java",
}

_MEMBERS = frozenset({"rule", "constraints", "utils", "transform"})
_KEYS = frozenset(
    [
        "pattern",
        "kind",
        "regex",
        "nthChild",
        "range",
        "inside",
        "has",
        "precedes",
        "follows",
        "all",
        "any",
        "not",
        "matches",
        "stopBy",
        "field",
        "context",
        "selector",
        "strictness",
        "position",
        "reverse",
        "ofRule",
    ]
)


class Hit(NamedTuple):
    """A rule that matched; places in code points, `end` behind the last."""

    rule: str
    start: int
    end: int


def search(language: str, text: str, rules: Mapping[str, Mapping[str, object]]) -> list[Hit]:
    """Hits of rules by id, each `{rule, constraints?}` as ast-grep has it; `language` is one of `GRAMMARS`.

    It holds the interpreter's lock. Raises ValueError for a rule that is none.
    """
    from ast_grep_py import SgRoot  # noqa: PLC0415 - 20 ms that only a change of a file is worth

    # A lone surrogate is one character, and so is what takes its place.
    root = SgRoot(text.encode("utf-8", "replace").decode(), GRAMMARS[language]).root()
    hits: list[Hit] = []
    for name, rule in rules.items():
        try:
            nodes = root.find_all(cast("Any", rule))
        except (RuntimeError, TypeError, ValueError) as error:
            raise ValueError(f"{name}: {_reason(error)}") from error
        places = (node.range() for node in nodes)
        hits += [Hit(name, place.start.index, place.end.index) for place in places]
    return hits


def flaw(language: str, rule: Mapping[str, object]) -> str:
    """What is wrong with a rule for a language, empty when ast-grep takes it."""
    if not isinstance(rule.get("rule"), Mapping):
        return "without a rule"
    unknown = sorted({*rule} - _MEMBERS) or _unknown(rule["rule"])
    if unknown:
        return f"unknown key {unknown[0]}"
    try:
        search(language, "", {"typing": rule})
    except ValueError as error:
        return str(error)
    return ""


def _unknown(rule: object) -> list[str]:
    """Keys that ast-grep does not know: it would raise something that cannot be told from a fault of its own."""
    if isinstance(rule, Mapping):
        nested = [key for value in rule.values() for key in _unknown(value)]
        return [str(key) for key in rule if key not in _KEYS] + nested
    return [key for value in rule for key in _unknown(value)] if isinstance(rule, list) else []


def _reason(error: Exception) -> str:
    """Its words without the trace of the Rust code below them, on one line."""
    return " ".join(str(error).partition("Stack backtrace")[0].split())
