"""Whether the text of a change is clean: no ignoring comments, no hidden characters, no secrets, not too much of it."""

import re
import unicodedata
from collections import Counter

from omni_lsp.agents.coding.change import Changed
from omni_lsp.agents.coding.region import without_imports
from omni_lsp.agents.coding.task import Redact
from omni_lsp.agents.coding.tokens import Kind, tokens
from omni_lsp.model.markdown import code

_SUPPRESSION = re.compile(
    r"\bomni:\s*ignore|\bnosemgrep\b|\bnoqa\b|\bnosec\b|\bnolint\b|\bNOSONAR\b|\beslint-(?:disable|enable)|\btslint:disable"
    r"|\bbiome-ignore|\bdeno-lint-ignore|\btype:\s*ignore|\bpyright:\s*ignore|\bmypy:\s*\w|\bpylint:\s*(?:disable|skip)"
    r"|\bpragma:?\s*(?:no\s*cover|allowlist)|@ts-(?:ignore|nocheck|expect-error)|@SuppressWarnings|@SuppressFBWarnings"
    r"|\bcodeql\[|\blgtm\b|#nosec\b|\bskipcq\b|\bCHECKSTYLE[:.]OFF|\bgosec:|//go:\w+|// \+build|\bcheckov:skip|\bgitleaks:allow"
    r"|\bbandit:|\bruff:\s*noqa|\bsnyk:ignore|\bdeepcode\s+ignore|\bnoinspection\b|\bfmt:\s*(?:off|skip)|\bistanbul ignore"
    r"|\bprettier-ignore",
    re.IGNORECASE,
)
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_MORE_LINES, _MORE_TIMES = 25, 2
_LONGEST_LINE = 300


def no_suppression(changed: Changed) -> str:
    """One that was there may stay."""
    old, new = (Counter(_SUPPRESSION.findall(text)) for text in changed.parts)
    added = new - old
    return f"{code(min(added))} hides a finding instead of ending it" if added else ""


def no_hidden_characters(changed: Changed) -> str:
    before, after = changed.parts
    new = Counter(filter(is_hidden, after)) - Counter(filter(is_hidden, before))
    if new:
        return f"it brings in the character U+{ord(min(new)):04X}, which nobody sees"
    known = {token.text for token in changed.old.all}
    for token in tokens(changed.added, changed.task.snapshot.language):
        if token.kind is Kind.NAME and not token.text.isascii() and token.text not in known:
            return f"the new name {code(token.text[:40])} has letters that may look like others"
    return ""


def no_secrets(changed: Changed, redact: Redact) -> str:
    """Of the lines that are new: whatever would be redacted in them, and was not there word by word."""
    head = "\n".join(set(changed.heads[1].splitlines()) - set(changed.heads[0].splitlines()))
    is_clean = all(redact(text) == text for text in (changed.added, head))
    return "" if is_clean else "it brings a secret into the code; read it from the environment"


def is_small(changed: Changed) -> str:
    old, new = len(changed.old.lines), len(changed.new.lines)
    if new > _MORE_TIMES * old + _MORE_LINES:
        return f"the part had {old} lines and would have {new}; change only what is needed"
    known = max(map(len, changed.old.lines), default=0)
    if max(map(len, changed.new.lines), default=0) > max(_LONGEST_LINE, known):
        return f"a line is longer than {_LONGEST_LINE} characters"
    return ""


def imports_alone(changed: Changed) -> str:
    """Before the body nothing but import statements may change."""
    language = changed.task.snapshot.language
    before, after = (without_imports(language, head) for head in changed.heads)
    return "" if before == after else "something besides imports was changed before the part that may be changed"


def is_hidden(character: str) -> bool:
    """Whether a character shows nothing or moves what others show; tabs, line ends and spaces are none of these."""
    if character in " \t\n\r":
        return False
    return unicodedata.category(character)[0] in "CZ" or _IGNORABLE.match(character) is not None
