"""A rule that is too slow on three files is left out, and said so where somebody can do something about it."""

import os
from pathlib import Path

import pytest
from semgrep_samples import python, rule_file

from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.methods import Method
from omni_lsp.adapters.semgrep.quarantine import Quarantine
from omni_lsp.agents.security_left_out import RULE, left_out_findings
from omni_lsp.model.leftout import LeftOut
from omni_lsp.model.text import Snapshot

SLOW = """
rules:
  - {id: quick, languages: [python], severity: INFO, message: m, pattern: quick()}
  - {id: slow, languages: [python], severity: INFO, message: m, pattern: "f(..., $A, ..., $B, ..., $C, ..., $D, ...) == 1"}
"""
NUMBERS = ", ".join(map(str, range(400)))


def test_a_rule_is_left_out_after_three_files_and_told_once() -> None:
    quarantine = Quarantine(1.0)
    sources = {"a": Path("/rules/a.yaml")}
    for name in ("x.py", "x.py", "y.py"):
        assert quarantine.note(["a", "b"], name, sources) == ()
    first = LeftOut("a", ("x.py", "y.py", "b.py"), 1.0, sources["a"])
    assert quarantine.note(["a"], "b.py", sources) == (first,)
    assert quarantine.note(["a"], "z.py", sources) == ()
    assert quarantine.note(["b"], "z.py", sources) == (LeftOut("b", ("x.py", "y.py", "z.py"), 1.0),)
    assert list(quarantine.rules) == ["a", "b"]


@pytest.mark.thorough
@pytest.mark.skipif(os.name != "posix", reason="warm children are for POSIX")
@pytest.mark.parametrize("method", [Method.AUTO, Method.CORE])
async def test_the_engine_goes_on_without_it(tmp_path: Path, method: Method) -> None:
    path = rule_file(tmp_path, SLOW)
    engine = SemgrepEngine(EngineOptions((path,), tmp_path / "cache", method=method))
    for number in range(4):
        document = Snapshot(f"file:///{number}.py", 1, "python", f"quick()\nf({NUMBERS}) == {number + 2}\n")
        scan = await engine.scan(document)
        assert [match.rule for match in scan.matches] == ["quick"]
        assert scan.too_slow == (("slow",) if number < 3 else ())
    (one,) = engine.left_out
    assert (one.rule, one.source, len(one.files), one.files[-1]) == ("slow", path, 3, "file:///2.py")
    assert "slow" not in engine.ruleset.rules
    await engine.reload()
    assert engine.left_out == ()
    assert "slow" in engine.ruleset.rules
    await engine.close()


def test_it_is_said_on_the_rule_and_on_the_last_file(tmp_path: Path) -> None:
    source = rule_file(tmp_path, SLOW)
    left_out = [LeftOut("slow", ("a.py", "b.py", "file:///project/app.py"), 1.0, source)]
    (finding,) = left_out_findings(python("x = 1\ny = 2\n"), left_out, "security")
    assert (finding.rule, finding.agent, finding.span.start, finding.span.end) == (RULE, "security", 0, 5)
    assert "slow (in rules.yaml) took more than 1 s on a.py, b.py" in finding.message
    document = Snapshot(source.as_uri(), 1, "yaml", SLOW, source)
    (finding,) = left_out_findings(document, left_out, "security")
    assert SLOW[finding.span.start : finding.span.end] == "slow"
    assert SLOW[: finding.span.start].endswith("{id: ")
    elsewhere = Snapshot("file:///other.py", 1, "python", "x = 1\n")
    assert list(left_out_findings(elsewhere, left_out, "security")) == []


def test_a_rule_that_is_not_in_its_file_any_more_is_said_at_its_beginning(tmp_path: Path) -> None:
    source = rule_file(tmp_path, "rules: []\n")
    document = Snapshot(source.as_uri(), 1, "yaml", "rules: []\n", source)
    (finding,) = left_out_findings(document, [LeftOut("slow", ("a", "b", "c"), 1.0, source)], "security")
    assert (finding.span.start, finding.span.end) == (0, 9)
