"""What a model must answer in when it writes new code, and what is read out of its answer, whatever that is.

    @@@ imports                  may be left out
    import statements that the code needs and the file does not have
    @@@ code
    whole lines
    @@@ end

Lines outside are prose and nobody reads them, except `@@@ cannot the reason`.
"""

import re
from dataclasses import dataclass, field

from omni_lsp.agents.coding.answer import LONGEST, unfenced

CODE_FORMAT = """\
@@@ imports
import statements that the code needs and the file does not have, none to leave this part out
@@@ code
whole lines of code
@@@ end"""
"""The format, to be told to the model; it reads as an answer itself."""

_MARKER = re.compile(r"@@@[ \t]*(imports|code|end|cannot)\b[ \t]*(.*)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_REASON = 300


@dataclass(frozen=True, slots=True)
class Code:
    """Lines without line ends, blank ones at both ends left out; `problems` in words for the model.

    `declined` is the reason why it does not want to.
    """

    lines: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    declined: str = ""


@dataclass(slots=True)
class _Reading:
    at: str = ""
    parts: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    declined: str = ""

    def marker(self, word: str, rest: str) -> None:
        if word == "cannot":
            self.declined = rest.strip()[:_REASON] or "no reason given"
        elif word == "end":
            if not self.at:
                self.problems.append("`@@@ end` stands outside of a part")
            self.at = ""
        elif word in self.parts:
            self.problems.append(f"`@@@ {word}` comes twice; answer with one part of each kind")
        else:
            self.at, self.parts[word] = word, []


def parsed_code(text: str) -> Code:
    """What an answer says; of a text that is no answer, in `problems`, what is wrong with it. Never raises."""
    reading = _Reading()
    if len(text) > LONGEST:
        reading.problems.append(f"the answer is longer than {LONGEST} characters")
    for line in _LINE_END.split(text[:LONGEST]):
        match = _MARKER.fullmatch(line)
        if match:
            reading.marker(match[1], match[2])
        elif reading.at:
            reading.parts[reading.at].append(line)
    if reading.declined:
        return Code(declined=reading.declined)
    lines, imports = (_bare(reading.parts.get(name, [])) for name in ("code", "imports"))
    if reading.at:
        reading.problems.append("the answer ends before `@@@ end`")
    elif not lines:
        reading.problems.append("the answer has no code between `@@@ code` and `@@@ end`")
    return Code(lines, imports, tuple(reading.problems))


def _bare(lines: list[str]) -> tuple[str, ...]:
    bare = [line.rstrip() for line in unfenced(_trimmed(lines))]
    return tuple(_trimmed(bare))


def _trimmed(lines: list[str]) -> list[str]:
    kept = [number for number, line in enumerate(lines) if line.strip()]
    return lines[kept[0] : kept[-1] + 1] if kept else []
