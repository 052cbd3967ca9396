"""Tests of rules: `ruleid:` and `ok:` comments in sample files say what must and must not be found below them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from omni_lsp.adapters.semgrep.engine import SemgrepEngine
from omni_lsp.config.plain_file import read_plain
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.engine import RuleEngine

_ANNOTATION = re.compile(r"^\s*(?:#|//|/\*|\{/\*)\s*(ruleid|ok)\s*:\s*([\w.-]+(?:\s*,\s*[\w.-]+)*)")

_RULE_SECONDS = 10.0
_MAX_BYTES = 1_000_000


class Place(NamedTuple):
    """A rule on a line, counted from 1."""

    line: int
    rule: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a sample file says must be found, what of it was not, and what was found beside it, in document order."""

    path: Path
    expected: tuple[Place, ...]
    missing: tuple[Place, ...]
    unexpected: tuple[Place, ...]

    @property
    def has_passed(self) -> bool:
        return not self.missing and not self.unexpected


async def look_ahead(engine: SemgrepEngine, paths: Sequence[Path]) -> None:
    """Has the engine look at all files at once, for those who ask about each next: a third of the time for hundreds.

    Raises AgentError, and OSError or UnicodeError for a file that cannot be read.
    """
    await engine.prepare([_snapshot(path) for path in paths], _RULE_SECONDS)


async def run_annotations(engine: RuleEngine, paths: Sequence[Path]) -> tuple[CaseResult, ...]:
    """One result a file; a rule that a file does not name may find what it likes there.

    Raises AgentError, and OSError or UnicodeError for a file that cannot be read.
    """
    return tuple([await _result(engine, path) for path in paths])


async def rule_timings(engine: SemgrepEngine, paths: Sequence[Path]) -> dict[str, float]:
    """Milliseconds of matching by rule id over all files, the slowest first.

    Raises AgentError, and OSError or UnicodeError for a file that cannot be read.
    """
    seconds = await engine.timings([_snapshot(path) for path in paths])
    return {rule: 1000 * spent for rule, spent in sorted(seconds.items(), key=lambda item: (-item[1], item[0]))}


async def _result(engine: RuleEngine, path: Path) -> CaseResult:
    snapshot = _snapshot(path)
    expected, named = _annotations(snapshot)
    lines = snapshot.lines
    found = {
        Place(lines.position(match.span.start).line + 1, match.rule) for match in (await engine.scan(snapshot)).matches
    }
    return CaseResult(
        path,
        tuple(sorted(expected)),
        tuple(sorted(expected - found)),
        tuple(sorted(place for place in found - expected if place.rule in named)),
    )


def _annotations(snapshot: Snapshot) -> tuple[set[Place], set[str]]:
    """What must be found, and every rule that is named; an annotation speaks of the next line that is none."""
    expected: set[Place] = set()
    named: set[str] = set()
    waiting: set[str] = set()
    for line in range(len(snapshot.lines)):
        match = _ANNOTATION.match(snapshot.lines.text(line))
        if match is None:
            expected |= {Place(line + 1, rule) for rule in waiting}
            waiting = set()
            continue
        rules = set(re.split(r"\s*,\s*", match[2]))
        named |= rules
        if match[1] == "ruleid":
            waiting |= rules
    return expected, named


def _snapshot(path: Path) -> Snapshot:
    # Decoded by hand, as reading as text would change line ends.
    text = read_plain(path, _MAX_BYTES).decode("utf-8")
    return Snapshot(path.absolute().as_uri(), None, language_of(path), text, path)
