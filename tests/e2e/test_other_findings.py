"""Findings that need no rule engine: secrets, hidden text, licences, personal data, in any text file and as it is typed."""

from pathlib import Path

import pytest
from lsprotocol import types

from conftest import Launch
from editor import Editor, Start

KEY = "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYzzQkLLeexKEY\n"
# Made up; in two parts, so that nobody else's scanner takes it for one.
LIVE = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
HIDDEN = "# Rules\n\nBe kind.\u200b\u200b\n"
LOGGED = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef sent(user):\n    logger.info('to %s', user.email)\n"


def _codes(shown: list[types.Diagnostic]) -> list[object]:
    return [one.code for one in shown]


async def _preferred(editor: Editor, path: Path, language: str, rule: str) -> str:
    """The text once the preferred fix of a finding is taken."""
    document = await editor.open(path, language)
    shown = await editor.shows(document, lambda shown: rule in _codes(shown))
    found = next(one for one in shown if one.code == rule)
    fix = next(action for action in await editor.actions(document, found) if action.is_preferred)
    await editor.fix(document, fix)
    await editor.shows(document, lambda shown: rule not in _codes(shown))
    return document.text


async def test_a_secret_is_told_as_it_is_typed_and_never_repeated(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DEBUG=0\n")
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(tmp_path / ".env", "dotenv")
    await editor.ran(document)
    editor.rewrite(document, KEY)
    (found,) = await editor.shows(document, lambda shown: _codes(shown) == ["secret.aws"])
    assert editor.excerpt(document, found.range) == KEY.strip().partition("=")[2]
    hover = await editor.hover(document, KEY.index("wJal"))
    assert hover is not None
    assert "wJalrXUtn" not in f"{found.message}{hover}"
    assert "V13.3.1" in hover


async def test_what_assistants_read_and_people_do_not_see_is_taken_out(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "AGENTS.md").write_text(HIDDEN)
    editor = await launch(Start((tmp_path,)))
    text = await _preferred(editor, tmp_path / "AGENTS.md", "markdown", "assistant.invisible-characters")
    assert text == HIDDEN.replace("\u200b", "")


async def test_a_policy_counts_once_it_is_saved_and_its_mistakes_are_shown(launch: Launch, tmp_path: Path) -> None:
    policy = tmp_path / ".omni" / "policy.yaml"
    policy.parent.mkdir()
    policy.write_text("version: 1\n")
    (tmp_path / "a.py").write_text(LOGGED)
    editor = await launch(Start((tmp_path,), options={"trust": True}))
    code = await editor.open(tmp_path / "a.py")
    (found,) = await editor.shows(code, lambda shown: _codes(shown) == ["personal-data.in-log"])
    assert found.severity is types.DiagnosticSeverity.Warning
    document = await editor.open(policy, "yaml")
    editor.rewrite(document, "version: 1\nduties: {personal-data: loud}\n")
    (wrong,) = await editor.shows(document, lambda shown: _codes(shown) == ["compliance.policy"])
    assert editor.excerpt(document, wrong.range) == "loud"
    editor.rewrite(document, "version: 1\nduties: {personal-data: error}\n")
    policy.write_text(document.text)
    editor.save(document)
    error = types.DiagnosticSeverity.Error
    await editor.shows(code, lambda shown: [one.severity for one in shown] == [error])


async def test_a_licence_header_is_put_where_it_belongs(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "LICENSES").mkdir()
    (tmp_path / "LICENSES" / "MIT.txt").write_text("text\n")
    (tmp_path / "a.py").write_text("#!/usr/bin/env python\nx = 1\n")
    editor = await launch(Start((tmp_path,)))
    text = await _preferred(editor, tmp_path / "a.py", "python", "licence.header-missing")
    assert text == "#!/usr/bin/env python\n# SPDX-License-Identifier: MIT\n\nx = 1\n"


@pytest.mark.parametrize("name", ["notes.txt", "dump.sql", "conf/.netrc", "settings.xml"])
async def test_the_workspace_is_searched_in_all_its_texts(launch: Launch, tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(f"machine example.org login ann password x8Kd02mPq1Zv\n{LIVE}\n")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\0\0")
    editor = await launch(Start((tmp_path,)))
    summary = await editor.command("omni.analyzeWorkspace")
    assert (summary["files"], summary["total"], summary["findings"] > 0) == (1, 1, True)
