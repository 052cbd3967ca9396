"""Whether what stays still means the same: its order, the names that it uses, and that it is reached at all."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from omni_lsp.agents.coding.change import Changed, Side
from omni_lsp.agents.coding.tokens import Kind, Token, called
from omni_lsp.agents.coding.words import DECLARING, NO_DATA
from omni_lsp.model.markdown import code

_ENDING = re.compile(
    r"\s*(?:return|raise|throw|break|continue|panic\(|os\._?exit\(|sys\.exit\(|process\.exit\(|exit\()(?!\w)"
)
_ALONE = re.compile(r"\s*(?:\}\s*)?(?:else\s+)?(?:if|while|for|else)\b.*[^{]\s*$|.*=>\s*$")
_AFTER_END = re.compile(r"\s*(?:[)}\]]|case\b|default\b|except\b|elif\b|else\b|finally\b)")
_OPENS = ("(", "[", "{", ",", "+", "\\", ".")


def order_kept(changed: Changed) -> str:
    """A line that the finding is not about and that stays, stays between its neighbours."""
    moved = Counter(line.strip() for line in changed.all_added)
    for number in changed.removed:
        line = changed.old.lines[number].strip()
        if number not in changed.about and moved[line] and re.search(r"\w", line):
            return f"line {code(line[:80])} was moved; leave it where it is"
    return ""


def nothing_unreachable(changed: Changed) -> str:
    """What new lines end is ended behind them, too: a `return` among other lines leaves the rest without effect."""
    added = Counter(line.strip() for line in changed.all_added)
    is_python = changed.task.snapshot.language == "python"
    lines = [line for line in changed.new.lines if line.strip()]
    for before, line, after in zip(["", *lines], lines, lines[1:], strict=False):
        if not added[line.strip()] or not _ENDING.match(line) or line.rstrip().endswith(_OPENS):
            continue
        reaches = _indent(after) == _indent(line) if is_python else not _AFTER_END.match(after)
        if reaches and not _AFTER_END.match(after) and (is_python or not _ALONE.match(before)):
            return f"what comes after {code(line.strip()[:80])} is never reached"
    return ""


def meanings_kept(changed: Changed) -> str:
    """Nothing that conditions ask or that is called gets another value or definition than it had."""
    old, new = (Counter(_bound(side.code)) for side in (changed.old, changed.new))
    asked = set(_asked(changed.old)) | {one.text for one in called(changed.old.code)}
    for name in sorted((new - old).keys() & asked):
        return f"{code(name)} gets another meaning, and other lines depend on it"
    return ""


def called_as_often(changed: Changed) -> str:
    """What the finding is about is not done a second time."""
    about = {one.text for one in called(changed.old.code) if changed.old_line(one) in changed.about}
    old, new = (Counter(one.text for one in called(side.code)) for side in (changed.old, changed.new))
    more = {name for name in about if new[name] > old[name]} - {"str", "int", "len", "String", "Number"}
    return f"{code(min(more))} is called more often than before" if more else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _bound(words: Sequence[Token]) -> Iterator[str]:
    """Names that are assigned or declared, attributes left out; an argument's name in a call is none."""
    depth = 0
    for at, word in enumerate(words):
        depth += (word.text in "([") - (word.text in ")]")
        before = words[at - 1].text if at else ""
        after = words[at + 1].text if at + 1 < len(words) else ""
        is_name = word.kind is Kind.NAME and before != "." and word.text not in NO_DATA
        if is_name and ((after in {"=", ":="} and not depth) or before in DECLARING - {"async"}):
            yield word.text


def _asked(side: Side) -> Iterator[str]:
    for line in side.lines:
        if re.search(r"\b(?:if|elif|while|assert|switch|match|case)\b", line):
            yield from (name for name in re.findall(r"(?<![\w.])[^\W\d]\w*", line) if name not in NO_DATA)
