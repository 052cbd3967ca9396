"""What the parts of this adapter find."""

from dataclasses import dataclass

from omni_lsp.model.text import Change, Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule and its place. `detail` is a sentence about this place that never repeats text from the file.

    Messages of findings reach AI assistants, so a quotation would hand on what was hidden.
    """

    rule: str
    span: Span
    detail: str = ""
    change: Change | None = None
