"""Text of a repository on its way to an assistant: data that shows all its characters, without secrets."""

import re

from omni_lsp.adapters.hidden.characters import BIDI, UNSEEN, is_ordinary
from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.formats.printable import encodable, visible

_LONGEST = 300
_STRING = re.compile(r"""([rbfu]{0,2})("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)""", re.IGNORECASE)
_UNENDED = re.compile(r"""["'`].*|//.*|/\*.*|(?<=\s)#.*""", re.DOTALL)
_FOLDERS = re.compile(r"(?<![\w./\\])(?:~|[A-Za-z]:)?[/\\](?:[^\s/\\:'\"]+[/\\])+")


def line(text: str, longest: int = _LONGEST) -> str:
    """One line of it, at most so many characters."""
    shown = _plain(redacted(visible(" ".join(text.split()))))
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def signature(text: str) -> str:
    """A definition without what its strings and comments say, which is free text and not data."""
    return line(_UNENDED.sub("…", _STRING.sub("…", text)))


def code(text: str) -> str:
    """Lines of code as they are, but for secrets and for characters that hide something."""
    return _plain(redacted(encodable(text)))


def without_folders(text: str) -> str:
    """A message in which absolute paths are only the names of their files."""
    return line(_FOLDERS.sub("…/", text), 500)


def _plain(text: str) -> str:
    """U+FFFD for what is not seen, or changes the order in which the rest is."""
    return BIDI.sub("\ufffd", UNSEEN.sub(lambda one: one[0] if is_ordinary(text, one.start()) else "\ufffd", text))
