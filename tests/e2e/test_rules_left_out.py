"""A rule that is given up is said: in a message, on the rule, and where it happened."""

from pathlib import Path

import pytest

from conftest import Launch
from editor import Start

SLOW = """rules:
  - id: mine.slow
    languages: [python]
    severity: INFO
    message: m
    pattern: f(..., $A, ..., $B, ..., $C, ..., $D, ...) == 1
"""
NUMBERS = ", ".join(map(str, range(400)))


@pytest.mark.timeout(60)
async def test_a_rule_that_is_given_up_is_said_where_it_can_be_mended(launch: Launch, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(SLOW, "utf-8")
    root = tmp_path / "root"
    root.mkdir()
    editor = await launch(Start((root,), options={"security": {"rules": [str(rules)]}}))
    own = await editor.open(rules, "yaml")
    for number in range(3):
        path = root / f"sample{number}.py"
        path.write_text(f"x = {number}\nf({NUMBERS}) == 2\n", "utf-8")
        document = await editor.open(path)
        await editor.ran(document)
        await editor.saved(document)
    await editor.shows(document, lambda shown: any(one.code == "omni.rule-left-out" for one in shown))
    await editor.shows(own, lambda shown: any(one.code == "omni.rule-left-out" for one in shown))
    (on_rule,) = (one for one in editor.shown(own) if one.code == "omni.rule-left-out")
    assert editor.excerpt(own, on_rule.range) == "mine.slow"
    assert sum("mine.slow" in message.message and "left out" in message.message for message in editor.messages) == 1
