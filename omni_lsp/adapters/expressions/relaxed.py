r"""A regular expression of the engine's dialect as one that RE2 knows and that matches wherever it does, perhaps elsewhere.

The engine has PCRE2 and classes of ASCII; RE2 (https://github.com/google/re2/wiki/Syntax) takes linear time whatever the
text, and knows no look-around, no `\K` and no references to what was matched before.
"""

import re

_LOOKS_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_REFERENCE = re.compile(r"\\(?:[1-9]\d?|g\{?-?\w+\}?|k[<{']\w+[>}'])")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]", re.DOTALL)
_ANYTHING = r"[\s\S]*"


def relaxed(expression: str) -> str:
    """It may still have what RE2 does not know: nothing here judges an expression."""
    parts: list[str] = []
    at = 0
    while at < len(expression):
        part, end = _next(expression, at)
        parts.append(part)
        at = end
    return "".join(parts)


def _next(expression: str, at: int) -> tuple[str, int]:
    """What takes the place of the piece of an expression that begins there, and where the next one begins."""
    if expression.startswith(_LOOKS_AROUND, at):
        return "", _group_end(expression, at)
    if expression.startswith("(?>", at):
        return "(?:", at + 3
    if reference := _REFERENCE.match(expression, at):
        return _ANYTHING, reference.end()
    if expression.startswith("\\K", at):
        return "", at + 2
    if expression.startswith("\\Z", at):
        return r"\n?\z", at + 2
    end = _piece_end(expression, at)
    return expression[at:end], end


def _piece_end(expression: str, at: int) -> int:
    """Behind an escape, a class, or a single character."""
    if expression[at] == "\\":
        return at + 2
    found = _CLASS.match(expression, at) if expression[at] == "[" else None
    return found.end() if found else at + 1


def _group_end(expression: str, at: int) -> int:
    """Behind the parenthesis that closes the one there, or the end where there is none."""
    depth = 0
    while at < len(expression):
        depth += {"(": 1, ")": -1}.get(expression[at], 0)
        at = _piece_end(expression, at)
        if depth == 0:
            break
    return at
