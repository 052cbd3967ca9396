"""Whether definitions keep their names and signatures, and whether new code knows the names that it calls."""

import builtins
import keyword
import re
from collections import Counter
from collections.abc import Iterable

from omni_lsp.agents.coding.change import Changed
from omni_lsp.agents.coding.region import family
from omni_lsp.agents.coding.tokens import Kind, Token, code, tokens
from omni_lsp.agents.coding.words import DECLARING, JAVA, SCRIPT
from omni_lsp.model.facts import Symbol
from omni_lsp.model.markdown import code as shown
from omni_lsp.ports.syntax import Outline

_NAME = re.compile(r"[^\W\d]\w*")
_VALUES = frozenset({"constant", "variable"})
_TAKING = frozenset({"=", ":=", "=>", ",", "in", ")", ":"})
_KNOWN = {
    "python": frozenset({*dir(builtins), *keyword.kwlist, "self", "cls", "match", "case"}),
    "javascript": SCRIPT,
    "go": frozenset(),
    "java": JAVA,
}


def names_kept(before: Outline, after: Outline) -> str:
    """Each definition that was there is there, a function with its signature; ones inside of functions are its own."""
    gone = Counter(map(_identity, before.symbols)) - Counter(map(_identity, after.symbols))
    if gone:
        _, name, signature = min(gone)
        return f"{shown(signature or name)} was renamed, taken away or has another signature"
    # A long signature is cut, and the digest has all of it.
    is_cut = any(one.signature.endswith("…") for one in before.symbols)
    return "a signature was changed" if is_cut and before.interface != after.interface else ""


def no_strangers(changed: Changed, beside: frozenset[str] = frozenset()) -> str:
    """Roots of what new lines call or look into: each is defined or imported in the text, or known from `beside` it."""
    language = changed.task.snapshot.language
    kin = family(language)
    if kin not in _KNOWN:
        return ""
    # A word of a comment counts, too: to tell those apart in a large text would take long.
    known = _KNOWN[kin] | beside | set(_NAME.findall(changed.task.snapshot.text)) | set(_NAME.findall(changed.heads[1]))
    for words, at in _roots(code(tokens(changed.added, language)), is_called=kin in {"python", "javascript"}):
        name = words[at].text
        if name not in known and not _is_declared(changed.new.code, name):
            return f"{shown(name[:60])} is neither defined nor imported here"
    return ""


def _identity(symbol: Symbol) -> tuple[str, str, str]:
    if symbol.kind in _VALUES:
        return "", symbol.qualified, ""
    return symbol.kind, symbol.qualified, "".join(symbol.signature.split())


def _roots(words: tuple[Token, ...], *, is_called: bool) -> Iterable[tuple[tuple[Token, ...], int]]:
    for at, word in enumerate(words):
        before = words[at - 1].text if at else ""
        after = words[at + 1].text if at + 1 < len(words) else ""
        is_root = word.kind is Kind.NAME and before not in {".", "?.", "@"} and before not in DECLARING
        if is_root and (after == "." or (is_called and after == "(")):
            yield words, at


def _is_declared(words: tuple[Token, ...], name: str) -> bool:
    """Whether it looks like a new variable or parameter anywhere in the new text."""
    for at, word in enumerate(words):
        if word.text == name and (not at or words[at - 1].text != "."):
            before = words[at - 1] if at else word
            after = words[at + 1].text if at + 1 < len(words) else ""
            is_typed = before.kind is Kind.NAME and before.text[:1].isupper()
            if before.text in DECLARING or is_typed or after in _TAKING:
                return True
            # A parameter of Go has its type behind it.
            if before.text in {"(", ","} and after in {"*", "["}:
                return True
    return False
