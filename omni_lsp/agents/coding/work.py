"""Whether the place of the finding still does its work: something is called, and the statement or command is the same."""

import re
from collections import Counter

from omni_lsp.agents.coding.change import Changed, Side
from omni_lsp.agents.coding.tokens import Kind, called, code, joined, tokens
from omni_lsp.model.markdown import code as shown

_STATEMENT = re.compile(
    r"\b(?:select\b.{0,400}?\bfrom|insert\s+into|update\b.{0,400}?\bset|delete\s+from)\b", re.IGNORECASE | re.DOTALL
)
_PLACES = re.compile(r"[:@$]\w+|%\(\w+\)s|%\w|\{[^{}]*\}")
_PLAIN = re.compile(r"(\w+) \( \"\"(?= [,)])")
_GIVEN = re.compile(r"(\w+) \( (\w+)(?= \))")
_WORD = re.compile(r"[A-Za-z][A-Za-z_]+")
_FEW = 2


def work_done(changed: Changed) -> str:
    """Where something was called, something is."""
    lines = {number for number in changed.removed if number in changed.about}
    old = [one for one in called(changed.old.code) if changed.old_line(one) in lines]
    new = called(code(tokens("\n".join(changed.all_added), changed.task.snapshot.language)))
    return "what was done there is not done any more" if old and not list(new) else ""


def statement_kept(changed: Changed) -> str:
    """A statement of SQL has the same words, a text of several words at least half of them."""
    old, new = _strings(changed.old), _strings(changed.new)
    if _STATEMENT.search(old) or _STATEMENT.search(new):
        before, after = (Counter(_WORD.findall(_PLACES.sub(" ", text))) for text in (old, new))
        if differing := sorted((before - after) + (after - before)):
            return f"the statement asks for something else: {shown(differing[0])}"
    start = changed.task.finding.span.start - changed.task.body.start
    end = changed.task.finding.span.end - changed.task.body.start
    said = [one for one in changed.old.code if one.kind is Kind.STRING and start <= one.start < end]
    words = set(_WORD.findall(" ".join(one.text for one in said)))
    kept = words & set(_WORD.findall(new))
    return (
        f"the words of {shown(said[0].text[:60])} are gone" if len(words) > _FEW and 2 * len(kept) < len(words) else ""
    )


def arguments_kept(changed: Changed) -> str:
    """A plain text stays a plain one, and what is called on the line of the finding beside it gets what it got."""
    for name in sorted(set(_PLAIN.findall(changed.old.joined))):
        calls = rf"\b{re.escape(name)} \("
        others = [
            len(re.findall(calls, side.joined)) - _PLAIN.findall(side.joined).count(name)
            for side in (changed.old, changed.new)
        ]
        if others[1] > others[0]:
            return f"the argument of {shown(name)} was a plain text, and must be one"
    start = changed.task.finding.span.start - changed.task.body.start
    end = changed.task.finding.span.end - changed.task.body.start
    beside = [
        one for one in changed.old.code if not start <= one.start < end and changed.old_line(one) in changed.about
    ]
    for name, given in _GIVEN.findall(joined(beside)):
        is_called = re.search(rf"\b{re.escape(name)} \(", changed.new.joined)
        if is_called and not re.search(rf"\b{re.escape(name)} \( {re.escape(given)}\b", changed.new.joined):
            return f"{shown(name)} does not get {shown(given)} any more"
    return ""


def _strings(side: Side) -> str:
    return " ".join(one.text for one in side.code if one.kind is Kind.STRING)
