"""The labelled cases of personal data: source files whose comments say what is to be found in the lines below them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Snapshot

FOLDER = Path(__file__).parents[1] / "cases" / "compliance" / "personal"
_LABEL = re.compile(r"^[ \t]*(?:#|//) (?:finding: (?P<rule>[\w-]+)|clean - (?P<why>.+))$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """From one label to the next; `expected` is the rule without `personal-data.`, empty where nothing is to be found."""

    file: Path
    start: int
    end: int
    expected: str
    why: str

    @property
    def name(self) -> str:
        return f"{self.file.name}:{self.file.read_text('utf-8').count(chr(10), 0, self.start) + 1}"


def cases() -> Iterator[Case]:
    for file in sorted(FOLDER.iterdir()):
        text = file.read_text("utf-8")
        labels = list(_LABEL.finditer(text))
        for label, after in zip(labels, [*labels[1:], None], strict=True):
            end = after.start() if after else len(text)
            yield Case(file, label.start(), end, label["rule"] or "", label["why"] or "")


def snapshot(file: Path) -> Snapshot:
    return Snapshot(
        file.as_uri(), None, language_of(file), file.read_text("utf-8"), Path("/shop/src") / file.name, Path("/shop")
    )
