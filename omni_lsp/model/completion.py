"""What may be written at a place in a file that steers us."""

from dataclasses import dataclass
from enum import StrEnum

from omni_lsp.model.text import Span


class CompletionKind(StrEnum):
    KEY = "key"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Completion:
    """`text` takes the place of the word; `detail` is a few plain words, `documentation` Markdown, empty for none."""

    label: str
    text: str
    kind: CompletionKind
    detail: str = ""
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class Completions:
    """What fits, the most likely first, all in place of the same word.

    With more letters there may be others if it is not complete.
    """

    word: Span
    items: tuple[Completion, ...] = ()
    is_complete: bool = True
