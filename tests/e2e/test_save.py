"""One save, end to end: findings, hover, fix and what is left, in every encoding and way to sync."""

from pathlib import Path

import pytest
from lsprotocol import types

from conftest import SHOP, Launch, as_client, planted
from editor import Start

SOURCE = '''"""A vault."""

import hashlib


def seal(secret: str) -> str:
    label = "😀é漢"; mark = hashlib.md5(secret.encode()).hexdigest()
    return label + mark
'''


def _workspace(folder: Path, text: str = SOURCE) -> Path:
    file = folder / "vault.py"
    file.write_bytes(text.encode())
    return file


@pytest.mark.thorough
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_find_hover_fix_behind_wide_characters(launch: Launch, tmp_path: Path, encoding: str) -> None:
    editor = await launch(Start((tmp_path,), encoding=encoding))
    assert editor.answer is not None
    assert editor.answer.capabilities.position_encoding == encoding
    document = await editor.open(_workspace(tmp_path))
    await editor.ran(document)
    (found,) = editor.shown(document)
    assert found.code == "py.weak-hash"
    assert editor.excerpt(document, found.range) == "hashlib.md5(secret.encode())"
    hover = await editor.hover(document, document.text.index("md5"))
    assert hover is not None
    assert "py.weak-hash" in hover
    assert "CWE-328" in hover

    preferred, *others = await editor.actions(document, found)
    assert preferred.is_preferred
    assert preferred.edit is None
    assert [action.title.split(":")[0] for action in others].count("Ignore on this line") == 2
    before = document.text
    fixed = before.replace("hashlib.md5", "hashlib.sha256")
    await editor.fix(document, preferred)
    assert document.text == fixed
    await editor.saved(document)
    assert editor.shown(document) == []

    # The same by whole texts, there and back.
    editor.rewrite(document, before)
    await editor.saved(document)
    (again,) = editor.shown(document)
    assert editor.excerpt(document, again.range) == "hashlib.md5(secret.encode())"
    editor.rewrite(document, fixed)
    await editor.saved(document)
    assert editor.shown(document) == []


@pytest.mark.parametrize("reason", ["false positive", "accepted risk"])
async def test_ignoring_a_line_takes_a_reason_and_holds(launch: Launch, tmp_path: Path, reason: str) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(_workspace(tmp_path, SOURCE.replace("\n", "\r\n")))
    await editor.ran(document)
    (found,) = editor.shown(document)
    (action,) = [action for action in await editor.actions(document, found) if reason in action.title]
    await editor.fix(document, action)
    line = document.text.split("\r\n")[6]
    assert line.endswith(f"# omni: ignore[py.weak-hash] {reason}")
    await editor.saved(document)
    assert editor.shown(document) == []


@pytest.mark.thorough
async def test_every_diagnostic_is_for_the_version_it_fits(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(_workspace(tmp_path))
    await editor.ran(document)
    editor.replace(document, 0, 0, "\n\n")
    editor.save(document)
    await editor.ran(document)
    known = [arrival for arrival in editor.arrivals if arrival.diagnostics and arrival.version is not None]
    lines = [(arrival.version, arrival.diagnostics[0].range.start.line) for arrival in known]
    assert set(lines) == {(1, 6), (2, 8)}
    assert lines == sorted(lines)


@pytest.mark.thorough
async def test_a_diagnostic_and_its_run_have_one_trace(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(_workspace(tmp_path))
    run = await editor.ran(document)
    (found,) = editor.shown(document)
    assert found.data["trace"] == run["traceId"]


async def test_the_editor_shows_exactly_the_planted_problems(launch: Launch) -> None:
    editor = await launch(Start((SHOP,)))
    languages = {".py": "python", ".js": "javascript", ".ts": "typescript"}
    shown = []
    for path in sorted(path for path in SHOP.rglob("*.*") if path.suffix in languages):
        document = await editor.open(path, languages[path.suffix])
        await editor.ran(document)
        shown += [(path.relative_to(SHOP).as_posix(), d.range.start.line + 1, d.code) for d in editor.shown(document)]
    assert sorted(shown) == planted()


@pytest.mark.thorough
async def test_nothing_is_sent_twice(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(_workspace(tmp_path))
    await editor.ran(document)
    await editor.saved(document)
    assert [len(arrival.diagnostics) for arrival in editor.arrivals if arrival.diagnostics] == [1]
    editor.close(document)
    await editor.shows(document, lambda shown: shown == [])


@pytest.mark.thorough
async def test_a_fix_for_an_older_version_is_refused(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(_workspace(tmp_path))
    await editor.ran(document)
    action, *_ = await editor.actions(document, editor.shown(document)[0])
    editor.replace(document, 0, 0, "\n")
    with pytest.raises(Exception, match="changed since") as refused:
        await editor.fix(document, action)
    assert refused.value.code == types.LSPErrorCodes.ContentModified  # type: ignore[attr-defined]


@pytest.mark.thorough
@as_client("emacs-eglot")
async def test_a_client_that_cannot_resolve_gets_a_command(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(_workspace(tmp_path))
    await editor.ran(document)
    action, *_ = await editor.actions(document, editor.shown(document)[0])
    assert action.command is not None
    assert action.command.arguments is not None
    assert await editor.command(action.command.command, **action.command.arguments[0]) is True
    assert "hashlib.sha256" in document.text


@pytest.mark.thorough
@as_client("emacs-30-eglot")
async def test_hover_without_markdown_is_plain(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(_workspace(tmp_path))
    await editor.ran(document)
    hover = await editor.hover(document, document.text.index("md5"))
    assert hover is not None
    assert "CWE-328 (https://cwe.mitre.org" in hover
    assert not {"```", "**", "](h"} & {part for part in ("```", "**", "](h") if part in hover}


async def test_a_burst_of_saves_gives_one_publish_of_the_last(launch: Launch, tmp_path: Path) -> None:
    # A loaded machine can pause for longer than the default of 20 ms in the middle of the burst.
    editor = await launch(Start((tmp_path,), settings={"debounce_ms": 1000}))
    document = await editor.open(_workspace(tmp_path, "import hashlib\n"))
    await editor.ran(document)
    for number in range(1000):
        editor.rewrite(document, f"import hashlib\n{number} == hashlib.md5(b'')\n")
        editor.save(document)
    run = await editor.ran(document)
    assert run["version"] == document.version == 1001
    assert [params.version for _, params in editor.published] == ([] if editor.pulls.is_on else [1001])
    assert [d.range.start.line for d in editor.shown(document)] == [1]
    assert [run["version"] for run in editor.runs] == [1, 1001]


async def test_a_hover_on_a_symbol_says_what_and_where(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(
        "from vault import seal\n\n\ndef ship() -> str:\n    return seal('a') + seal('b')\n"
    )
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.pytest.ini_options]\n")
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(
        _workspace(tmp_path, "def seal(secret: str) -> str:\n    '''Close it.'''\n    return secret\n")
    )
    await editor.ran(document)
    hovers: list[str] = []
    for _ in range(200):  # The background index says nothing when it is done: ask until it knows.
        hovers.append(await editor.hover(document, document.text.index("seal")) or "")
        if "shop.py" in hovers[-1] and "pytest" in hovers[-1]:
            break
    assert "def seal(secret: str) -> str" in hovers[-1]
    assert "Close it." in hovers[-1]
    assert "shop.py" in hovers[-1]
    assert "pytest" in hovers[-1]


async def test_what_is_typed_into_a_new_file_is_looked_at_before_it_is_saved(launch: Launch, tmp_path: Path) -> None:
    file = tmp_path / "new.py"
    file.write_text("", "utf-8")
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(file)
    await editor.ran(document)
    # The first run had nothing to look at, so nothing made it wait for the rules.
    editor.replace(document, 0, 0, "import hashlib\n\nmark = hashlib.md5(b'')\n")
    (found,) = await editor.shows(document, bool)
    assert found.code == "py.weak-hash"
