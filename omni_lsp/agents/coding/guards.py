"""Whether a change takes anything away that guards the code: conditions, refusals, handlers, waits, decorators.

Nobody can decide in general whether a condition still holds; so each one stays word by word, unless the finding is about it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from omni_lsp.agents.coding.change import Changed, Side
from omni_lsp.agents.coding.region import family
from omni_lsp.agents.coding.tokens import Token
from omni_lsp.model.markdown import code

_ASKING = frozenset({"if", "elif", "while", "switch", "match", "case", "unless"})
_REFUSING = ("assert", "raise", "throw", "panic", "abort")
_KEPT = ("return", "await", "async", "yield", "defer", "finally", "with", "synchronized", "try", "break", "continue")
_NEGATIONS = frozenset({"not", "!", "!=", "!=="})
_COMPARES = re.compile(r"[=!]==?|compare|equal", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(httponly|httpOnly|HttpOnly|secure|Secure|samesite|sameSite|SameSite|timeout|max_age|maxAge|limit|max_length|maxLength"
    r"|check_hostname|MinVersion|autoescape)\b (?==|:)"
)
_LONGEST = 200
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_ALWAYS = re.compile(
    r"\b(?:if|elif|while|assert) (?:not )?\(?(?: ?! )? ?(?:True|False|true|false|0|1|1 == 1|\"\" == \"\")(?= ?[:){]| \))"
    r"|\bor True\b|\band False\b|\|\| ?(?:! )?(?:true|1)\b|&& ?(?:! )?(?:false|0)\b|\bor not False\b|\bor 1\b"
    r"|(?:\b(?:if|elif|while|and|or)|&&|\|\|)(?: \()* (?:\d+|\"\") (?:[<>]|[=!<>]=|[=!]==) (?:\d+|\"\")"
)
_EMPTY = re.compile(
    r"\bexcept\b[^:]*: (?:pass|\.\.\.|continue|return (?:None|False|True|0|\[ \]|\{ \}|\"\")|return(?= |$))"
    r"|\bcatch (?:\( [^{}]*?\) )?\{ (?:return (?:null|false|true|0|\"\"|\[ \]|\{ \})? ?;? )?\}"
    r"|\bcatch \( (?:\( [^()]*\)|\w+) => (?:\{ \}|null|undefined|\( ?\{ \} \))|\bsuppress \("
    r"|\bif \w+ != nil \{ \}|\brecover \( \)"
)
_NOTHING_DONE = re.compile(
    r"\bexcept\b[^:]*: (?:pass|\.\.\.)(?= |$)|\bcatch (?:\( [^{}]*?\) )?\{ \}"
    r"|\bcatch \( (?:\( [^()]*\)|\w+) => (?:\{ \}|null|undefined|\( ?\{ \} \))|\bif \w+ != nil \{ \}|\brecover \( \)"
)
_BROAD = re.compile(r"\bexcept :|\bexcept \(? ?(?:Base)?Exception\b|\bcatch \( (?:final )?(?:Exception|Throwable)\b")
_THROWN_AWAY = re.compile(r"(?:^| )_ (?:, _ )?:?= |, _ :?= ")
_DECORATOR = re.compile(r"@ (\w+(?: \. \w+)*)")


def conditions_kept(changed: Changed) -> str:
    kin = family(changed.task.snapshot.language)
    old, new = list(_conditions(changed.old, kin)), list(_conditions(changed.new, kin))
    free = changed.about & set(changed.removed)
    bound = [one for one in old if changed.old_line(one[0]) not in free]
    missing = _words(changed.old, bound, kin) - _words(changed.new, new, kin)
    if missing:
        return f"the condition {code(' '.join(min(missing)[1])[:80])} was taken away, changed or put under another one"
    if len(new) < len(old):
        return "a condition was taken away"
    if flaw := _turned(changed, bound):
        return flaw
    return _more(_ALWAYS, changed, "a condition that always comes out the same was added")


def limits_kept(changed: Changed) -> str:
    """Arguments and keys that protect whatever their value is."""
    old, new = (Counter(_LIMIT.findall(side.joined)) for side in (changed.old, changed.new))
    gone = old - new
    return f"{code(min(gone))} was taken away" if gone else ""


def refusals_kept(changed: Changed) -> str:
    old, new = (sum(side.names[word] for word in _REFUSING) for side in (changed.old, changed.new))
    return "an assertion or an error that was raised was taken away" if new < old else ""


def words_kept(changed: Changed) -> str:
    gone = [word for word in _KEPT if changed.new.names[word] < changed.old.names[word]]
    return f"a {code(gone[0])} was taken away" if gone else ""


def decorators_kept(changed: Changed) -> str:
    old, new = (Counter(_DECORATOR.findall(side.joined)) for side in (changed.old, changed.new))
    gone = old - new
    return f"{code('@' + min(gone).replace(' ', ''))} was taken away" if gone else ""


def errors_seen(changed: Changed) -> str:
    if flaw := _more(_EMPTY, changed, "an error is caught and nothing is done about it"):
        return flaw
    if flaw := _more(_BROAD, changed, "all errors are caught; catch those that the code can act on"):
        return flaw
    is_go = changed.task.snapshot.language == "go"
    return _more(_THROWN_AWAY, changed, "an error is thrown away") if is_go else ""


def errors_handled(changed: Changed) -> str:
    """The same for new code, which may well give a value of its own for an error that it names."""
    if flaw := _more(_NOTHING_DONE, changed, "an error is caught and nothing is done about it"):
        return flaw
    if flaw := _more(_BROAD, changed, "all errors are caught; catch those that the code can act on"):
        return flaw
    is_go = changed.task.snapshot.language == "go"
    return _more(_THROWN_AWAY, changed, "an error is thrown away") if is_go else ""


def _turned(changed: Changed, bound: Sequence[Sequence[Token]]) -> str:
    """Whether the condition that the finding is about asks for the contrary, as far as negations tell."""
    kin = family(changed.task.snapshot.language)
    known = _words(changed.old, bound, kin)
    all_of_them = _words(changed.old, list(_conditions(changed.old, kin)), kin)
    before, after = all_of_them - known, _words(changed.new, list(_conditions(changed.new, kin)), kin) - known
    if not before or before.total() != after.total():
        return ""
    if any("==" in one for _, one in before) and not any(_COMPARES.search(" ".join(one)) for _, one in after):
        return "the condition does not compare what it compared"
    odd = [sum(word in _NEGATIONS for _, one in some.elements() for word in one) % 2 for some in (before, after)]
    return "" if odd[0] == odd[1] else "the condition asks for the contrary"


def _more(pattern: re.Pattern[str], changed: Changed, words: str) -> str:
    old, new = (len(pattern.findall(side.joined)) for side in (changed.old, changed.new))
    return words if new > old else ""


def _words(side: Side, conditions: Sequence[Sequence[Token]], kin: str) -> Counter[tuple[int, tuple[str, ...]]]:
    """Each condition with the depth that it stands at, so that none gets under another one."""
    return Counter((_depth(side, one[0], kin), tuple(token.text for token in one)) for one in conditions)


def _depth(side: Side, word: Token, kin: str) -> int:
    """Columns of indentation, where these count, else open braces."""
    if kin == "python":
        line = side.text[side.text.rfind("\n", 0, word.start) + 1 : word.start]
        return len(line) - len(line.lstrip())
    return side.depths[word.start]


def _conditions(side: Side, kin: str) -> Iterator[Sequence[Token]]:
    """Each with the word that asks, to the end of what is asked."""
    words = side.code
    for at, word in enumerate(words):
        before = words[at - 1].text if at else ""
        if word.text in _ASKING and before != ".":
            yield words[at : _end(words, at, kin)]


def _end(words: Sequence[Token], at: int, kin: str) -> int:
    depth = 0
    stops = {":", "else", "for", "if"} if kin == "python" else {"{", ":", ";"}
    for end in range(at + 1, min(len(words), at + _LONGEST)):
        text = words[end].text
        if not depth and (text in stops or text in _CLOSE):
            return end
        depth += (text in _OPEN) - (text in _CLOSE)
        if not depth and kin in {"javascript", "java"} and text == ")":
            return end + 1
    return min(len(words), at + _LONGEST)
