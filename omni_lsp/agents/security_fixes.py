"""Remedies of the security agent: edits that were parsed and scanned before they are handed out."""

import builtins
import keyword
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from omni_lsp.agents.security_scan import Seen, Sight
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.finding import Offer
from omni_lsp.model.ignoring import ignore_places
from omni_lsp.model.importing import is_at_hand
from omni_lsp.model.suppression import ignore_comment
from omni_lsp.model.text import Change, Edit, Snapshot, apply
from omni_lsp.ports.syntax import Syntax

_FIX_ALL = "fix all that can be fixed"
_SEEN = ("the finding is gone", "no other finding came", "the text has no new mistake of syntax")
_REHEARSED = 8  # Fixes that are tried one by one before anybody asks for them.
_TRIALS = 24  # Scans that one request may cost at most, when not all of its fixes go together.
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
# Not behind a dot, and neither an argument's name nor the key of an object.
_ROOT = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$]*(?!\s*=[^=])(?!\s*:)(?![\w$])")
_STRING_OR_COMMENT = re.compile(
    r"""(["'`])(?:\\.|(?!\1).)*?\1|(?<=[(,=])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\n\\])+/[a-z]*|(?:\#|//).*"""
)
_PARAMETER = re.compile(r"\(([A-Za-z_$][\w$]*)\)\s*=>")
_ALWAYS_THERE = frozenset({*dir(builtins), *keyword.kwlist, "true", "false", "null", "new", "throw"})


@dataclass(frozen=True, slots=True)
class _Fix:
    """What rules would make of a place, not tried yet, and the findings that must go by it.

    `also` are changes elsewhere, such as what the new code imports. `parts` are the fixes it was merged from, the outer one
    first.
    """

    gone: tuple[Seen, ...]
    change: Change
    also: tuple[Change, ...] = ()
    parts: "tuple[_Fix, ...]" = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        return (self.change, *self.also)


class Remedy:
    """Tries what rules and people would do about findings."""

    def __init__(self, sight: Sight, syntax: Syntax) -> None:
        self._sight = sight
        self._syntax = syntax

    async def fix(self, offer: Offer, snapshot: Snapshot, seen: Seen, before: Sequence[Seen]) -> Edit:
        """The rule's own fix. Raises AgentValidationError when it does not hold."""
        (edit,) = await self._sight.fixes(snapshot, (seen.match,))
        if edit is None:
            raise AgentValidationError(offer.title, snapshot.name, "the rule has no fix for this place")
        if stranger := _stranger(snapshot, edit, seen):
            reason = f"the fix names {stranger}, which is not in the text it replaces and may not be imported here"
            raise AgentValidationError(offer.title, snapshot.name, reason)
        if flaw := await self._flaw(snapshot, edit, (seen,), before):
            raise AgentValidationError(offer.title, snapshot.name, f"the fix was tried and {flaw}")
        return replace(edit, evidence=_SEEN)

    async def fix_all(self, snapshot: Snapshot, wanted: Sequence[Seen], before: Sequence[Seen]) -> Edit:
        """As many fixes as hold together. Raises AgentValidationError when none does."""
        edits = await self._sight.fixes(snapshot, [one.match for one in wanted])
        fixes = [
            _Fix((one,), edit.changes[0], edit.changes[1:])
            for one, edit in zip(wanted, edits, strict=True)
            if edit is not None and not _stranger(snapshot, edit, one)
        ]
        kept = await self._together(snapshot, _apart(snapshot.text, fixes), before)
        if not kept:
            raise AgentValidationError(_FIX_ALL, snapshot.name, "no fix holds")
        return replace(_joined(snapshot, kept), evidence=_SEEN)

    async def refused(self, snapshot: Snapshot, wanted: Sequence[Seen], before: Sequence[Seen]) -> list[Seen]:
        """Those whose own fix does not hold, or was not tried: of those that do not hold with others, only some are."""
        edits = await self._sight.fixes(snapshot, [one.match for one in wanted])
        pairs = list(zip(wanted, edits, strict=True))
        fixes = [
            _Fix((one,), edit.changes[0], edit.changes[1:])
            for one, edit in pairs
            if edit and not _stranger(snapshot, edit, one)
        ]
        sound = {one.fingerprint for fix in fixes for one in fix.gone}
        refused = [one for one in wanted if one.fingerprint not in sound]
        kept = await self._together(snapshot, _apart(snapshot.text, fixes), before)
        held = {one.fingerprint for fix in kept for one in fix.gone}
        left = [fix for fix in fixes if fix.gone[0].fingerprint not in held]
        for number, fix in enumerate(left):
            # What nobody tried is not offered.
            if number >= _REHEARSED or await self._flaw(snapshot, _joined(snapshot, (fix,)), fix.gone, before):
                refused += fix.gone
        return refused

    async def ignore(self, offer: Offer, snapshot: Snapshot, seen: Seen, before: Sequence[Seen], reason: str) -> Edit:
        """A comment that ignores the finding for a reason. Raises AgentValidationError where none can stand."""
        comment = ignore_comment(snapshot.language, (seen.match.rule,), reason)
        flaws: list[str] = []
        for change in ignore_places(snapshot, seen.match.span, comment):
            edit = Edit(snapshot.uri, snapshot.version, (change,))
            at = change.span.start + change.text.index(comment) + len(comment) // 2
            if not await self._syntax.in_comment(_edited(snapshot, edit), at):
                flaws.append("no comment can stand there")
                continue
            flaw = await self._flaw(snapshot, edit, (seen,), before)
            if not flaw:
                return edit
            flaws.append(flaw)
        raise AgentValidationError(offer.title, snapshot.name, f"a comment was tried and {flaws[-1]}")

    async def _together(self, snapshot: Snapshot, fixes: tuple[_Fix, ...], before: Sequence[Seen]) -> tuple[_Fix, ...]:
        """As many as were seen to hold together: by halves, so that one trial does when all hold."""
        kept: tuple[_Fix, ...] = ()
        waiting = [fixes] if fixes else []
        for _ in range(_TRIALS):
            if not waiting:
                break
            some = waiting.pop()
            if len(some) == 1 and any(_overlap(some[0], other) for other in kept):
                continue
            both = (*kept, *some)
            gone = [one for fix in both for one in fix.gone]
            if not await self._flaw(snapshot, _joined(snapshot, both), gone, before):
                kept = both
            elif len(some) > 1:
                half = len(some) // 2
                waiting += [some[half:], some[:half]]
            else:
                waiting += [(part,) for part in some[0].parts]
        return kept

    async def _flaw(self, snapshot: Snapshot, edit: Edit, gone: Sequence[Seen], before: Sequence[Seen]) -> str:
        """What is wrong with the text after an edit, empty when those findings are gone and nothing came for them."""
        edited = _edited(snapshot, edit)
        if await self._syntax.error_count(edited) > await self._syntax.error_count(snapshot):
            return "it breaks the syntax"
        left = Counter(one.key for one in before)
        left.subtract(one.key for one in gone)
        now = Counter(one.key for one in await self._sight.all(edited))
        if any(now[one.key] > left[one.key] for one in gone):
            return "the finding stays"
        # A finding around the edit is still the same one, though its text has changed.
        missing = left - now
        around = Counter(one.rule.id for one in before if one.key in missing and _meets(one, edit))
        new = _rules(now - left) - (_rules(missing) & around)
        return f"a finding of {min(new)} comes instead" if new else ""


def _edited(snapshot: Snapshot, edit: Edit) -> Snapshot:
    return replace(snapshot, text=apply(snapshot.text, edit.changes))


def _joined(snapshot: Snapshot, fixes: Iterable[_Fix]) -> Edit:
    # Two may import the same.
    changes = dict.fromkeys(change for fix in fixes for change in fix.changes)
    return Edit(snapshot.uri, snapshot.version, tuple(sorted(changes, key=lambda change: change.span)))


def _apart(text: str, fixes: Iterable[_Fix]) -> tuple[_Fix, ...]:
    """Fixes that do not overlap: one around others takes them up, or is left out where that cannot be."""
    chosen: list[_Fix] = []
    for fix in sorted(fixes, key=lambda fix: (fix.change.span.end, -fix.change.span.start)):
        inner = [other for other in chosen if _overlap(other, fix)]
        merged = _merged(text, fix, inner)
        if merged is not None:
            chosen = [other for other in chosen if other not in inner]
            chosen.append(merged)
    return tuple(chosen)


def _overlap(one: _Fix, other: _Fix) -> bool:
    return any(
        mine.span.start < theirs.span.end and theirs.span.start < mine.span.end
        for mine in one.changes
        for theirs in other.changes
    )


def _merged(text: str, outer: _Fix, inner: Sequence[_Fix]) -> _Fix | None:
    """One fix for all of them, `None` unless the outer one copies each of the others' places once, as it stands."""
    if not inner:
        return outer
    new = outer.change.text
    for fix in inner:
        span = fix.change.span
        old = text[span.start : span.end]
        is_inside = outer.change.span.start <= span.start and span.end <= outer.change.span.end
        if not is_inside or any(not _is_insertion(each) for each in fix.also) or new.count(old) != 1:
            return None
        new = new.replace(old, fix.change.text)
    gone = (*outer.gone, *(one for fix in inner for one in fix.gone))
    also = tuple(dict.fromkeys(change for fix in (outer, *inner) for change in fix.also))
    return _Fix(gone, Change(outer.change.span, new), also, (outer, *inner))


def _is_insertion(change: Change) -> bool:
    """Such as an import."""
    return change.span.start == change.span.end


def _rules(keys: Counter[tuple[str, str]]) -> Counter[str]:
    return Counter(rule for rule, _ in keys.elements())


def _meets(seen: Seen, edit: Edit) -> bool:
    return any(seen.match.span.touches(change.span) for change in edit.changes)


def _stranger(snapshot: Snapshot, edit: Edit, seen: Seen) -> str:
    """A name that begins an expression in the new text and is nowhere in the text it replaces, empty when none is."""
    if not seen.rule.languages:
        return ""  # The rule knows no code, and takes characters away.
    edited = _edited(snapshot, edit).text
    # What one change takes away another may put elsewhere.
    old = "\n".join(snapshot.text[change.span.start : change.span.end] for change in edit.changes)
    for change in edit.changes:
        if _is_insertion(change):
            continue
        before = set(_NAME.findall(old))
        before |= set(_PARAMETER.findall(change.text))
        for name in _ROOT.findall(_STRING_OR_COMMENT.sub("", change.text)):
            if name in before or name in _ALWAYS_THERE or is_at_hand(name, snapshot.language, edited):
                continue
            return str(name)
    return ""
