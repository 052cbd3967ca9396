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
from omni_lsp.model.suppression import ignore_comment
from omni_lsp.model.text import Change, Edit, Snapshot, apply
from omni_lsp.ports.syntax import Syntax

_FIX_ALL = "fix all that can be fixed"
_REHEARSED = 8  # Fixes that are tried one by one before anybody asks for them.
_TRIALS = 24  # Scans that one request may cost at most, when not all of its fixes go together.
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
# Not behind a dot, and neither an argument's name nor the key of an object.
_ROOT = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$]*(?!\s*=[^=])(?!\s*:)(?![\w$])")
_STRING_OR_COMMENT = re.compile(r"""(["'`]).*?\1|(?:\#|//).*""")
_ALWAYS_THERE = frozenset({*dir(builtins), *keyword.kwlist, "true", "false", "null", "new", "throw"})


@dataclass(frozen=True, slots=True)
class _Fix:
    """What rules would make of a place, not tried yet, and the findings that must go by it.

    `parts` are the fixes it was merged from, the outer one first.
    """

    gone: tuple[Seen, ...]
    change: Change
    parts: "tuple[_Fix, ...]" = ()


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
        return edit

    async def fix_all(self, snapshot: Snapshot, wanted: Sequence[Seen], before: Sequence[Seen]) -> Edit:
        """As many fixes as hold together. Raises AgentValidationError when none does."""
        edits = await self._sight.fixes(snapshot, [one.match for one in wanted])
        fixes = [
            _Fix((one,), edit.changes[0])
            for one, edit in zip(wanted, edits, strict=True)
            if edit is not None and not _stranger(snapshot, edit, one)
        ]
        kept = await self._together(snapshot, _apart(snapshot.text, fixes), before)
        if not kept:
            raise AgentValidationError(_FIX_ALL, snapshot.name, "no fix holds")
        return _joined(snapshot, kept)

    async def refused(self, snapshot: Snapshot, wanted: Sequence[Seen], before: Sequence[Seen]) -> list[Seen]:
        """Those whose own fix does not hold; when not all hold together, only some of them are tried by themselves."""
        edits = await self._sight.fixes(snapshot, [one.match for one in wanted])
        pairs = list(zip(wanted, edits, strict=True))
        fixes = [_Fix((one,), edit.changes[0]) for one, edit in pairs if edit and not _stranger(snapshot, edit, one)]
        sound = {one.fingerprint for fix in fixes for one in fix.gone}
        refused = [one for one in wanted if one.fingerprint not in sound]
        together = _apart(snapshot.text, fixes)
        gone = [one for fix in together for one in fix.gone]
        if together and await self._flaw(snapshot, _joined(snapshot, together), gone, before):
            for fix in fixes[:_REHEARSED]:
                if await self._flaw(snapshot, _joined(snapshot, (fix,)), fix.gone, before):
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
    changes = sorted((fix.change for fix in fixes), key=lambda change: change.span)
    return Edit(snapshot.uri, snapshot.version, tuple(changes))


def _apart(text: str, fixes: Iterable[_Fix]) -> tuple[_Fix, ...]:
    """Fixes that do not overlap: one around others takes them up, or is left out where that cannot be."""
    chosen: list[_Fix] = []
    for fix in sorted(fixes, key=lambda fix: (fix.change.span.end, -fix.change.span.start)):
        first = len(chosen)
        while first and _overlap(chosen[first - 1], fix):
            first -= 1
        merged = _merged(text, fix, chosen[first:])
        if merged is not None:
            chosen[first:] = [merged]
    return tuple(chosen)


def _overlap(one: _Fix, other: _Fix) -> bool:
    return one.change.span.start < other.change.span.end and other.change.span.start < one.change.span.end


def _merged(text: str, outer: _Fix, inner: Sequence[_Fix]) -> _Fix | None:
    """One fix for all of them, `None` unless the outer one copies each of the others' places once, as it stands."""
    if not inner:
        return outer
    new = outer.change.text
    for fix in inner:
        span = fix.change.span
        old = text[span.start : span.end]
        if span.start < outer.change.span.start or new.count(old) != 1:
            return None
        new = new.replace(old, fix.change.text)
    gone = (*outer.gone, *(one for fix in inner for one in fix.gone))
    return _Fix(gone, Change(outer.change.span, new), (outer, *inner))


def _rules(keys: Counter[tuple[str, str]]) -> Counter[str]:
    return Counter(rule for rule, _ in keys.elements())


def _meets(seen: Seen, edit: Edit) -> bool:
    return any(seen.match.span.touches(change.span) for change in edit.changes)


def _stranger(snapshot: Snapshot, edit: Edit, seen: Seen) -> str:
    """A name that begins an expression in the new text and is nowhere in the text it replaces, empty when none is."""
    if not seen.rule.languages:
        return ""  # The rule knows no code, and takes characters away.
    for change in edit.changes:
        before = set(_NAME.findall(snapshot.text[change.span.start : change.span.end]))
        for name in _ROOT.findall(_STRING_OR_COMMENT.sub("", change.text)):
            if name not in before and name not in _ALWAYS_THERE:
                return str(name)
    return ""
