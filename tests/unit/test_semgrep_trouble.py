"""What the engine says of itself when it cannot do as it should."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from semgrep_samples import python, rule_file

from omni_lsp.adapters.pool import Limits
from omni_lsp.adapters.semgrep.child import start
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.methods import Method
from omni_lsp.adapters.semgrep.trouble import trouble
from omni_lsp.adapters.semgrep.warm import Warm
from omni_lsp.model.errors import AgentFatalError, AgentTransientError
from omni_lsp.model.leftout import LeftOut


@dataclass
class Processes:
    is_resting: bool


def slow(*rules: str) -> list[LeftOut]:
    return [LeftOut(rule, ("a.py",), 2.0) for rule in rules]


@pytest.mark.parametrize(
    ("method", "warm", "left_out", "said"),
    [
        (Method.AUTO, None, [], ""),
        (Method.AUTO, Processes(is_resting=False), [], ""),
        (
            Method.AUTO,
            Processes(is_resting=True),
            [],
            "engine processes kept breaking and rest for a minute: each scan starts one of its own, which is slower",
        ),
        (
            Method.WARM,
            Processes(is_resting=True),
            [],
            "engine processes kept breaking and rest for a minute: no rules run",
        ),
        (Method.AUTO, None, slow("a"), "left out for taking too long: a"),
        (Method.AUTO, None, slow("a", "b", "c", "d", "e"), "left out for taking too long: a, b, c and 2 more"),
    ],
)
def test_it_is_said_in_words(method: Method, warm: Processes | None, left_out: list[LeftOut], said: str) -> None:
    assert trouble(method, warm, left_out) == said


async def test_an_engine_that_is_missing_is_known_when_it_was_looked_for(tmp_path: Path) -> None:
    missing = tmp_path / "no-such-engine"
    engine = SemgrepEngine(EngineOptions((rule_file(tmp_path),), tmp_path / "cache", missing))
    assert engine.trouble == ""
    with pytest.raises(AgentFatalError):
        await engine.scan(python("hashlib.md5(x)"))
    assert engine.trouble.startswith(f"{missing} not found")


async def test_rules_that_cannot_be_kept_are_told_until_they_can(tmp_path: Path) -> None:
    caches = tmp_path / "cache"
    caches.write_text("no folder")
    engine = SemgrepEngine(EngineOptions((rule_file(tmp_path),), caches))
    with pytest.raises(AgentFatalError):
        await engine.warm_up()
    assert engine.trouble.startswith("keep compiled rules on ")
    caches.unlink()
    await engine.warm_up()
    assert engine.trouble == ""
    await engine.close()


def test_processes_that_keep_breaking_rest_for_a_minute(tmp_path: Path) -> None:
    now = [100.0]
    warm = Warm(partial(start, tmp_path / "engine"), Limits(1), lambda _: None, lambda: now[0])
    for times in range(3):
        assert not warm.is_resting, times
        warm._heed(AgentTransientError("scan", "a.py", "it broke"))
    assert warm.is_resting
    now[0] += 61
    assert not warm.is_resting
