"""Trust as an editor sees it: nothing without it, all of it at once with it, and asked for again after a change."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from conftest import Launch
from editor import Document, Editor, Start

SAYS_NOTHING: dict[str, object] = {"trust": None}
OWN = "version: 1\nbudget: {budget}\nanalysis: {{pipeline: {{stages: [{{agent: context}}]}}}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that brings a pipeline of its own, and something to index."""
    root = tmp_path / "work"
    (root / ".omni").mkdir(parents=True)
    (root / ".omni/pipeline.yaml").write_text(OWN.format(budget="7s"))
    (root / "a.py").write_text("def total() -> int:\n    return 1\n")
    return root


def stored(caches: dict[str, str]) -> dict[str, object]:
    file = Path(caches["OMNI_STATE_DIR"]) / "trust.json"
    found: dict[str, object] = json.loads(file.read_text())["folders"] if file.exists() else {}
    return found


async def titles(editor: Editor, document: Document) -> set[str]:
    """What is offered for a whole document."""
    start = types.Position(0, 0)
    context = types.CodeActionContext([], ["source.omni"])
    params = types.CodeActionParams(types.TextDocumentIdentifier(document.uri), types.Range(start, start), context)
    return {action.title for action in await editor.listed(params)}


def questions(editor: Editor) -> list[str]:
    return [each.message for each in editor.messages if "do you trust" in each.message]


async def in_use(editor: Editor, budget: float) -> None:
    await editor.wait(lambda: bool(editor.runs) and editor.runs[-1]["budgetSeconds"] == budget, f"a run in {budget} s")


async def test_a_client_that_says_nothing_has_an_untrusted_folder(
    launch: Launch, folder: Path, caches: dict[str, str]
) -> None:
    editor = await launch(Start((folder,), options=SAYS_NOTHING, env=caches))
    code = await editor.open(folder / "a.py")
    assert (await editor.ran(code))["budgetSeconds"] == 5.0
    (asked,) = questions(editor)
    assert ".omni/pipeline.yaml" in asked
    offered = await titles(editor, code)
    assert "omni: trust this folder" in offered
    assert not offered & {"omni: update the context packs", "omni: analyze the workspace", "omni: show similar code"}
    for command in ("omni.search", "omni.pack", "omni.analyzeWorkspace"):
        with pytest.raises(Exception, match="omni-lsp trust add"):
            await editor.command(command, query="total")
    assert sorted(path.name for path in folder.iterdir()) == [".omni", "a.py"]
    assert not (Path(caches["OMNI_CACHE_DIR"]) / "index").exists()
    assert stored(caches) == {}
    editor.save(code)
    assert (await editor.saved(code))["budgetSeconds"] == 5.0


async def test_the_answer_brings_all_into_force_and_a_change_asks_again(
    launch: Launch, folder: Path, caches: dict[str, str]
) -> None:
    editor = await launch(Start((folder,), options=SAYS_NOTHING, env=caches))
    editor.choice = "Trust"
    code = await editor.open(folder / "a.py")
    await in_use(editor, 7.0)
    assert list(stored(caches)) == [str(folder)]
    assert (await editor.saved(code))["budgetSeconds"] == 7.0
    assert "omni: update the context packs" in await titles(editor, code)

    editor.choice = ""
    (folder / ".omni/pipeline.yaml").write_text(OWN.format(budget="8s"))
    editor.save(code)
    await in_use(editor, 5.0)
    await editor.wait(lambda: len(questions(editor)) == 2, "the second question")
    assert "since then .omni/pipeline.yaml changed" in questions(editor)[1]
    with pytest.raises(Exception, match="not trusted"):
        await editor.command("omni.pack")

    answer = await editor.command("omni.trust", uri=code.uri)
    assert answer == {"uri": folder.as_uri(), "trusted": True}
    await in_use(editor, 8.0)
    assert await editor.command("omni.untrust", uri=folder.as_uri()) == {"uri": folder.as_uri(), "trusted": False}
    await in_use(editor, 5.0)
    assert stored(caches) == {}
    with pytest.raises(Exception, match="uri: a folder that is open"):
        await editor.command("omni.trust", uri="file:///elsewhere")


async def test_what_the_command_line_trusted_is_trusted_at_the_start(
    launch: Launch, folder: Path, caches: dict[str, str]
) -> None:
    def omni(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "omni_lsp", "trust", *arguments]
        return subprocess.run(command, env=caches, cwd=folder, capture_output=True, text=True, check=False)

    added = omni("add")
    assert (added.returncode, added.stdout.splitlines()[0]) == (0, f"trusted {folder}")
    assert ".omni/pipeline.yaml" in added.stdout
    (row,) = json.loads(omni("list", "--json").stdout)
    assert (row["path"], row["trust"], list(row["files"])) == (str(folder), "trusted", [".omni/pipeline.yaml"])

    editor = await launch(Start((folder,), options=SAYS_NOTHING, env=caches))
    code = await editor.open(folder / "a.py")
    assert (await editor.ran(code))["budgetSeconds"] == 7.0
    assert editor.messages == []

    (folder / ".omni/policy.yaml").write_text("version: 1\n")
    stale = omni("list", str(folder))
    assert (stale.returncode, "changed: .omni/policy.yaml" in stale.stdout) == (1, True)
    assert omni("remove").returncode == 0
    assert omni("list").stdout == "no folder was decided about\n"


async def test_what_lies_beside_a_file_has_a_say_only_with_trust(
    launch: Launch, folder: Path, caches: dict[str, str]
) -> None:
    (folder / "LICENSES").mkdir()
    (folder / "LICENSES/MIT.txt").write_text("Permission is hereby granted\n")
    editor = await launch(Start((folder,), options={"trust": False, "pipeline": "ci"}, env=caches))
    code = await editor.open(folder / "a.py")
    await editor.ran(code)
    assert [d.code for d in editor.shown(code)] == []
    await editor.command("omni.trust", uri=code.uri)
    await editor.shows(code, lambda shown: [d.code for d in shown] == ["licence.header-missing"])
    await editor.command("omni.untrust", uri=code.uri)
    await editor.shows(code, lambda shown: shown == [])
    assert (questions(editor), stored(caches)) == ([], {})


async def test_values_that_only_users_may_set_are_told_of(launch: Launch, folder: Path, caches: dict[str, str]) -> None:
    (folder / ".vscode").mkdir()
    editor = await launch(Start((folder,), options={"trust": False}, env=caches))
    text = '{\n  "omni.security.engine_path": "./evil",\n  "omni.log_level": "debug"\n}\n'
    settings = await editor.open(folder / ".vscode/settings.json", "jsonc", text)
    (warning,) = await editor.shows(settings, lambda shown: any(d.code == "omni.user-setting" for d in shown))
    assert (warning.range.start.line, warning.severity) == (1, types.DiagnosticSeverity.Warning)
    await editor.ran(settings)
    assert [d.code for d in editor.shown(settings)] == ["omni.user-setting"]
    editor.rewrite(settings, "{}\n")
    await editor.shows(settings, lambda shown: shown == [])
