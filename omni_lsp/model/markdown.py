"""Text of a repository inside our Markdown: shown as it is, never read as links, images or HTML."""

import re

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~!$@]|:(?=//)|(?<=www)\.|^[-+=]", re.IGNORECASE)
_BACKTICKS = re.compile("`+")
# Controls of terminals, marks that turn the direction of reading round, tags (Unicode Technical Report 36, section 3).
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


def escaped(text: str) -> str:
    """One line of prose; addresses do not become links either (GitHub Flavored Markdown, section 6.9)."""
    return _SPECIAL.sub(r"\\\g<0>", _line(text))


def code(text: str) -> str:
    """One line as a code span, with a fence longer than any in the text (CommonMark, section 6.1)."""
    line = _line(text)
    fence = _fence(line, 1)
    padding = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{padding}{line}{padding}{fence}" if line else ""


def block(text: str, language: str = "") -> str:
    """A fenced code block (CommonMark, section 4.5)."""
    text = _shown(text.replace("\r\n", "\n"))
    fence = _fence(text, 3)
    return f"{fence}{language}\n{text}\n{fence}"


def link(shown: str, uri: str) -> str:
    """A link with Markdown of ours as its text (CommonMark, section 6.3); the URI with `%` for what is no plain letter."""
    return f"[{shown}]({uri})"


def _line(text: str) -> str:
    return _shown(" ".join(text.split()))


def _shown(text: str) -> str:
    """U+FFFD for what is not seen."""
    return _UNSEEN.sub("\ufffd", text)


def _fence(text: str, least: int) -> str:
    return "`" * max(least, 1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
