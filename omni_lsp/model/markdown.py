"""Text of a repository inside our Markdown: shown as it is, never read as links, images or HTML."""

import re

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~!$@]|:(?=//)|(?<=www)\.|^[-+=]", re.IGNORECASE)
_BACKTICKS = re.compile("`+")


def escaped(text: str) -> str:
    """One line of prose; addresses do not become links either (GitHub Flavored Markdown, section 6.9)."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def code(text: str) -> str:
    """One line as a code span, with a fence longer than any in the text (CommonMark, section 6.1)."""
    line = " ".join(text.split())
    fence = _fence(line, 1)
    padding = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{padding}{line}{padding}{fence}" if line else ""


def block(text: str, language: str = "") -> str:
    """A fenced code block (CommonMark, section 4.5)."""
    fence = _fence(text, 3)
    return f"{fence}{language}\n{text}\n{fence}"


def _fence(text: str, least: int) -> str:
    return "`" * max(least, 1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
