"""What is wrong with comments that ignore findings, as findings of their own: no reason, a day that is over, a rule that is none, no use."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import islice

from omni_lsp.model.finding import Rule, Severity
from omni_lsp.model.suppression import FILE_LINES, Suppression
from omni_lsp.model.text import Span

WITHOUT_REASON = Rule(
    "omni.ignore-without-reason",
    "Ignored without a reason",
    Severity.WARNING,
    message="A comment that ignores findings must say why, so that somebody else can judge it; without a reason it ignores nothing.",
    remedy="Write the reason behind the bracket: `omni: ignore[rule-id] checksum of a public file`.",
)
EXPIRED = Rule(
    "omni.ignore-expired",
    "Ignored until a day that is over",
    Severity.WARNING,
    message="The day up to which findings were to be ignored is over, or it is not a day; the comment ignores nothing any more.",
    remedy="Resolve the finding and take the comment out, or agree on another day: `until 2027-03-01`.",
)
UNKNOWN_RULE = Rule(
    "omni.ignore-unknown-rule",
    "Ignored rule is unknown",
    Severity.WARNING,
    message="No rule in force has this id, so the comment does not ignore what it is meant to.",
    remedy="Use an id that a finding shows; `omni-lsp rules list` has all of them.",
)
UNUSED = Rule(
    "omni.ignore-unused",
    "Nothing to ignore",
    Severity.INFO,
    message="The comment ignores nothing: what it was written for is gone, and what comes next would go unseen.",
    remedy="Take the comment out.",
)
IGNORE_RULES: tuple[Rule, ...] = (WITHOUT_REASON, EXPIRED, UNKNOWN_RULE, UNUSED)

_MOST = 100  # Of one text; nobody reads more of them.
_GUESSES = 3  # Looking for the rule that was meant takes milliseconds.
_ANY = ".*"
_LONGEST = 60  # Characters of a name that is not ours.


@dataclass(frozen=True, slots=True)
class Problem:
    """`span` is the comment; `by_text` tells what the text alone shows from what takes a whole scan."""

    rule: Rule
    span: Span
    message: str
    by_text: bool = True


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan has to say: `known` are the ids of all rules that any agent has; `name.*` stands for rules nobody here can list.

    `complete` are those that were looked for to the end, none after a quick or partial look.
    `matches` has rule and line, from 0, of everything that was found, ignored or not.
    """

    known: Collection[str]
    complete: Container[str] = ()
    matches: Iterable[tuple[str, int]] = ()


def problems(found: Sequence[Suppression], today: date, scanned: Scanned) -> tuple[Problem, ...]:
    """What is wrong with our comments of a text (`comments`), in document order, the first hundred; `nosemgrep` is not judged."""
    ours = [comment for comment in found if comment.is_ours]
    if not ours:
        return ()
    meant = _by_name(name for name in scanned.known if not name.endswith(_ANY))
    lines: dict[str, set[int]] = {}
    for rule, line in scanned.matches:
        lines.setdefault(rule, set()).add(line)
    guesses = iter(range(_GUESSES))
    said = (
        problem
        for comment in ours
        for problem in (
            _flaw(comment, today)
            or (*_unknown(comment, meant, scanned.known, guesses), *_unused(comment, meant, lines, scanned.complete))
        )
    )
    return tuple(islice(said, _MOST))


def _flaw(comment: Suppression, today: date) -> tuple[Problem, ...]:
    """What makes a comment ignore nothing, whatever the rules are."""
    rule, message = WITHOUT_REASON, ""
    if not comment.rules:
        rule, message = UNKNOWN_RULE, "This names no rule: write `omni: ignore[rule-id]` and the reason."
    elif not comment.reason:
        message = "This ignores nothing, as it gives no reason: write it behind the bracket."
    elif comment.wrong_day:
        rule, message = (
            EXPIRED,
            f"'{_short(comment.wrong_day)}' is not a day such as 2027-03-01, so this ignores nothing.",
        )
    elif comment.until is not None and comment.until < today:
        rule, message = EXPIRED, f"This was to be ignored until {comment.until.isoformat()}, which is over."
    elif comment.is_too_late:
        rule, message = UNUSED, f"This speaks of the whole file only in its first {FILE_LINES} lines."
    return (Problem(rule, comment.span, message),) if message else ()


def _unknown(
    comment: Suppression, meant: Mapping[str, Sequence[str]], known: Collection[str], guesses: Iterator[int]
) -> Iterator[Problem]:
    for name in comment.rules:
        if name in meant or name.partition(".")[0] + _ANY in known:
            continue
        close = get_close_matches(name[:_LONGEST], meant, n=1, cutoff=0.75) if next(guesses, None) is not None else ()
        hint = f", did you mean {meant[close[0]][0]}?" if close else ""
        yield Problem(UNKNOWN_RULE, comment.span, f"No rule is called '{_short(name)}'{hint or '.'}")


def _unused(
    comment: Suppression, meant: Mapping[str, Sequence[str]], lines: Mapping[str, set[int]], complete: Container[str]
) -> Iterator[Problem]:
    idle = [name for name in comment.rules if name in meant and _is_idle(comment, meant[name], lines, complete)]
    if idle:
        verb = "is" if len(idle) == 1 else "are"
        yield Problem(
            UNUSED, comment.span, f"{', '.join(idle)} {verb} not found here: nothing is ignored.", by_text=False
        )


def _is_idle(comment: Suppression, ids: Sequence[str], lines: Mapping[str, set[int]], complete: Container[str]) -> bool:
    """Whether rules that were looked for to the end have no finding that the comment speaks of."""
    if not all(each in complete for each in ids):
        return False
    return not any(
        comment.lines is None or not here.isdisjoint(comment.lines) for each in ids if (here := lines.get(each))
    )


def _by_name(known: Iterable[str]) -> dict[str, list[str]]:
    """The ids that each name stands for: an id in full, or what follows one of its dots."""
    meant: dict[str, list[str]] = {}
    for each in sorted(known):
        parts = each.split(".")
        for start in range(len(parts)):
            meant.setdefault(".".join(parts[start:]), []).append(each)
    return meant


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[:_LONGEST] + "…"
