"""What an agent is tried on: texts of its author, and those that nobody thinks of."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.model.text import Snapshot

_ROOT = Path("/contract")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text of a file called `name`; `finds` are the ids of the rules found in it, `None` where that is not looked at."""

    text: str
    language: str = "python"
    name: str = "sample.py"
    finds: tuple[str, ...] | None = None

    @property
    def snapshot(self) -> Snapshot:
        path = _ROOT / self.name
        return Snapshot(path.as_uri(), 1, self.language, self.text, path, _ROOT)


def odd_samples(samples: tuple[Sample, ...]) -> Iterator[tuple[str, Sample]]:
    """What is odd about each text, and the text."""
    for what, text in _ODD.items():
        yield what, Sample(text, "python", "odd.py")
    yield "no language that is known", Sample("a\nb\n", "plaintext", "odd.txt")
    for number, sample in enumerate(samples, start=1):
        for what, text in _bent(sample.text):
            yield f"sample {number} with {what}", Sample(text, sample.language, sample.name)


def _bent(text: str) -> Iterator[tuple[str, str]]:
    yield "\\r\\n at the ends of its lines", text.replace("\r\n", "\n").replace("\n", "\r\n")
    yield "\\r at the ends of its lines", text.replace("\r\n", "\n").replace("\n", "\r")
    yield "a character of four bytes in front", "\U0001f600" + text
    yield "a byte order mark in front", "\ufeff" + text
    yield "a NUL in front", "\0" + text
    yield "half of a surrogate pair in front", "\ud83d" + text
    yield "its second half missing", text[: len(text) // 2]
    yield "no line end at its end", text.rstrip("\r\n")


_ODD = {
    "nothing in it": "",
    "one line end": "\n",
    "one character of four bytes": "\U0001f600",
    "NULs": "\0\0\0\n\0",
    "half of a surrogate pair": "x = '\ud800'\n",
    "all three line ends": "a = 1\r\nb = 2\rc = 3\nd = 4\x0b\x0c\x1c\x85\u2028e = 5",
    "accents that combine": "e\u0301 = '\u0302\u0303' * 3\n",
    "brackets that never close": "f(" * 2_000,
    "words without an end": "a" * 300_000,
    "100,000 lines": "value = compute(1, 2)  # a comment\n" * 100_000,
}
