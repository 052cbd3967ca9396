"""What the security agent sees in a text: matches of the engine and of the quick matchers that nobody ignored."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from omni_lsp.model.errors import AgentError
from omni_lsp.model.finding import Related, Rule, fingerprints
from omni_lsp.model.ignore_problems import Problem, Scanned, problems
from omni_lsp.model.leftout import LeftOut
from omni_lsp.model.suppression import Suppression, comments, suppressions
from omni_lsp.model.text import Edit, Snapshot, Span
from omni_lsp.ports.engine import Foresees, LeavesOut, Match, Matcher, Pack, Rewrites, RuleEngine, Scan, Traces


@dataclass(frozen=True, slots=True)
class Seen:
    """A match that nobody chose to ignore; `quick` when a quick matcher finds it too.

    `key` is the rule and its text without white space, which tells it from others when the code around it changes.
    """

    match: Match
    rule: Rule
    fingerprint: str
    key: tuple[str, str]
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Matches that count, and those that a comment ignores, each with it; both in document order."""

    seen: tuple[Seen, ...] = ()
    ignored: tuple[tuple[Seen, Suppression], ...] = ()


class Sight:
    """An engine, which finds everything and takes its time, and matchers that do not.

    `today` decides which comments still count; `others` are the rules that only other agents have.
    """

    def __init__(
        self,
        engine: RuleEngine,
        quick: Sequence[Matcher] = (),
        today: Callable[[], date] = lambda: date.min,
        others: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._engine = engine
        self._matchers = quick
        self._today = today
        self._others = others
        self._last: tuple[tuple[object, ...], Sequence[Match]] | None = None
        self._whole: tuple[tuple[object, ...], Sequence[Match]] | None = None

    @property
    def packs(self) -> Sequence[Pack]:
        return self._engine.packs

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Those in force now; they may have been read anew since a scan."""
        known = dict(self._engine.ruleset.rules)
        for matcher in self._matchers:
            known |= matcher.ruleset.rules
        return known

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """Rules that the engine gave up on."""
        return self._engine.left_out if isinstance(self._engine, LeavesOut) else ()

    async def quick(self, snapshot: Snapshot) -> Sequence[Match]:
        """Remembered for the save after the pause in typing. Raises AgentError."""
        case = _case(snapshot, self._matchers)
        if self._last is not None and self._last[0] == case:
            return self._last[1]
        found = [match for matcher in self._matchers for match in await matcher.scan(snapshot)]
        self._last = (case, found)
        return found

    async def slow(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        """Raises AgentError."""
        return await self._engine.scan(snapshot, pack)

    async def new(self, snapshot: Snapshot) -> Sequence[Match]:
        """Some of what the deep pack is going to find, long before."""
        if not isinstance(self._engine, Foresees):
            return ()
        try:
            return (await self._engine.new(snapshot)).matches
        except AgentError:
            return ()  # The scan of the whole, which follows, has the same to say, and to the user.

    def remember(self, snapshot: Snapshot, slow: Sequence[Match]) -> None:
        """All that the engine finds in a text, for those who ask for `all` of it next."""
        self._whole = (_case(snapshot, (self._engine,)), slow)

    async def all(self, snapshot: Snapshot) -> list[Seen]:
        """In document order. Raises AgentError."""
        quick = await self.quick(snapshot)
        is_known = self._whole is not None and self._whole[0] == _case(snapshot, (self._engine,))
        slow = self._whole[1] if is_known and self._whole else (await self.slow(snapshot)).matches
        return self.seen(snapshot, quick, slow)

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> list[Edit | None]:
        """What each match's own rule would make of it, `None` where it has nothing to say. Raises AgentError."""
        found: list[Edit | None] = [None] * len(matches)
        sources: tuple[RuleEngine | Matcher, ...] = (self._engine, *self._matchers)
        for source in sources:
            mine = [number for number, match in enumerate(matches) if match.rule in source.ruleset.rules]
            if mine and isinstance(source, Rewrites):
                for number, edit in zip(mine, await source.fixes(snapshot, [matches[n] for n in mine]), strict=True):
                    found[number] = edit
        return found

    async def flows(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[tuple[Related, ...]]:
        """The way of the data to each match, empty where nobody can tell. Raises AgentError."""
        if not isinstance(self._engine, Traces):
            return [()] * len(matches)
        return await self._engine.flows(snapshot, matches)

    def seen(self, snapshot: Snapshot, quick: Sequence[Match], slow: Iterable[Match] = ()) -> list[Seen]:
        """Matches that are not ignored, in document order; what both found counts once, as the engine has it."""
        return list(self.look(snapshot, quick, slow).seen)

    def problems(self, snapshot: Snapshot, look: Look, complete: Container[str]) -> tuple[Problem, ...]:
        """What is wrong with the comments; `complete` are the rules that were looked for to the end."""
        found = (one.match for one in (*look.seen, *(seen for seen, _ in look.ignored)))
        matches = [(match.rule, snapshot.lines.position(match.span.start).line) for match in found]
        known = {*self.rules, *self._others()}
        return problems(comments(snapshot.lines), self._today(), Scanned(known, complete, matches))

    def look(self, snapshot: Snapshot, quick: Sequence[Match], slow: Iterable[Match] = ()) -> Look:
        """Like `seen`, with what is ignored."""
        slow = self._untold(slow, quick)
        marked = [(match, any(_same(match, other) for other in quick)) for match in slow]
        marked += [(match, True) for match in quick if not any(_same(match, other) for other in slow)]
        if not marked:
            return Look()
        rules, lines = self.rules, snapshot.lines
        said = suppressions(lines, self._today())
        judged = [
            (match, is_quick, said.of(lines.position(match.span.start).line, match.rule))
            for match, is_quick in sorted(marked, key=lambda pair: (pair[0].span, pair[0].rule))
            if match.rule in rules
        ]
        # Ignored ones come last, so that the others keep their fingerprints.
        judged.sort(key=lambda each: each[2] is not None)
        texts = [(match.rule, snapshot.text[match.span.start : match.span.end]) for match, _, _ in judged]
        seen = [
            (Seen(match, rules[rule], mark, (rule, "".join(text.split())), is_quick), by)
            for (match, is_quick, by), mark, (rule, text) in zip(judged, fingerprints(texts), texts, strict=True)
        ]
        return Look(
            tuple(one for one, by in seen if by is None), tuple((one, by) for one, by in seen if by is not None)
        )

    def _untold(self, slow: Iterable[Match], quick: Sequence[Match]) -> list[Match]:
        """Without those whose weakness a matcher with rules of its own tells as well, and more exactly where."""
        own, rules = self._engine.ruleset.rules, self.rules
        exact = [(other.span, set(rules[other.rule].cwe)) for other in quick if other.rule not in own]
        return [
            match
            for match in slow
            if match.rule not in rules
            or all(
                span.start < match.span.start or match.span.end < span.end or cwe.isdisjoint(rules[match.rule].cwe)
                for span, cwe in exact
            )
        ]


def _case(snapshot: Snapshot, sources: Iterable[Matcher | RuleEngine]) -> tuple[object, ...]:
    """What decides what is found, as far as it can change."""
    rules = tuple(source.ruleset.digest for source in sources)
    return (snapshot.uri, snapshot.language, snapshot.digest, rules)


def _same(one: Match, other: Match) -> bool:
    return one.rule == other.rule and (one.span == other.span or _overlap(one.span, other.span))


def _overlap(one: Span, other: Span) -> bool:
    return max(one.start, other.start) < min(one.end, other.end)
