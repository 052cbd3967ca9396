"""Text of a repository in a pack: names of things as code spans, never a sentence, never a character that hides.

Whatever gets into a pack is read by assistants as an instruction, so free text of the repository must not.
What does not look like the thing that it is said to be is left out, as a name that is changed is a wrong one.
Characters that do not show: Unicode general categories C* and Z*, and `Default_Ignorable_Code_Point` (UAX #44).
"""

import re
import unicodedata
from functools import lru_cache
from posixpath import normpath

LONGEST = 80
"""Characters of a code span."""

_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_MARKUP = re.compile(r"[`@]|<!--|-->|---")
_PATH = re.compile(r"[^\s\"'<>|*?:;&$!\\]+")
_WORD = re.compile(r"[^\W_][\w.+#/ -]*")
_COMMAND = re.compile(r"[A-Za-z0-9_./~][A-Za-z0-9_./:=,+%*{}\[\]~^ -]*")
_SENTENCE = re.compile(r"(?:[A-Za-z']{2,} ){6}")
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|/(?:\\.|[^/\\ ])+/[a-z]+")
_REST = re.compile(r"[\"'`].*|//.*|/\*.*|(?<!^)#.*|<!--.*|---.*", re.DOTALL)
_SPACES = re.compile(r"\s+")


def identifier(text: str) -> str:
    """A name of the code, with dots between its parts; empty for anything else."""
    clean = _clean(text)
    parts = clean.removeprefix("#").split(".")
    return _span(clean) if all(part.replace("$", "_").isidentifier() for part in parts) else ""


def path(text: str) -> str:
    """A path below the workspace folder; empty for one that leaves it, is longer than 80 characters or has spaces."""
    clean = _clean(text)
    is_below = bool(clean) and not clean.startswith("/") and normpath(clean) == clean.rstrip("/") != ".."
    return _span(clean) if is_below and not clean.startswith("../") and _PATH.fullmatch(clean) else ""


@lru_cache(maxsize=32_768)
def short_path(text: str) -> str:
    """Like `path`; of a long one its last parts, after `…/`."""
    whole, left = path(text), text
    while not whole and len(left) > LONGEST - 2 and "/" in left:
        left = left.partition("/")[2]
        if len(left) <= LONGEST - 2:
            end = path(left)
            return f"`…/{end[1:]}" if end else ""
    return whole


def command(text: str) -> str:
    """A command line of plain words: no quotes, pipes, redirections or variables, and no sentence."""
    clean = _clean(text)
    return _span(clean) if _COMMAND.fullmatch(clean) and not _SENTENCE.search(f"{clean} ") else ""


def word(text: str) -> str:
    """A value out of a closed set, such as `ruff` or `4 spaces`."""
    clean = _clean(text)
    return _span(clean) if _WORD.fullmatch(clean) and not _SENTENCE.search(f"{clean} ") else ""


def glob(text: str) -> str:
    """A pattern of paths for front matter, without quotes around it; empty for what could end a YAML string."""
    return text if re.fullmatch(r"[\w./*?{}\[\]+-]+", text, re.ASCII) and len(text) <= LONGEST else ""


@lru_cache(maxsize=32_768)  # The map asks for the same ones with every save.
def signature(text: str) -> str:
    """A definition without what its strings, comments and default texts say, cut where it becomes too long."""
    shown = "".join(one for one in unicodedata.normalize("NFC", _SPACES.sub(" ", text)) if not is_hidden(one))
    shown = _REST.sub("", _STRING.sub("…", shown)).replace("@", "").strip()
    if len(shown) > LONGEST:
        shown = shown[: LONGEST - 1].rstrip() + "…"
    return f"`{shown}`" if shown and not _SENTENCE.search(shown) else ""


def is_hidden(character: str) -> bool:
    """Whether a character shows nothing, or moves what others show; a space is none of these."""
    if character == " ":
        return False
    return unicodedata.category(character)[0] in "CZ" or _IGNORABLE.match(character) is not None


def _clean(text: str) -> str:
    """The text in normal form, empty when it has anything that does not show or that Markdown would read."""
    # What is far too long would take long to look through, and stays too long.
    normal = unicodedata.normalize("NFC", text[: 4 * LONGEST])
    return "" if _MARKUP.search(normal) or any(map(is_hidden, normal)) else normal


def _span(clean: str) -> str:
    return f"`{clean}`" if 0 < len(clean) <= LONGEST and clean == clean.strip() else ""
