"""What the name of a variable, field, header or flag promises about its value."""

import re
from collections.abc import Sequence
from functools import lru_cache

from omni_lsp.adapters.secrets.book import word_lists
from omni_lsp.adapters.secrets.placeholders import is_idle
from omni_lsp.adapters.secrets.values import Kind

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


@lru_cache(4096)
def kind_of(name: str) -> Kind | None:
    """What the value under a name is, `None` when it is no secret by its name."""
    known, words = word_lists("names"), _words(name)
    while len(words) > 1 and (words[-1] in known["tail"] or words[-1].isdecimal() or len(words[-1]) == 1):
        words.pop()
    if not words:
        return None
    head, before = words[-1], words[:-1]
    if head in known["password"] or head.endswith(known["password_ends"]) or words == ["identified", "by"]:
        return Kind.PASSWORD
    if head.endswith("pass") and is_idle(head.removesuffix("pass")):
        return Kind.PASSWORD
    if any(word in known["harmless"] for word in before):
        return None
    return _machine_made(head, before)


def takes_uuid(name: str) -> bool:
    """Whether a value under a name is a secret even where it is a UUID, which mostly only identifies something."""
    words = _words(name)
    return bool(words) and (words[-1].endswith(("secret", "apikey")) or words[-2:] == ["api", "key"])


def is_question(name: str) -> bool:
    """Whether the name is that of a function that asks for a secret or judges one, rather than taking one over."""
    asking = word_lists("names")["asking"]
    return any(word in asking for word in _words(name))


def _machine_made(head: str, before: Sequence[str]) -> Kind | None:
    known = word_lists("names")
    if head.endswith(("secret", "salt")) or head in {"secrets", "credential", "creds"}:
        return Kind.KEY
    if head.endswith(known["key_ends"]) or (head == "key" and before and before[-1] in known["key_owners"]):
        return Kind.KEY
    if head in {"token", "bearer", "auth"} or head.endswith(known["token_ends"]):
        return Kind.TOKEN
    return None


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]
