"""Findings that people chose to ignore, by comments in the code: Semgrep's `nosemgrep` and our own with a reason.

    call()  # nosemgrep                                  all rules
    call()  # nosemgrep: rule-a, rule-b                  these rules
    call()  # omni: ignore[rule-a, rule-b] the reason    these rules
    # omni: ignore-file[rule-a] the reason               these rules in the whole file, from its first 20 lines

A comment alone on its line speaks of the next line that is not such a comment itself.
A reason may name the last day on which it counts: `until 2027-03-01`, `until=2027-03-01` (ISO 8601, 5.2.1.1).
One without reason, or with a day that is over or none, ignores nothing; `ignore_problems.py` says what is wrong with it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from omni_lsp.model.finding import Finding
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.text import Lines, Span

FILE_LINES = 20
"""Only in so many lines from the start does a comment speak of the whole file, so that readers come across it."""

# Bounded, and without a run of anything before what must follow: a hostile line of a megabyte takes milliseconds.
_GAP = r"[ \t]{0,8}"
_OURS = re.compile(rf"(#|//|/\*|\*|<!--|--|;){_GAP}omni:{_GAP}ignore(-file)?(?![\w-])(?:{_GAP}\[([^\[\]]*)\])?")
_RULE = r"[\w./-]+"
_THEIRS = re.compile(
    rf"(?:(#|//|/\*|<!--|(?<!\S)--|(?<!\S);){_GAP}|(?<=\s))nosemgrep\b(?:{_GAP}:{_GAP}({_RULE}(?:{_GAP},{_GAP}{_RULE})*))?"
)
_WORDS = re.compile(r"omni:|nosemgrep")
_OPENING = re.compile(r"#|//|/\*|<!--")
_CLOSING = {"/*": "*/", "*": "*/", "<!--": "-->"}
# A line that a comment begins: not `#include`, nor `;[1].map(…)`, nor `--i`.
_BEGINS_ALONE = re.compile(r"#(?=[\s#!])|//|/\*(?!.*\*/)|<!--(?!.*-->)")
_UNTIL = re.compile(r"\buntil(?:\s*=\s*(\S*)|\s+(\d{4,}[\d./-]*|\d+[./-][\d./-]*))", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Suppression:
    """An ignoring comment: `line` is the one it stands on, from 0, `span` its place without what closes it.

    `rules` are as written: none stands for all in a `nosemgrep`, and is a mistake in a comment of ours.
    `lines` are those it speaks of, `None` when it speaks of the whole file.
    `until` is the last day on which it counts; `wrong_day` what was written instead of one.
    """

    line: int
    rules: tuple[str, ...]
    reason: str = ""
    span: Span = Span(0, 0)
    lines: tuple[int, ...] | None = ()
    is_ours: bool = True
    until: date | None = None
    wrong_day: str = ""

    def counts(self, today: date) -> bool:
        """Whether it ignores anything, be it there or not."""
        if not self.is_ours:
            return True
        is_sound = self.rules and self.reason and not self.wrong_day and not self.is_too_late
        return bool(is_sound) and (self.until is None or today <= self.until)

    @property
    def is_too_late(self) -> bool:
        """Whether it means the whole file from where nobody looks for that."""
        return self.lines is None and self.line >= FILE_LINES


class Suppressions:
    """Comments that count, in document order, to be asked about many findings: each answer takes a few look-ups."""

    def __init__(self, counting: Iterable[Suppression]) -> None:
        self._all = tuple(counting)
        self._first: dict[tuple[int | None, str], Suppression] = {}
        for one in self._all:
            for line in one.lines if one.lines is not None else (None,):
                for name in one.rules or ("",):
                    self._first.setdefault((line, name), one)

    def __iter__(self) -> Iterator[Suppression]:
        return iter(self._all)

    def of(self, line: int, rule: str) -> Suppression | None:
        """The first that silences a finding of this rule which begins on this line, counted from 0.

        A comment names a rule in full, or by what follows one of its dots.
        """
        parts = rule.split(".")
        names = ("", *(".".join(parts[start:]) for start in range(len(parts))))
        found = (self._first.get((place, name)) for place in (None, line) for name in names)
        return min((one for one in found if one is not None), key=lambda one: one.span, default=None)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that a comment silences, and the reason it gives, empty for `nosemgrep`."""

    finding: Finding
    reason: str


def comments(lines: Lines) -> tuple[Suppression, ...]:
    """All of a text, in document order, whether they count or not."""
    result: list[Suppression] = []
    waiting: list[Suppression] = []
    for line in sorted({lines.position(word.start()).line for word in _WORDS.finditer(lines.whole)}):
        text, start = lines.text(line), lines.span(line).start
        found = sorted(_in_line(text, line, start), key=lambda one: one.span)
        is_alone = bool(found) and _is_alone(text, found[0].span.start - start)
        if waiting and not (is_alone and line == waiting[-1].line + 1):
            result += _about_next(waiting)
            waiting = []
        (waiting if is_alone else result).extend(found)
    return (*result, *_about_next(waiting))


def suppressions(lines: Lines, today: date = date.min) -> Suppressions:
    """The comments of a text that count on a day; without one, also those whose day is over."""
    return Suppressions(comment for comment in comments(lines) if comment.counts(today))


def is_suppressed(found: Suppressions, line: int, rule: str) -> bool:
    """Whether a finding of this rule that begins on this line, counted from 0, is ignored."""
    return found.of(line, rule) is not None


def ignore_comment(language: str, rules: Sequence[str], reason: str) -> str:
    """The comment that ignores these rules, without line end; `language` is one of `LANGUAGES`."""
    return f"{LANGUAGES[language].comment} omni: ignore[{', '.join(rules)}] {reason}"


def depends_on_day(text: str) -> bool:
    """Whether what is ignored in a text may be another thing tomorrow."""
    return "omni:" in text and "until" in text.lower()


def _is_alone(text: str, start: int) -> bool:
    """Whether nothing but comments stands on a line whose first ignoring comment starts there."""
    before = text[:start]
    if before.strip(" \t{#/*-;<!") and not _BEGINS_ALONE.match(before.lstrip()):
        return False
    closing = next((end for mark, end in _CLOSING.items() if text.startswith(mark, start)), None)
    return closing is None or not text[start:].partition(closing)[2].strip(" \t}")


def _about_next(block: Sequence[Suppression]) -> list[Suppression]:
    """Comments alone on lines that follow each other: all of them speak of the line below the last one."""
    below = block[-1].line + 1 if block else 0
    return [one if one.lines is None else replace(one, lines=(one.line, below)) for one in block]


def _in_line(text: str, line: int, offset: int) -> Iterator[Suppression]:
    ours = list(_OURS.finditer(text))
    ends = [*(match.start() for match in ours[1:]), len(text)]
    for match, end in zip(ours, ends, strict=False):
        yield _ours(match, end, line, offset)
    first = _OPENING.search(text)
    for match in _THEIRS.finditer(text):
        if match[1] or (first is not None and first.end() <= match.start()):
            span = Span(offset + match.start(), offset + match.end())
            yield Suppression(line, _names(match[2]), "", span, (line,), is_ours=False)


def _ours(match: re.Match[str], end: int, line: int, offset: int) -> Suppression:
    said = match.string[match.end() : end].partition(_CLOSING.get(match[1], "\n"))[0].rstrip()
    span = Span(offset + match.start(), offset + match.end() + len(said))
    until, wrong_day = _day(said)
    # A day alone says when, and not why.
    reason = said.strip() if re.search(r"\w", _UNTIL.sub("", said)) else ""
    about = None if match[2] else (line,)
    return Suppression(line, _names(match[3]), reason, span, about, until=until, wrong_day=wrong_day)


def _day(reason: str) -> tuple[date | None, str]:
    """The day in a reason, or what stands there instead; `until the release` is no day, and nothing wrong."""
    match = _UNTIL.search(reason)
    if match is None:
        return None, ""
    written = (match[1] or match[2] or "").rstrip(".,;:)")
    try:
        return (date.fromisoformat(written), "") if _DAY.fullmatch(written) else (None, written or "nothing")
    except ValueError:
        return None, written


def _names(listed: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in (listed or "").split(",") if name.strip()))
