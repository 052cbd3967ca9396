"""Semgrep as a `RuleEngine`, by the method that the user chose; typed errors where that fails."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from omni_lsp.adapters.pool import Limits, Use
from omni_lsp.adapters.semgrep import batch, core
from omni_lsp.adapters.semgrep.child import RULE_SECONDS, WarmChild, start
from omni_lsp.adapters.semgrep.fixes import rewritten
from omni_lsp.adapters.semgrep.methods import Method, Program, find_program, missing
from omni_lsp.adapters.semgrep.new_functions import only_new
from omni_lsp.adapters.semgrep.places import RawMatch, located
from omni_lsp.adapters.semgrep.quarantine import Quarantine
from omni_lsp.adapters.semgrep.rulefile import ParsedRule
from omni_lsp.adapters.semgrep.rules import CompiledRules, RulePack, load_rules
from omni_lsp.adapters.semgrep.selection import marks
from omni_lsp.adapters.semgrep.targets import Target, simplified_of, target_of
from omni_lsp.adapters.semgrep.trouble import trouble
from omni_lsp.adapters.semgrep.warm import Warm
from omni_lsp.adapters.semgrep.workspace import sweep
from omni_lsp.model.errors import (
    AgentError,
    AgentFatalError,
    AgentTimeoutError,
    AgentTransientError,
    AgentValidationError,
)
from omni_lsp.model.finding import Related
from omni_lsp.model.leftout import LeftOut
from omni_lsp.model.text import Edit, Snapshot
from omni_lsp.ports.engine import Match, Pack, Ruleset, Scan

log = logging.getLogger(__name__)

_INLINE_BYTES = 30_000
_REMEMBERED = 8
"""Documents whose last whole scan is remembered."""
_LONG_SECONDS = 0.15
"""For a whole scan, above which it is worth the while to look at what is new before."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """`sources` are rule files and folders, the bundled one first; `cache_dir` holds what is compiled from them.

    `binary` is the program a user named for the `method`. Warm processes are held within `limits`; a run over many files
    looks at `jobs` of them side by side. `used` hears of each use of a process, `late` of one that is ready when those who
    waited for it have given up.
    `clock` counts seconds and never goes back.
    """

    sources: tuple[Path, ...]
    cache_dir: Path
    binary: Path | None = None
    limits: Limits = field(default_factory=lambda: Limits(2))
    jobs: int = 1
    method: Method = Method.AUTO
    used: Callable[[Use], None] = lambda _: None
    late: Callable[[], None] = lambda: None
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class _Ready:
    """An engine with its rules."""

    program: Program
    rules: CompiledRules
    warm: Warm

    def core(self, pack: RulePack, targets: Iterable[Target] | None = None) -> core.Core:
        """A run with all rules of a pack, or with those alone that look at these copies."""
        rules = pack.path if targets is None else pack.text_for(targets)
        return core.Core(self.program.path, rules, pack.analyzers, front=self.program.front)


@dataclass(frozen=True, slots=True)
class _Detailed:
    """What some rules found in a copy, with all that the engine tells of it."""

    target: Target
    rules: frozenset[str]
    matches: tuple[RawMatch, ...]


@dataclass(frozen=True, slots=True)
class _Whole:
    """The text that the deep pack has looked at, and how long it took."""

    text: bytes
    seconds: float


class SemgrepEngine:
    """Rules are loaded by the first scan, or by `load` or `warm_up` before it; `close` it in the end."""

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._loading = asyncio.Lock()
        self._is_swept = False
        self._ready: _Ready | None = None
        self._rules = CompiledRules()
        self._answers: dict[Target, core.Answer] = {}
        self._quarantine = Quarantine(RULE_SECONDS)
        self._broken = ""
        # The last that was told in detail: flows and fixes of the same matches come from one run.
        self._detailed: _Detailed | None = None
        self._wholes: OrderedDict[str, _Whole] = OrderedDict()

    @property
    def ruleset(self) -> Ruleset:
        """The rules in force, none before they are loaded."""
        return self._rules.ruleset

    @property
    def packs(self) -> Sequence[Pack]:
        return tuple(Pack) if self._options.method.is_warm else ()

    @property
    def trouble(self) -> str:
        """What it cannot do as it should, as far as that has shown, in words for people; empty for nothing."""
        warm = self._ready.warm if self._ready is not None else None
        return self._broken or trouble(self._options.method, warm, self.left_out)

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """Rules that were too slow on several files since the rules were read: they do not run any more."""
        return tuple(self._quarantine.rules.values())

    @property
    def rule_files(self) -> Mapping[str, Path]:
        """The files that the rules in force are in, by rule id."""
        return self._rules.files

    async def load(self) -> Ruleset:
        """The rules, also without an engine; they are then as written, not as it judged them. Raises AgentError."""
        if find_program(self._options.method, self._options.binary) is not None:
            return (await self._prepared("rules")).rules.ruleset
        async with self._loading:
            self._rules = await self._compiled(None)
        return self._rules.ruleset

    async def typing(self) -> Sequence[ParsedRule]:
        """Those of the rules in force that have a form for unsaved text, loaded if none are yet. Raises AgentError."""
        if not self._rules.ruleset.digest:
            await self.load()
        return self._rules.typing

    async def reload(self) -> Ruleset:
        """Reads the rule files again; scans under way end with the rules they began with. Raises AgentError."""
        self._quarantine = Quarantine(RULE_SECONDS)
        self._detailed = None
        await self._retire()
        return await self.load()

    async def warm_up(self) -> None:
        """Has the rules ready. Raises AgentError."""
        await self._prepared("rules")

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        """Matches in document order, suppressed ones included. Raises AgentError."""
        target = target_of(snapshot)
        if target is None:
            return Scan()
        ready = await self._prepared(snapshot.name)
        if target in self._answers:
            return _judged(ready.rules, snapshot, self._answers.pop(target))
        if pack is None and self._options.method.is_warm:
            return _joined([await self._scanned(ready, snapshot, target, each) for each in Pack])
        return await self._scanned(ready, snapshot, target, pack)

    async def new(self, snapshot: Snapshot) -> Scan:
        """What the deep pack finds in functions that are new since it looked at the whole document. Raises AgentError.

        Nothing where the whole takes no time, or where a warm engine cannot tell.
        """
        whole = self._wholes.get(snapshot.uri)
        target = target_of(snapshot) if whole is not None and whole.seconds > _LONG_SECONDS else None
        if whole is None or target is None or target.text == whole.text:
            return Scan()
        ready = await self._prepared(snapshot.name)
        rules = ready.rules.pack(target)
        text = await asyncio.to_thread(only_new, snapshot.language, target.text, whole.text)
        copy = _copy(rules, replace(target, text=text), snapshot.language, Pack.DEEP) if rules and text else None
        found = await self._warmly(ready, rules, copy) if rules and copy else None
        return _judged(ready.rules, snapshot, core.Answer(found)) if found else Scan()

    async def prepare(self, snapshots: Sequence[Snapshot], rule_seconds: float) -> None:
        """Looks at many at once; the next `scan` of each answers from that, with the same findings and errors.

        `rule_seconds` bounds each rule on each file. Raises AgentFatalError without an engine.
        """
        ready = await self._prepared(f"{len(snapshots)} files")
        rules = ready.rules.everything
        targets = {target: each.language for each in snapshots if (target := _possible(each)) is not None}
        chosen = await asyncio.to_thread(lambda: {target: rules.selected(target) for target in targets})
        relevant = {target: each for target, each in chosen.items() if each is not None}
        simple = await asyncio.to_thread(lambda: [simplified_of(relevant[each], targets[each]) for each in relevant])
        self._answers |= dict.fromkeys(targets, core.Answer())
        if relevant:
            how = await asyncio.to_thread(ready.core, rules, relevant.values())
            how = replace(how, jobs=self._options.jobs, rule_seconds=rule_seconds)
            self._answers |= dict(zip(relevant, await batch.answers(how, simple), strict=True))

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        """The rules' own rewriting of each match, `None` where there is none: one run for all. Raises AgentError."""
        details = await self._details(snapshot, matches)
        return rewritten(snapshot, matches, details, self._rules.recipes)

    async def flows(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[tuple[Related, ...]]:
        """The way of the data to each match of a rule that follows it: one run for all. Raises AgentError."""
        found = [located(snapshot, raw) for raw in await self._details(snapshot, matches)]
        known = {(one.rule, one.span): one.flow for one in reversed(found)}
        return [known.get((match.rule, match.span), ()) for match in matches]

    async def timings(self, snapshots: Sequence[Snapshot]) -> dict[str, float]:
        """Seconds of matching by rule id over all of them, measured one file at a time. Raises AgentError."""
        ready = await self._prepared(f"{len(snapshots)} files")
        targets = [target for target in map(target_of, snapshots) if target is not None]
        report = await core.scan(replace(ready.core(ready.rules.everything), is_timed=True), targets)
        return {rule: report.seconds.get(rule, 0.0) for rule in ready.rules.ruleset.rules}

    async def too_slow(self, snapshots: Sequence[Snapshot]) -> Mapping[str, Sequence[str]]:
        """The rules that take longer than they may on any of these, with the names of those files. Raises AgentError."""
        ready = await self._prepared(f"{len(snapshots)} files")
        targets = [target for target in map(target_of, snapshots) if target is not None]
        how = replace(ready.core(ready.rules.everything), rule_seconds=float(RULE_SECONDS), slow_rules=0)
        found: dict[str, list[str]] = {}
        for target, answer in zip(targets, await batch.answers(how, targets), strict=True):
            for rule in answer.too_slow:
                found.setdefault(rule, []).append(target.name)
        return found

    async def close(self) -> None:
        """Ends all processes, scans under way too, and removes their copies."""
        ready, self._ready = self._ready, None
        if ready is not None:
            await ready.warm.close()

    async def _retire(self) -> None:
        ready, self._ready = self._ready, None
        if ready is not None:
            await ready.warm.retire()

    async def _prepared(self, name: str) -> _Ready:
        """Raises AgentFatalError without an engine, AgentError when it cannot judge the rules."""
        options = self._options
        program = find_program(options.method, options.binary)
        if program is None:
            self._broken = missing(options.method, options.binary)
            raise AgentFatalError(core.TRIED, name, self._broken)
        async with self._loading:
            if not self._is_swept:
                # What servers left behind that were killed.
                self._is_swept = True
                await asyncio.to_thread(sweep)
            if self._ready is None or self._ready.program != program:
                await self._retire()
                try:
                    self._rules = await self._compiled(program)
                except AgentError as error:
                    self._broken = str(error)
                    raise
                begin = partial(_started, program.path, self._rules)
                warm = Warm(begin, options.limits, options.used, options.clock, options.late)
                self._ready = _Ready(program, self._rules, warm)
            self._broken = ""
            return self._ready

    async def _compiled(self, program: Program | None) -> CompiledRules:
        folder = self._options.cache_dir
        try:
            binary, front = (program.path, program.front) if program else (None, core.SEMGREP_CORE)
            return await load_rules(self._options.sources, folder, binary, self._quarantine.rules, front)
        except OSError as error:
            raise AgentFatalError("keep compiled rules", str(folder), str(error)) from error

    async def _details(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[RawMatch]:
        """What the rules of matches find that have more to tell than a place: one run for all. Raises AgentError."""
        known = self._rules.ruleset.rules
        rules = frozenset(match.rule for match in matches if match.rule in known)
        telling = frozenset(rule for rule in rules if self._rules.has_details(known[rule]))
        target = target_of(snapshot) if telling else None
        if target is None:
            return ()
        ready = await self._prepared(snapshot.name)
        if self._detailed is None or self._detailed.target != target or not telling <= self._detailed.rules:
            copy = replace(target, marks=marks(telling))
            answer = await _one(ready.core(ready.rules.everything, [copy]), copy)
            if answer.error is not None:
                raise answer.error
            self._detailed = _Detailed(target, telling, answer.matches)
        return self._detailed.matches

    async def _scanned(self, ready: _Ready, snapshot: Snapshot, target: Target, pack: Pack | None) -> Scan:
        rules = ready.rules.everything if pack is None else ready.rules.pack(target)
        if rules is None:
            return Scan()
        copy = await _off_the_loop(target, lambda: _copy(rules, target, snapshot.language, pack))
        if copy is None:
            return Scan()
        if self._options.method.is_warm:
            begun = self._options.clock()
            found = await self._warmly(ready, rules, copy)
            if found is not None:
                if pack is Pack.DEEP:
                    self._remember(snapshot.uri, _Whole(target.text, self._options.clock() - begun))
                return _judged(ready.rules, snapshot, core.Answer(found))
        return _judged(ready.rules, snapshot, await self._cold(ready, rules, copy))

    def _remember(self, uri: str, whole: _Whole) -> None:
        self._wholes[uri] = whole
        self._wholes.move_to_end(uri)
        while len(self._wholes) > _REMEMBERED:
            self._wholes.popitem(last=False)

    async def _warmly(self, ready: _Ready, rules: RulePack, target: Target) -> tuple[RawMatch, ...] | None:
        """`None` when another run has to tell. Raises AgentError."""
        try:
            return await ready.warm.scan(rules.path, target)
        except AgentTransientError:
            if self._options.method is Method.WARM:
                raise
            return None

    async def _cold(self, ready: _Ready, rules: RulePack, target: Target) -> core.Answer:
        """A run of its own, which tells which rules were too slow."""
        how = replace(ready.core(rules, [target]), rule_seconds=float(RULE_SECONDS))
        answer = await _one(how, target)
        left_out = self._quarantine.note(answer.too_slow, target.name, ready.rules.user_files)
        for one in left_out:
            log.warning("%s", one.message)
        if left_out and self._ready is ready:
            await self._retire()
        return answer


async def _started(binary: Path, rules: CompiledRules, path: Path) -> WarmChild:
    """A warm engine with the rules of a file, which is written again where somebody removed it. Raises AgentError."""
    try:
        await asyncio.to_thread(rules.put_back, path)
    except OSError as error:
        # Not fatal: a run of its own gets its rules in another way.
        raise AgentTransientError("keep compiled rules", path.name, error.strerror or str(error)) from error
    return await start(binary, path)


async def _one(how: core.Core, target: Target) -> core.Answer:
    """Raises AgentError."""
    (answer,) = (await core.insist(how, (target,))).answers
    return answer


async def _off_the_loop(target: Target, function: Callable[[], T]) -> T:
    return function() if len(target.text) < _INLINE_BYTES else await asyncio.to_thread(function)


def _copy(rules: RulePack, target: Target, language: str, pack: Pack | None) -> Target | None:
    chosen = rules.selected(target, pack)
    return None if chosen is None else simplified_of(chosen, language)


def _possible(snapshot: Snapshot) -> Target | None:
    """`None` also for what is too large or no text: a scan says that in its own time."""
    try:
        return target_of(snapshot)
    except AgentValidationError:
        return None


def _judged(rules: CompiledRules, snapshot: Snapshot, answer: core.Answer) -> Scan:
    """Matches each once, without what a rule's own paths leave out. Raises AgentError."""
    if answer.error is not None and not isinstance(answer.error, AgentTimeoutError):
        raise answer.error
    found: Iterable[RawMatch] = answer.matches
    matches = {located(snapshot, raw): None for raw in found if rules.applies(raw.rule, snapshot.name)}
    return Scan(tuple(sorted(matches, key=_place)), answer.too_slow)


def _joined(scans: Sequence[Scan]) -> Scan:
    matches = sorted({match for scan in scans for match in scan.matches}, key=_place)
    return Scan(tuple(matches), tuple(rule for scan in scans for rule in scan.too_slow))


def _place(match: Match) -> tuple[object, ...]:
    return (match.span, match.rule)
