"""Answers that keep to a number of tokens, exactly: as text for people and as JSON, whichever a client passes on."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TypeVar

from omni_lsp.app.tools_answers import Answer, ContextAnswer, FindingsAnswer, SearchAnswer, ValidationAnswer
from omni_lsp.app.tools_text import as_text
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.ports.retrieval import TokenCounter

A = TypeVar("A", SearchAnswer, ContextAnswer, FindingsAnswer, ValidationAnswer)

_LISTS = ("outline", "files", "commands", "entry_points", "languages", "kinds", "imports", "uses", "used_by")


def fitted(answer: A, max_tokens: int, counter: TokenCounter) -> A:
    """As much of the answer as there is room for, its first entries first. Raises AgentValidationError for none."""

    def fits(shorter: Answer) -> bool:
        return tokens(shorter, counter) <= max_tokens

    kept = _most(_entries(answer), lambda count: fits(_first(answer, count)))
    shorter = _first(answer, kept)
    if not fits(shorter):
        raise AgentValidationError("answer", "max_tokens", f"{max_tokens} tokens are too few for this answer")
    return _with_part(shorter, answer, kept, fits)


def tokens(answer: Answer, counter: TokenCounter) -> int:
    """Those of the longer of the two forms."""
    return max(counter.count(as_text(answer)), counter.count(as_json(answer)))


def as_json(answer: Answer) -> str:
    return json.dumps(asdict(answer), ensure_ascii=False)


def _with_part(shorter: A, whole: A, kept: int, fits: Callable[[Answer], bool]) -> A:
    """With as many lines of the first piece of code that was left out as there is room for."""
    if not isinstance(shorter, SearchAnswer) or not isinstance(whole, SearchAnswer) or kept == len(whole.hits):
        return shorter
    hit = whole.hits[kept]
    lines = hit.text.split("\n")

    def with_lines(count: int) -> SearchAnswer:
        end = min(hit.end_line, hit.start_line + count - 1)
        part = replace(hit, text="\n".join(lines[:count]) + "\n", end_line=end, is_cut=True)
        return replace(shorter, hits=(*shorter.hits, part), left_out=shorter.left_out - 1)

    count = _most(len(lines) - 1, lambda count: count == 0 or fits(with_lines(count)))
    return with_lines(count) if count else shorter


def _entries(answer: Answer) -> int:
    """How many entries the longest list of the answer has."""
    if isinstance(answer, SearchAnswer):
        return len(answer.hits)
    if isinstance(answer, ContextAnswer):
        return max(len(getattr(answer, name)) for name in _LISTS)
    undone = answer.incomplete if isinstance(answer, FindingsAnswer) else ()
    return max(len(answer.findings), len(undone))


def _first(answer: A, count: int) -> A:
    """The answer with at most so many entries in each of its lists."""
    if isinstance(answer, SearchAnswer):
        return replace(answer, hits=answer.hits[:count], left_out=answer.left_out + max(0, len(answer.hits) - count))
    if isinstance(answer, ContextAnswer):
        lists = {name: getattr(answer, name) for name in _LISTS}
        out = sum(max(0, len(each) - count) for each in lists.values())
        return replace(answer, **{name: each[:count] for name, each in lists.items()}, left_out=answer.left_out + out)
    findings = answer.findings[:count]
    named = {each.rule for each in findings}
    rules = tuple(each for each in answer.rules if each.rule in named)
    left_out = answer.left_out + len(answer.findings) - len(findings)
    if isinstance(answer, FindingsAnswer):
        untold = answer.incomplete_left_out + max(0, len(answer.incomplete) - count)
        shorter = replace(answer, incomplete=answer.incomplete[:count], incomplete_left_out=untold)
        return replace(shorter, findings=findings, rules=rules, left_out=left_out)
    return replace(answer, findings=findings, rules=rules, left_out=left_out)


def _most(most: int, holds: Callable[[int], bool]) -> int:
    """The greatest count for which it holds; what holds for a count holds for each smaller one.

    It is not asked about much greater ones, as a whole project in one answer takes its time to count.
    """
    low, high = 0, min(1, most)
    while high < most and holds(high):
        low, high = high, min(2 * high, most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low
