"""Semgrep as a `RuleEngine`: warm children first, a run of `semgrep-core` when they fail, typed errors when that fails."""

import asyncio
import logging
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.adapters.semgrep import batch, child, core
from omni_lsp.adapters.semgrep.binary import find_engine
from omni_lsp.adapters.semgrep.breaker import Breaker
from omni_lsp.adapters.semgrep.places import RawMatch, located
from omni_lsp.adapters.semgrep.pool import Pool
from omni_lsp.adapters.semgrep.rules import CompiledRules, load_rules
from omni_lsp.adapters.semgrep.targets import Target, target_of
from omni_lsp.adapters.semgrep.workspace import sweep
from omni_lsp.model.errors import AgentFatalError, AgentTransientError, AgentValidationError
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.ports import Match, Ruleset

log = logging.getLogger(__name__)

_ATTEMPTS = 2
_INLINE_BYTES = 30_000
_LONG_STRINGS = ('"""', "'''", "`")


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """`sources` are rule files and folders, the bundled one first; `cache_dir` holds what is compiled from them.

    `binary` is the engine a user named; `size` is how many warm children may live, none when `is_warm` is off.
    `clock` counts seconds and never goes back.
    """

    sources: tuple[Path, ...]
    cache_dir: Path
    binary: Path | None = None
    size: int = 1
    # What a child needs, another name for the same program, was tried on POSIX only.
    is_warm: bool = sys.platform != "win32"
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class _Ready:
    """An engine with its rules."""

    binary: Path
    rules: CompiledRules
    pool: Pool

    @property
    def core(self) -> core.Core:
        return core.Core(self.binary, self.rules.path, self.rules.analyzers)


class SemgrepEngine:
    """Rules are loaded by the first scan, or by `load` or `warm_up` before it; `close` it in the end."""

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._loading = asyncio.Lock()
        self._ready: _Ready | None = None
        self._ruleset = Ruleset()
        self._breaker = Breaker(options.clock)
        self._answers: dict[Target, core.Answer] = {}

    @property
    def ruleset(self) -> Ruleset:
        """The rules in force, none before they are loaded."""
        return self._ruleset

    async def load(self) -> Ruleset:
        """The rules, also without an engine; they are then as written, not as it judged them. Raises AgentError."""
        if find_engine(self._options.binary) is not None:
            return (await self._prepared("rules")).rules.ruleset
        self._ruleset = (await self._compiled(None)).ruleset
        return self._ruleset

    async def reload(self) -> Ruleset:
        """Reads the rule files again; scans under way end with the rules they began with. Raises AgentError."""
        await self._retire()
        return await self.load()

    async def warm_up(self) -> None:
        """Has a child ready, and removes what killed servers left behind. Raises AgentError."""
        await asyncio.to_thread(sweep)
        ready = await self._prepared("rules")
        if self._options.is_warm:
            await ready.pool.warm_up()

    async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
        """Matches in document order, suppressed ones included. Raises AgentError."""
        target = target_of(snapshot)
        if target is None:
            return ()
        ready = await self._prepared(snapshot.name)
        answer = self._answers.pop(target, None)
        if answer is None:
            is_relevant = await _off_the_loop(len(target.text), lambda: ready.rules.can_match(target))
            return _judged(ready.rules, snapshot, await self._scanned(ready, target)) if is_relevant else ()
        if answer.error is not None:
            raise answer.error
        return _judged(ready.rules, snapshot, answer.matches)

    async def prepare(self, snapshots: Sequence[Snapshot], rule_seconds: float) -> None:
        """Looks at many at once; the next `scan` of each answers from that, with the same findings and errors.

        `rule_seconds` bounds each rule on each file. Raises AgentFatalError without an engine.
        """
        ready = await self._prepared(f"{len(snapshots)} files")
        targets = [target for target in map(_possible, snapshots) if target is not None]
        relevant = await asyncio.to_thread(lambda: [target for target in targets if ready.rules.can_match(target)])
        self._answers |= dict.fromkeys(targets, core.Answer())
        how = replace(ready.core, jobs=self._options.size, rule_seconds=rule_seconds)
        if relevant:
            self._answers |= dict(zip(relevant, await batch.answers(how, relevant), strict=True))

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        """The rules' own rewriting of each match, `None` where there is none: one run for all. Raises AgentError."""
        rules = self._ruleset.rules
        is_hopeful = any(match.rule in rules and rules[match.rule].fixable for match in matches)
        target = target_of(snapshot) if is_hopeful else None
        if target is None:
            return (None,) * len(matches)
        ready = await self._prepared(snapshot.name)
        rewritten: dict[tuple[str, Span], str] = {}
        for raw in await _one(ready.core, target):
            if raw.fix is not None:
                found = located(snapshot, raw)
                rewritten.setdefault((found.rule, found.span), raw.fix)
        texts = (rewritten.get((match.rule, match.span)) for match in matches)
        return tuple(
            None if text is None else _edit(snapshot, match.span, text)
            for match, text in zip(matches, texts, strict=True)
        )

    async def timings(self, snapshots: Sequence[Snapshot]) -> dict[str, float]:
        """Seconds of matching by rule id over all of them, measured one file at a time. Raises AgentError."""
        ready = await self._prepared(f"{len(snapshots)} files")
        targets = [target for target in map(target_of, snapshots) if target is not None]
        report = await core.scan(replace(ready.core, is_timed=True), targets)
        return {rule: report.seconds.get(rule, 0.0) for rule in ready.rules.ruleset.rules}

    async def close(self) -> None:
        """Ends all children, scans under way too, and removes their copies."""
        ready, self._ready = self._ready, None
        if ready is not None:
            await ready.pool.close()

    async def _retire(self) -> None:
        ready, self._ready = self._ready, None
        if ready is not None:
            await ready.pool.retire()

    async def _prepared(self, name: str) -> _Ready:
        """Raises AgentFatalError without an engine, AgentError when it cannot judge the rules."""
        binary = find_engine(self._options.binary)
        if binary is None:
            raise AgentFatalError(core.TRIED, name, _missing(self._options.binary))
        async with self._loading:
            if self._ready is None or self._ready.binary != binary:
                await self._retire()
                rules = await self._compiled(binary)
                pool = Pool(lambda: child.start(binary, rules.path), self._options.size, self._heed)
                self._ready = _Ready(binary, rules, pool)
                self._ruleset = rules.ruleset
            return self._ready

    async def _compiled(self, binary: Path | None) -> CompiledRules:
        folder = self._options.cache_dir
        try:
            return await load_rules(self._options.sources, folder, binary)
        except OSError as error:
            raise AgentFatalError("keep compiled rules", str(folder), str(error)) from error

    async def _scanned(self, ready: _Ready, target: Target) -> Iterable[RawMatch]:
        for _ in range(_ATTEMPTS if self._options.is_warm else 0):
            if self._breaker.is_open:
                break
            try:
                found = await ready.pool.scan(target)
            except AgentTransientError:
                continue
            if found is not None:
                return found
            break
        return await _one(ready.core, target)

    def _heed(self, error: AgentTransientError) -> None:
        log.warning("the warm engine failed: %s", error)
        if self._breaker.failed():
            log.warning("the warm engine keeps failing: each scan starts its own for a minute")


async def _one(how: core.Core, target: Target) -> tuple[RawMatch, ...]:
    """Raises AgentError."""
    (answer,) = (await core.scan(how, (target,))).answers
    if answer.error is not None:
        raise answer.error
    return answer.matches


async def _off_the_loop(size: int, function: Callable[[], bool]) -> bool:
    return function() if size < _INLINE_BYTES else await asyncio.to_thread(function)


def _possible(snapshot: Snapshot) -> Target | None:
    """`None` also for what is too large or no text: a scan says that in its own time."""
    try:
        return target_of(snapshot)
    except AgentValidationError:
        return None


def _judged(rules: CompiledRules, snapshot: Snapshot, found: Iterable[RawMatch]) -> tuple[Match, ...]:
    """In code points, in document order, without what a rule's own paths leave out."""
    matches = {located(snapshot, raw): None for raw in found if rules.applies(raw.rule, snapshot.name)}
    return tuple(sorted(matches, key=lambda match: (match.span, match.rule)))


def _edit(snapshot: Snapshot, span: Span, fix: str) -> Edit | None:
    # The engine indents anew the lines it copies, which inside a string would change what the program does.
    if "\n" in fix and any(quote in snapshot.text[span.start : span.end] for quote in _LONG_STRINGS):
        return None
    change = Change(span, fix.replace("\n", _line_end(snapshot.text)))
    return Edit(snapshot.uri, snapshot.version, (change,))


def _line_end(text: str) -> str:
    """The line end of the first line; the engine knows one kind only."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _missing(explicit: Path | None) -> str:
    what = str(explicit) if explicit is not None else "semgrep-core"
    return f"{what} not found; install it with `pip install semgrep` or set omni.security.engine_path"
