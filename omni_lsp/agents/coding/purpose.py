"""Whether the code still does what it is for: its data is used, its calls are made, and only what must change did."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from omni_lsp.agents.coding.change import Changed, Side
from omni_lsp.agents.coding.tokens import Kind, Token, called, code as line_code, tokens
from omni_lsp.agents.coding.words import NO_DATA
from omni_lsp.model.markdown import code

_PLACEHOLDER = re.compile(
    r"\b(?:TODO|FIXME|XXX)\b|\b(?:rest|remainder) of (?:the |your )?(?:\w+ )?(?:code|function|file|method|class)\b"
    r"|\b(?:existing|previous|original|same|unchanged|your) code\b|\b(?:code|lines) (?:unchanged|omitted)\b"
    r"|\bas before\b|\bunchanged\b|\bnot implemented\b|NotImplemented|\bimplement (?:this|me|here)\b|\bplaceholder\b"
    r"|\[redacted\]|^\s*(?:#|//)?\s*(?:\.\.\.|…)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_COMMENT = re.compile(r"^\s*(?:#+|//+|/\*+|\*+)\s?|\*/\s*$", re.MULTILINE)
_HANDLING = re.compile(r"\s*(?:\}\s*)?(?:try|except|catch|finally|else|raise|throw)\b|\s*(?:abort|http\.Error)\(")
_WORD = re.compile(r"\w")
_SHORT = 4
_NEAR = 3
"""So many lines from the finding comments may speak of it."""


def data_used(changed: Changed) -> str:
    """What goes into the place of the finding still goes somewhere, and nothing is left that nobody reads."""
    data = sorted(_data(changed))
    sources = {name: {name, *_sources(changed.old, name)} for name in data}
    for name in data:
        if not any(changed.new.names[source] for source in sources[name]):
            return f"{code(name)} is not used any more; the answer must still come from it"
    language = changed.task.snapshot.language
    new = {token.text for token in tokens("\n".join(changed.all_added), language)}
    if data and changed.about & set(changed.removed) and not any(new & one for one in sources.values()):
        return f"the new lines do not use {code(data[0])}; what comes out must still come from it"
    elsewhere = {token.text for token in tokens(changed.heads[1], language)} | NO_DATA
    for name in sorted(_names(changed.old)):
        if changed.old.names[name] > 1 == changed.new.names[name] and name not in elsewhere:
            return f"{code(name)} is left without any use"
    return ""


def calls_kept(changed: Changed) -> str:
    """Calls on lines that the finding is not about; where its receiver is made, another may be made."""
    data = _data(changed)
    free = set(changed.about)
    for name in _receivers(changed):
        # A value may have been checked where it is made, an object that is new has not.
        made = rf"\b{re.escape(name)}\s*:?=(?!=)" + (r"\s*new\b" if name in data else "")
        free |= {number for number, line in enumerate(changed.old.lines) if re.search(made, line)}
    bound = Counter(token.text for token in called(changed.old.code) if changed.old_line(token) not in free)
    gone = bound - Counter(token.text for token in called(changed.new.code))
    return f"a call of {code(min(gone))} was taken away" if gone else ""


def only_what_must(changed: Changed) -> str:
    """Lines that changed are those of the finding, or have a name in common with these; new ones with them in turn."""
    language = changed.task.snapshot.language
    lines = changed.old.lines
    shared = {name for line in changed.about if 0 <= line < len(lines) for name in _names_in(lines[line], language)}
    for number in changed.removed:
        if number not in changed.about and not _may_go(changed, number, shared):
            return f"line {code(lines[number].strip()[:80])} has nothing to do with the finding; leave it as it is"
    waiting = {line: _names_in(line, language) for line in changed.added.splitlines() if not _HANDLING.match(line)}
    while related := [line for line, names in waiting.items() if not names or names & shared]:
        for line in related:
            shared |= waiting.pop(line)
    return f"new line {code(min(waiting).strip()[:80])} has nothing to do with the finding" if waiting else ""


def _may_go(changed: Changed, number: int, shared: set[str]) -> bool:
    """Code has a name in common with the finding, a comment stands near it; marks alone may go anyway."""
    line, language = changed.old.lines[number], changed.task.snapshot.language
    if any(one.kind in {Kind.NAME, Kind.NUMBER} for one in line_code(tokens(line, language))):
        return bool(_names_in(line, language) & shared)
    return not _WORD.search(line) or any(abs(number - other) <= _NEAR for other in changed.about)


def _names_in(line: str, language: str) -> set[str]:
    return {one.text for one in tokens(line, language) if one.kind in {Kind.NAME, Kind.NUMBER}} - NO_DATA


def no_placeholder(changed: Changed) -> str:
    found = _PLACEHOLDER.search(changed.added)
    return f"{code(found[0].strip()[:40])} stands where code should" if found else ""


def not_commented_out(changed: Changed) -> str:
    gone = {_bare(changed.old.lines[line]) for line in changed.removed}
    known = {token.text for token in changed.old.all if token.kind is Kind.COMMENT}
    for token in changed.new.all:
        if token.kind is Kind.COMMENT and token.text not in known:
            said = {_bare(line) for line in _COMMENT.sub("", token.text).splitlines()}
            if any(len(line) >= _SHORT for line in said & gone):
                return "code was made a comment; change it or leave it"
    return ""


def _bare(line: str) -> str:
    return "".join(line.split())


def _data(changed: Changed) -> set[str]:
    """Names of values in the place of the finding: neither parts of others, nor called, nor arguments' names.

    What is called there, as in `random.random()`, is what the finding is about, and may go, unless data is known to come
    on its way: then `request.args.get()` is data.
    """
    start = changed.task.finding.span.start - changed.task.body.start
    end = changed.task.finding.span.end - changed.task.body.start
    words = [token for token in changed.old.code if start <= token.start < end]
    data: set[str] = set()
    called: set[str] = set()
    depth = 0
    for at, word in enumerate(words):
        depth += (word.text in "([{") - (word.text in ")]}")
        before = words[at - 1].text if at else ""
        after = words[at + 1].text if at + 1 < len(words) else ""
        is_value = word.kind is Kind.NAME and before != "." and after not in {"(", "=", ":"}
        if is_value and word.text not in NO_DATA and not word.text.isupper():
            is_receiver = depth <= 0 and not changed.task.finding.related and _is_called(words, at)
            (called if is_receiver else data).add(word.text)
    return data - called


def _is_called(words: Sequence[Token], at: int) -> bool:
    """Whether a name with its parts behind dots ends at an opening bracket, of a call or of a literal of its type."""
    while at + 2 < len(words) and words[at + 1].text in {".", "?."}:
        at += 2
    return at + 1 < len(words) and words[at + 1].text in {"(", "{"}


def _receivers(changed: Changed) -> set[str]:
    """What methods are called on, on the lines of the finding."""
    words = changed.old.code
    return {
        word.text
        for at, word in enumerate(words)
        if word.kind is Kind.NAME and changed.old_line(word) in changed.about and _is_called(words, at)
    }


def _sources(side: Side, name: str) -> set[str]:
    """What a variable is made of, where it is assigned: a change may use that at once."""
    made = [line for line in side.lines if re.search(rf"\b{re.escape(name)}\b[^=]{{0,200}}(?:[+:]?=)(?!=)", line)]
    return {word for line in made for word in re.findall(r"[^\W\d]\w*", line)} - NO_DATA


def _names(side: Side) -> Iterator[str]:
    """Of values, as far as can be told: those that are nowhere a part of another, and nowhere called."""
    parts = {after.text for word, after in pairwise(side.code) if word.text in {".", "?."}}
    others = parts | {word.text for word in called(side.code)}
    return (name for name in side.names if name not in others)
