"""What the engine can read: which languages, how large, and the copy of a document that it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from omni_lsp.adapters.constants.simplify import simplified
from omni_lsp.adapters.semgrep.places import RawMatch, engine_text
from omni_lsp.adapters.semgrep.selection import ALL
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.text import Snapshot

LARGEST_BYTES = 1_000_000

# LSP language id -> what the engine calls it.
ANALYZERS: Mapping[str, str] = MappingProxyType(
    {
        "python": "python",
        "javascript": "js",
        "javascriptreact": "js",
        "typescript": "ts",
        "typescriptreact": "ts",
        "go": "go",
        "java": "java",
    }
)

CANARY = "omni.canary"
_CANARY_TEXT = "omni-lsp: end of file"
# A plain search in the text, so that it matches whatever state the code above is in.
CANARY_RULE: Mapping[str, object] = MappingProxyType(
    {
        "id": CANARY,
        "languages": ["regex"],
        "severity": "INFO",
        "message": CANARY,
        "pattern-regex": rf"(#|//) {_CANARY_TEXT}\n\Z",
    }
)


@dataclass(frozen=True, slots=True)
class Target:
    """A copy to scan: `text` ends with a comment that the canary rule must find on line `canary_line`, from 0.

    An answer without it is no answer: the engine says nothing where it failed, skipped or read something else.
    `marks` is the part of its file's name that tells which rules look at it.
    """

    name: str
    ending: str
    analyzer: str
    text: bytes
    canary_line: int
    marks: str = ALL


def target_of(snapshot: Snapshot) -> Target | None:
    """The copy of a document, `None` when there is nothing to scan. Raises AgentValidationError for what is not code."""
    analyzer = ANALYZERS.get(snapshot.language)
    if analyzer is None or not snapshot.text.strip():
        return None
    if "\0" in snapshot.text:
        raise AgentValidationError("scan with semgrep-core", snapshot.name, "binary")
    text = engine_text(snapshot.text)
    if len(text) > LARGEST_BYTES:
        raise AgentValidationError("scan with semgrep-core", snapshot.name, "larger than 1 MB")
    return target(snapshot.name, snapshot.language, text)


def simplified_of(target: Target, language: str) -> Target:
    """The same copy without what is certain not to matter; every line and byte is where it was."""
    return replace(target, text=_simplified(target.text, language))


@lru_cache(maxsize=4)
def _simplified(text: bytes, language: str) -> bytes:
    """Remembered for the packs, which are asked for side by side."""
    return simplified(language, text.decode("utf-8", "replace"))


def target(name: str, language: str, text: bytes) -> Target:
    """`text` as the engine reads it, `language` one of `ANALYZERS`."""
    known = LANGUAGES[language]
    separator = b"" if text.endswith(b"\n") or not text else b"\n"
    marked = b"%b%b%b %b\n" % (text, separator, known.comment.encode(), _CANARY_TEXT.encode())
    return Target(name, known.endings[0], ANALYZERS[language], marked, marked.count(b"\n") - 1)


def without_canary(target: Target, found: Sequence[RawMatch]) -> tuple[RawMatch, ...] | None:
    """What else was found, `None` when the canary was not found exactly once where it is."""
    if [match.start.line for match in found if match.rule == CANARY] != [target.canary_line]:
        return None
    return tuple(match for match in found if match.rule != CANARY)
