"""Expressions in the dialect of PCRE, which the rule engine has, as Python's parser reads them."""

import re
from collections.abc import Sequence
from re import _parser  # type: ignore[attr-defined]

# Operators and arguments as `re._parser` gives them, such as (MAX_REPEAT, (0, MAXREPEAT, [...])).
Tree = Sequence[tuple[object, object]]

# Python's parser makes one class of alternatives that are single characters; PCRE tries one after the other.
_APART = "(?=)"
_ESCAPES = {"K": "", "G": "", "z": r"\Z", "R": r"(?:\r\n|(?=)\n)", "N": r"[^\n]", "e": r"\x1b"}
_SPACES = {"h": r"[ \t]", "H": r"[^ \t]"}
_CLASSES = {
    "alpha": "a-zA-Z",
    "alnum": "a-zA-Z0-9",
    "ascii": r"\x00-\x7f",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "word": r"\w",
    "xdigit": "0-9a-fA-F",
}
_TOKEN = re.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|\Z)"
    r"|\\[pP](?P<property>\{\^?\w+\}|\w)"
    r"|\\x\{(?P<code>[0-9a-fA-F]{1,6})\}"
    r"|\\k(?:<(?P<angled>\w+)>|\{(?P<braced>\w+)\}|'(?P<ticked>\w+)')"
    r"|\\(?P<escape>.)"
    r"|\[:(?P<class>\^?\w+):\]"
    r"|\(\?(?P<flags>[imnsxJU]*(?:-[imnsxJU]*)?)\)"
    r"|\(\?<(?P<name>[A-Za-z_]\w*)>|\(\?'(?P<quoted_name>[A-Za-z_]\w*)'"
    r"|(?P<reset>\(\?\|)|(?P<comment>\(\?#[^)]*\))"
    r"|(?P<plain>.)",
    re.DOTALL,
)


def parsed(expression: str) -> tuple[Tree, int] | None:
    """The tree and the flags, as `re` numbers them; `None` for what Python's parser does not know."""
    try:
        pattern = _parser.parse(_Translation(expression).text())
    except (re.error, OverflowError, RecursionError, ValueError):
        return None
    return pattern, int(pattern.state.flags)


class _Translation:
    """One pass over an expression; `_opened` holds for each open group the flags that were set inside of it."""

    def __init__(self, expression: str) -> None:
        self._tokens = list(_TOKEN.finditer(expression))
        self._at = 0
        self._out: list[str] = []
        self._opened: list[list[str]] = [[]]

    def text(self) -> str:
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            self._take(token)
        self._close_flags()
        return "".join(self._out)

    def _take(self, token: re.Match[str]) -> None:
        kind, value = token.lastgroup, token[token.lastgroup or 0]
        if kind == "plain":
            self._plain(value)
        elif kind == "flags":
            self._flags(value)
        elif kind in ("name", "quoted_name", "reset"):
            self._out.append(f"(?P<{value}>" if kind != "reset" else "(?:")
            self._opened.append([])
        elif kind in ("angled", "braced", "ticked"):
            self._out.append(f"(?P={value})")
        elif kind == "class":  # Outside of brackets these are ordinary ones.
            self._out.append(token[0])
        elif kind != "comment":
            self._out.append(_character(token, in_class=False))

    def _plain(self, value: str) -> None:
        if value == "[":
            self._out.append(self._brackets())
            return
        if value == "(":
            self._opened.append([])
        elif value == ")" and len(self._opened) > 1:
            self._close_flags()
            self._opened.pop()
        elif value == "|":
            # Flags hold for the alternatives that follow, too.
            flags = self._opened[-1]
            self._out.append(")" * len(flags) + "|" + _APART + "".join(flags))
            return
        self._out.append(value)

    def _flags(self, value: str) -> None:
        on, _, off = (("".join(c for c in part if c in "imsx")) for part in value.partition("-"))
        if on or off:
            group = f"(?{on}{'-' + off if off else ''}:"
            self._out.append(group)
            self._opened[-1].append(group)

    def _close_flags(self) -> None:
        self._out.append(")" * len(self._opened[-1]))
        self._opened[-1] = []

    def _brackets(self) -> str:
        """A class in brackets, what Python takes for operators in it escaped."""
        out = ["["]
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            value = token[0]
            is_first = out in (["["], ["[", "^"])
            if value == "]" and not is_first:
                out.append("]")
                break
            if token.lastgroup in ("plain", "class", "flags", "reset", "comment", "name", "quoted_name"):
                self._in_brackets(token, out, is_first=is_first)
            else:
                out.append(_character(token, in_class=True))
        return "".join(out)

    def _in_brackets(self, token: re.Match[str], out: list[str], *, is_first: bool) -> None:
        value = token[0]
        if token.lastgroup == "class":
            out.append(_CLASSES.get(token["class"], "") or r"\w")
        elif value in ("[", "&", "|", "~") or (value == "]" and is_first):
            out.append("\\" + value)
        elif len(value) > 1:  # A group's beginning, which is none in here: the rest may hold the closing bracket.
            end = value.find("]")
            inner = value if end < 0 else value[:end]
            out.append(re.sub(r"([\[&|~])", r"\\\1", inner))
            if end >= 0:
                raise ValueError("a bracket in what looks like a group")
        else:
            out.append(value)


def _character(token: re.Match[str], *, in_class: bool) -> str:
    """An escape in Python's spelling."""
    if token["quoted"] is not None:
        return re.escape(token["quoted"])
    if token["property"] is not None:
        return r"\W" if token[0].startswith(r"\P") else r"\w"
    if token["code"] is not None:
        return re.escape(chr(int(token["code"], 16)))
    letter = token["escape"]
    if letter in _SPACES:
        return _SPACES[letter][1:-1] if in_class and letter == "h" else _SPACES[letter]
    if letter in _ESCAPES and not (in_class and letter in "KGzRN"):
        return _ESCAPES[letter]
    return token[0]
