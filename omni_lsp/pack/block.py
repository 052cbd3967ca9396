r"""The part of a file that is ours: what stands between two markers, each alone on its line.

    <!-- omni:begin -->
    …
    <!-- omni:end -->

Everything else is somebody's own and stays byte for byte: front matter, text above and below, line ends, the markers'
own lines, a missing line end at the end of the file.
"""

import re
from dataclasses import dataclass

from omni_lsp.model.finding import Severity
from omni_lsp.model.packs import PackProblem

BEGIN = "<!-- omni:begin -->"
END = "<!-- omni:end -->"
CODE = "pack.markers"

_LIKE = re.compile(r"<!--[ \t]*omni[ \t]*:[ \t]*(begin|end)\b", re.IGNORECASE)
_EXACT = re.compile(r"(?:^|(?<=\n))[ \t]*<!--[ \t]*omni:(begin|end)[ \t]*-->[ \t]*(?=\r?\n|\Z)")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:[^\n]*\n)*?---[ \t]*(?:\r?\n|\Z)")
_LONGEST_FRONT = 8_000


@dataclass(frozen=True, slots=True)
class Block:
    """Where the text between the markers is, in code points: from behind the first line to before the second."""

    start: int
    end: int


def find(text: str, path: str) -> tuple[Block | None, tuple[PackProblem, ...]]:
    """The block, if there are both markers exactly once and in order; none and no problem without any marker.

    What looks like a marker and is none (with other words in it or beside it) is a problem, too: whoever wrote it
    expects something of it.
    """
    exact = {match.end(1): match for match in _EXACT.finditer(text)}
    seen = list(_LIKE.finditer(text))
    wrong: list[PackProblem] = []
    kinds: list[tuple[str, re.Match[str]]] = []
    for match in seen:
        whole = exact.get(match.end(1))
        if whole is None:
            wrong.append(
                _problem(text, match.start(), path, f"a marker stands alone on its line, as {_NAMES[match[1].lower()]}")
            )
        else:
            kinds.append((match[1], whole))
    wrong += _order(text, kinds, path)
    if wrong or not kinds:
        return None, tuple(sorted(wrong, key=lambda each: each.line))
    (_, begin), (_, end) = kinds
    return Block(text.index("\n", begin.end()) + 1, end.start()), ()


def inside(text: str, block: Block) -> str:
    r"""What is between the markers, with `\n` as line ends and without empty lines around it."""
    return text[block.start : block.end].replace("\r\n", "\n").strip("\n")


def replaced(text: str, block: Block, body: str) -> str:
    """The text with another body, in the line ends of its first marker."""
    line_end = "\r\n" if text[: block.start].endswith("\r\n") else "\n"
    whole = f"{body}\n".replace("\n", line_end) if body else ""
    return text[: block.start] + whole + text[block.end :]


def appended(text: str, body: str) -> str:
    """The text with a block behind it, and without a line end behind that if there was none before."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    is_closed = not text or text.endswith("\n")
    gap = "" if not text else line_end if is_closed else line_end * 2
    return text + gap + made(body).replace("\n", line_end).removesuffix("" if is_closed else line_end)


def made(body: str) -> str:
    """A block of its own."""
    return f"{BEGIN}\n{body}\n{END}\n"


def front_matter(text: str) -> int:
    """Where the front matter ends that the text begins with, 0 without any."""
    match = _FRONT.match(text, 0, _LONGEST_FRONT)
    return match.end() if match else 0


_NAMES = {"begin": BEGIN, "end": END}


def _order(text: str, kinds: list[tuple[str, re.Match[str]]], path: str) -> list[PackProblem]:
    """What is wrong with the row of markers: it must be one `begin`, then one `end`."""
    problems = []
    open_at: re.Match[str] | None = None
    blocks = 0
    for kind, match in kinds:
        message = ""
        if kind == "begin":
            message = (
                "this marker begins a block inside of another one"
                if open_at
                else "this is a second block"
                if blocks
                else ""
            )
            open_at = match
        else:
            message = "" if open_at else f"there is no {BEGIN} before this marker"
            blocks += open_at is not None
            open_at = None
        if message:
            problems.append(_problem(text, match.start(), path, message))
    if open_at:
        problems.append(_problem(text, open_at.start(), path, f"there is no {END} behind this marker"))
    return problems


def _problem(text: str, offset: int, path: str, message: str) -> PackProblem:
    line = text.count("\n", 0, offset)
    return PackProblem(path, line, CODE, f"{message}; the file is left alone until that is put right", Severity.WARNING)
