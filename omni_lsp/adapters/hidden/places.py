"""Places in Markdown that a reader of the page does not see: comments, titles, hidden elements, what stands far away."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from omni_lsp.model.text import Change, Span

# What begins first counts: a fence inside of a comment is none, and neither is a comment inside of a fence.
_CODE_OR_COMMENT = re.compile(
    r"^ {0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n(?:.*?^ {0,3}(?P=fence)[`~]*[ \t]*$|.*\Z)"
    r"|(?<!`)(?P<ticks>`{1,3})(?!`)[^\n`]{1,400}?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<comment><!--.*?(?:-->|\Z))",
    re.DOTALL | re.MULTILINE,
)
_TITLE = re.compile(r"\]\(\s*[^\s()]{1,500}[ \t]+(?P<title>\"[^\"\n]{1,2000}\"|'[^'\n]{1,2000}')\s*\)")
_ALT = re.compile(r"!\[(?P<alt>[^\]\n]{1,2000})\]\(")
# `[//]: # (a comment)` is how Markdown without HTML is commented.
_DEFINITION = re.compile(
    r"^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S{1,500}[ \t]+(?P<title>\"[^\"\n]{1,2000}\"|'[^'\n]{1,2000}'|\([^)\n]{1,2000}\))[ \t]*$",
    re.MULTILINE,
)
_ATTRIBUTE = re.compile(
    r"<[a-z][^<>]{0,500}?\s(?:title|alt|aria-label|data-[\w-]{1,40}|content)\s*=\s*(?P<value>\"[^\"\n]{1,2000}\"|'[^'\n]{1,2000}')",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"<(?P<tag>[a-z][\w-]{0,20})\b(?P<inside>[^<>]{1,600})>", re.IGNORECASE)
_UNSEEN_STYLE = re.compile(
    r"""
      \bdisplay\s*:\s*none\b | \bvisibility\s*:\s*hidden\b | \bopacity\s*:\s*0(?:\.0\d*)?\s*(?:[;"']|$)
    | \bfont-size\s*:\s*(?:0(?:\.0\d*)?\w*|0?\.\d+px|1px)\s*(?:[;"'!]|$) | \bsize\s*=\s*["']?0
    | (?:text-indent|left|top|margin-left)\s*:\s*-\d{3,} | \bclip(?:-path)?\s*:\s*(?:rect\(\s*0|inset\(\s*(?:50|100)%)
    | (?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*;[^"']*overflow\s*:\s*hidden | \scolor\s*=\s*["']?(?:white|\#f{3}(?:f{3})?)\b
    | \shidden(?=[\s=]|$) | \baria-hidden\s*=\s*["']?true
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:white|\#f{3}(?:f{3})?|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255)\b", re.IGNORECASE
)
_WHITE_GROUND = re.compile(r"background(?:-color)?\s*:\s*(?:white|\#f{3}(?:f{3})?|transparent)\b", re.IGNORECASE)
_FAR_RIGHT = re.compile(
    r"(?<=\S)[ \t\u00a0\u2000-\u200a\u3000]{80,}+(?P<text>\S[^\n]{0,2000})|^[ \t]{120,}+(?P<alone>\S[^\n]{0,2000})",
    re.MULTILINE,
)
_FAR_DOWN = re.compile(r"\n(?:[ \t\r]*+\n){30,}+(?P<text>[^\n]*\S[^\n]*)")
_WORDS = re.compile(r"[^\W\d_]{2,}(?:[\s,;:'\u2019-]+[^\W\d_]{2,}){2,}")
_LONGEST = 20_000  # Characters that a hidden element is searched for its end.
_MOST = 1000
_INDENT = 200  # White space around a place that is looked through for the ends of its lines.


@dataclass(frozen=True, slots=True)
class Place:
    """A text that is not shown, where it stands, and what removes it or brings it into view.

    `is_odd` says that hiding a text in this way has no honest use.
    """

    span: Span
    text: str
    change: Change | None
    is_odd: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Code blocks and code spans, in which everything is shown as it stands, and HTML comments, in document order.

    `starts` and `ends` are those of the code.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    comments: tuple[Span, ...]

    def is_code(self, offset: int) -> bool:
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]


def page_of(text: str) -> Page:
    found = list(_CODE_OR_COMMENT.finditer(text))
    code = [match for match in found if match["comment"] is None]
    comments = tuple(Span(*match.span()) for match in found if match["comment"] is not None)
    return Page(text, tuple(match.start() for match in code), tuple(match.end() for match in code), comments)


def hidden_places(page: Page) -> Iterator[Place]:
    """All of them, none inside of code, and of each kind no more than anybody writes."""
    for kind in (_comments(page), _titles(page.text), _elements(page.text), _far_away(page.text)):
        for place in islice(kind, _MOST):
            if not page.is_code(place.span.start):
                yield place


def has_words(text: str) -> bool:
    """Whether three words follow each other."""
    return _WORDS.search(text) is not None


def _comments(page: Page) -> Iterator[Place]:
    """HTML comments; one that is never closed hides all that comes."""
    for span in page.comments:
        content = page.text[span.start + 4 : span.end].removesuffix("-->")
        yield Place(span, content, Change(_whole_lines(page.text, span), ""))


def _titles(text: str) -> Iterator[Place]:
    for pattern, group in ((_TITLE, "title"), (_ATTRIBUTE, "value")):
        for match in pattern.finditer(text):
            span = Span(*match.span(group))
            # The white space before a title goes with it; an attribute keeps its quotes.
            start = span.start - len(text[match.start() : span.start]) + len(text[match.start() : span.start].rstrip())
            change = Change(Span(start, span.end), "") if group == "title" else Change(span, '""')
            yield Place(span, match[group][1:-1], change)
    for match in _ALT.finditer(text):
        yield Place(Span(*match.span("alt")), match["alt"], Change(Span(*match.span("alt")), ""))
    for match in _DEFINITION.finditer(text):
        span = Span(*match.span())
        yield Place(span, match["title"][1:-1], Change(_whole_lines(text, span), ""))


def _elements(text: str) -> Iterator[Place]:
    end = 0
    for match in _ELEMENT.finditer(text):
        style = match["inside"]
        if match.start() < end:
            continue
        is_white = _WHITE.search(style) and ("background" not in style.lower() or _WHITE_GROUND.search(style))
        if not (_UNSEEN_STYLE.search(style) or is_white):
            continue
        inside = text[match.end() : match.end() + _LONGEST]
        close = re.search(rf"</{re.escape(match['tag'])}\s*>", inside, re.IGNORECASE)
        paragraph = inside.find("\n\n")
        length = close.start() if close is not None else paragraph if paragraph >= 0 else len(inside)
        end = match.end() + (close.end() if close is not None else length)
        span = Span(match.start(), end)
        content = re.sub(r"<[^<>]*>", " ", inside[:length])
        yield Place(span, content, Change(_whole_lines(text, span), ""), is_odd=True)


def _far_away(text: str) -> Iterator[Place]:
    for match in _FAR_RIGHT.finditer(text):
        group = "text" if match["text"] is not None else "alone"
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
        gap = Span(match.start(), match.start(group))
        # Cells of a table are padded to the width of the longest one.
        yield Place(Span(*match.span(group)), match[group], Change(gap, " "), is_odd="|" not in line)
    for match in _FAR_DOWN.finditer(text):
        gap = Span(match.start(), match.start("text"))
        yield Place(
            Span(*match.span("text")),
            text[match.start("text") : match.start("text") + _LONGEST],
            Change(gap, "\n\n"),
            is_odd=True,
        )


def _whole_lines(text: str, span: Span) -> Span:
    """The span, with its line ends when nothing else stands on its lines."""
    before = text[max(0, span.start - _INDENT) : span.start]
    after = text[span.end : span.end + _INDENT]
    head, tail = before.rpartition("\n"), after.partition("\n")
    starts_line = not head[2].strip() and (bool(head[1]) or span.start <= _INDENT)
    ends_line = not tail[0].strip() and (bool(tail[1]) or span.end + _INDENT >= len(text))
    if not (starts_line and ends_line):
        return span
    return Span(span.start - len(head[2]), span.end + len(tail[0]) + len(tail[1]))
