"""What a model must answer in, and what is read out of its answer, whatever that is.

    @@@ edit src/app.py          the name of the file may be left out
    @@@ find
    whole lines as they stand in the file
    @@@ replace
    whole lines to stand there instead, none to delete them
    @@@ end

Marker lines start in the first column. Lines outside of blocks are prose and nobody reads them, except

    @@@ cannot the reason
"""

import re
from dataclasses import dataclass, field
from enum import Enum

LONGEST = 200_000
"""Code points of an answer; nobody reads on in a longer one."""
MOST_BLOCKS = 20

FORMAT = """\
@@@ edit FILE
@@@ find
whole lines exactly as they stand in the file
@@@ replace
whole lines to stand there instead, none to delete them
@@@ end"""
"""The format, to be told to the model; it reads as a block itself."""

_MARKER = re.compile(r"@@@[ \t]*(edit|find|replace|end|cannot)\b[ \t]*(.*)")
_END = re.compile(r"^@@@[ \t]*end[ \t]*$", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[\w+-]*[ \t]*")
_DIFF = re.compile(r"^(?:@@ -\d|\+\+\+ |--- a/|diff --git )", re.MULTILINE)
_REASON = 300


@dataclass(frozen=True, slots=True)
class Block:
    """Lines to be found and lines to stand there instead, without their line ends; `line` is that of the answer, from 0."""

    find: tuple[str, ...]
    replace: tuple[str, ...]
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Whole blocks alone, in order; `problems` in words for the model, `declined` the reason why it does not want to.

    `is_cut` says that the text ends inside of a block.
    """

    blocks: tuple[Block, ...] = ()
    problems: tuple[str, ...] = ()
    declined: str = ""
    is_cut: bool = False


class _At(Enum):
    PROSE = "outside of a block"
    HEADER = "after `@@@ edit`"
    FIND = "in what to find"
    REPLACE = "in the replacement"


@dataclass(slots=True)
class _Reading:
    at: _At = _At.PROSE
    file: str = ""
    start: int = 0
    find: list[str] = field(default_factory=list)
    replace: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    declined: str = ""

    def marker(self, word: str, rest: str, line: int) -> None:
        expected = {
            "edit": (_At.PROSE,),
            "find": (_At.HEADER, _At.PROSE),
            "replace": (_At.FIND,),
            "end": (_At.REPLACE,),
            "cannot": (_At.PROSE,),
        }
        if self.at not in expected[word]:
            self.problems.append(f"line {line + 1} of your answer: `@@@ {word}` {self.at.value}")
            self.at = _At.PROSE
            if word not in {"edit", "find"}:
                return
        if word == "cannot":
            self.declined = rest.strip()[:_REASON] or "no reason given"
        elif word == "end":
            self.blocks.append(Block(unfenced(self.find), unfenced(self.replace), self.file, self.start))
            self.at = _At.PROSE
        else:
            self._begin(word, rest, line)

    def _begin(self, word: str, rest: str, line: int) -> None:
        if word == "replace":
            self.at, self.replace = _At.REPLACE, []
            return
        if self.at is _At.PROSE:
            self.file, self.start = "", line
        if word == "edit":
            self.at, self.file = _At.HEADER, rest.strip().strip("`\"'")
        else:
            self.at, self.find = _At.FIND, []

    def text(self, line: str) -> None:
        if self.at is _At.FIND:
            self.find.append(line)
        elif self.at is _At.REPLACE:
            self.replace.append(line)


def parsed(text: str) -> Answer:
    """What an answer says; of a text that is no answer, in `problems`, what is wrong with it. Never raises."""
    reading = _Reading()
    if len(text) > LONGEST:
        reading.problems.append(f"the answer is longer than {LONGEST} characters")
    for number, line in enumerate(_LINE_END.split(text[:LONGEST])):
        match = _MARKER.fullmatch(line)
        if match:
            reading.marker(match[1], match[2], number)
        else:
            reading.text(line)
    is_cut = reading.at is not _At.PROSE
    if len(reading.blocks) > MOST_BLOCKS:
        reading.problems.append(f"the answer has more than {MOST_BLOCKS} blocks")
    if is_cut and not reading.blocks:
        reading.problems.append("the answer ends before `@@@ end`")
    elif not reading.blocks and not reading.problems and not reading.declined:
        reading.problems.append(_no_block(text))
    return Answer(tuple(reading.blocks), tuple(reading.problems), reading.declined, is_cut)


def whole_blocks(text: str) -> str:
    """The blocks of an answer that broke off, as far as they are whole; empty where none is."""
    ends = [match.end() for match in _END.finditer(text)]
    return text[: ends[-1]] if ends else ""


def _no_block(text: str) -> str:
    if not text.strip():
        return "the answer is empty"
    if _DIFF.search(text):
        return "the answer is a diff; answer with `@@@ edit` blocks"
    if _FENCE.search(text) and "\n" in text:
        return "the answer shows code without saying what it replaces; answer with `@@@ edit` blocks"
    return "the answer has no `@@@ edit` block"


def unfenced(lines: list[str]) -> tuple[str, ...]:
    """Without a fence of Markdown around all of them, which some models put into every part."""
    is_fenced = len(lines) > 1 and _FENCE.fullmatch(lines[0]) and lines[-1].strip() in {"```", "~~~"}
    return tuple(lines[1:-1] if is_fenced else lines)
