"""What a model says in prose, as Markdown that loads nothing and leads nowhere: no HTML, no link, no image."""

import re
from collections.abc import Iterator

from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.markdown import block, code, escaped

LONGEST = 12_000
"""Code points that are shown."""
CUT = "_The rest was left out._"

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*([\w+-]*)[^`]*")
_START = re.compile(r"([ \t]{0,8})(#{1,6}|[-*+]|\d{1,3}[.)]|>)[ \t]+")
# A word with a dot in it may be taken for the name of a host.
_PART = re.compile(r"(`+)(?P<code>[^`]+)\1|\*\*(?P<strong>[^*\n]+)\*\*|(?P<dotted>[\w-]+(?:\.[\w-]+)+(?:\(\))?)")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}")
_LINE_END = re.compile(r"\r\n|\r|\n")


def harmless_markdown(text: str) -> str:
    """Headings, lists, quotes, emphasis and code stay; of a link its words and its address are seen, as text."""
    shown = "\n".join(_lines(_LINE_END.split(text[:LONGEST].strip())))
    return f"{shown}\n\n{CUT}" if len(text) > LONGEST else shown


def _lines(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        fence = _FENCE.fullmatch(lines[at])
        if fence is None:
            yield _line(lines[at])
            at += 1
            continue
        end = next((one for one in range(at + 1, len(lines)) if _closes(lines[one], fence[1])), len(lines))
        yield block("\n".join(lines[at + 1 : end]), fence[2] if fence[2] in LANGUAGES else "")
        at = end + 1


def _closes(line: str, fence: str) -> bool:
    plain = line.strip()
    return plain.startswith(fence) and not plain.strip(fence[0])


def _line(line: str) -> str:
    if _RULE.fullmatch(line):
        return "---" if not line.strip(" \t-") else ""
    match = _START.match(line)
    start = f"{match[1]}{match[2]} " if match else ""
    return start + _prose(line[match.end() if match else 0 :]).rstrip()


def _prose(text: str) -> str:
    parts: list[str] = []
    at = 0
    for match in _PART.finditer(text):
        parts += [_plain(text[at : match.start()]), _part(match)]
        at = match.end()
    return "".join([*parts, _plain(text[at:])])


def _part(match: re.Match[str]) -> str:
    if match["strong"] is not None:
        return f"**{escaped(match['strong'])}**"
    return code(match["code"] if match["code"] is not None else match["dotted"])


def _plain(text: str) -> str:
    """White space at the ends parts words; what is in between is escaped."""
    if not text.strip():
        return " " if text else ""
    before, after = (" " if text[end].isspace() else "" for end in (0, -1))
    return f"{before}{escaped(text)}{after}"
