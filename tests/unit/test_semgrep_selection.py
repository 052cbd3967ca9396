"""A copy's name has just those rules look at it that can find something."""

from fnmatch import fnmatch
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from semgrep_samples import python, rule_file

from omni_lsp.adapters.semgrep.binary import find_engine
from omni_lsp.adapters.semgrep.core import Core, scan
from omni_lsp.adapters.semgrep.rules import load_rules
from omni_lsp.adapters.semgrep.selection import ALL, marks, paths
from omni_lsp.adapters.semgrep.targets import target_of

NAMES = st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=70, unique=True)


def is_for(name: str, rule: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in paths(rule)["include"])


@given(NAMES)
def test_a_name_is_for_each_of_its_rules(rules: list[str]) -> None:
    name = f"copy1{marks(rules)}.py"
    assert len(name) <= 255
    assert all(is_for(name, rule) for rule in rules)


@pytest.mark.parametrize("rules", [[], [f"r{number}" for number in range(400)]])
def test_more_than_a_name_can_hold_are_all(rules: list[str]) -> None:
    assert marks(rules) == ALL
    assert is_for(f"copy1{ALL}.py", "any.rule")


def test_others_are_left_out() -> None:
    assert not is_for(f"copy1{marks(['py.weak-hash'])}.py", "py.sql-injection")


async def test_the_engine_goes_by_it(tmp_path: Path) -> None:
    engine = find_engine()
    assert engine is not None
    compiled = await load_rules([rule_file(tmp_path)], tmp_path / "cache", engine)
    target = target_of(python("hashlib.md5(x)"))
    assert target is not None
    chosen = compiled.everything.selected(target)
    assert chosen is not None
    assert chosen.marks != ALL
    elsewhere = type(target)(
        target.name, target.ending, target.analyzer, target.text, target.canary_line, marks(["no"])
    )
    report = await scan(Core(engine, compiled.everything.path), [target, chosen, elsewhere])
    assert [len(answer.matches) for answer in report.answers] == [1, 1, 0]
    assert [answer.error for answer in report.answers] == [None, None, None]
