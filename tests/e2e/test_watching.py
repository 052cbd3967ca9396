"""What others do to files: in force when the client tells of it, and after a save of a client that watches nothing."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types

from conftest import Launch, as_client
from editor import ANSWER_SECONDS, Document, Editor, Start

WATCHES, PUSHED = "vscode-1.139.1-codeserver-lc11", "helix-25.01.1"
WATCHES_NOTHING = "neovim-0.12"
FOUND = "import hashlib\n\nmark = hashlib.md5(b'')\n"
ONLY_CONTEXT = "version: 1\nbudget: {budget}\nanalysis: {{pipeline: {{stages: [{{agent: context}}]}}}}\n"
RULE = """\
rules:
  - id: my.{name}
    languages: [python]
    severity: WARNING
    message: A mark. Do not.
    pattern: mark
"""
CREATED, CHANGED, DELETED = types.FileChangeType.Created, types.FileChangeType.Changed, types.FileChangeType.Deleted


def _pipeline(folder: Path, budget: str) -> Path:
    file = folder / ".omni" / "pipeline.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(ONLY_CONTEXT.format(budget=budget))
    return file


async def _is_watching(editor: Editor) -> None:
    await editor.wait(lambda: "omni-files" in editor.registered, "files to be watched")


async def _hovers(editor: Editor, document: Document, word: str, *expected: str, gone: Sequence[str] = ()) -> None:
    """Ask until the hover over the first mention of a word says what it should, and no more what it should not."""
    async with asyncio.timeout(ANSWER_SECONDS):
        said = None
        while said is None or not all(part in said for part in expected) or any(part in said for part in gone):
            said = await editor.hover(document, document.text.index(word))


async def _in_use(editor: Editor, budget: float) -> None:
    await editor.wait(lambda: bool(editor.runs) and editor.runs[-1]["budgetSeconds"] == budget, "the other pipeline")


@as_client(WATCHES)
async def test_a_pipeline_that_others_change_is_in_force_after_the_event(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    editor = await launch(Start((tmp_path,), options={"trust": True}))
    code = await editor.open(tmp_path / "a.py")
    assert (await editor.ran(code))["budgetSeconds"] == 5.0
    await _is_watching(editor)
    for kind, budget in ((CREATED, 7.0), (CHANGED, 8.0)):
        assert editor.wrote(_pipeline(tmp_path, f"{budget}s"), kind)
        await _in_use(editor, budget)
    file = _pipeline(tmp_path, "8s")
    file.unlink()
    assert editor.wrote(file, DELETED)
    await _in_use(editor, 5.0)


@as_client(WATCHES_NOTHING)
async def test_a_pipeline_that_others_change_is_in_force_after_the_next_save(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    editor = await launch(Start((tmp_path,), options={"trust": True}))
    code = await editor.open(tmp_path / "a.py")
    assert (await editor.ran(code))["budgetSeconds"] == 5.0
    for budget in (7.0, 8.0):
        assert not editor.wrote(_pipeline(tmp_path, f"{budget}s"))
        editor.save(code)
        await _in_use(editor, budget)
    assert editor.registered == {}
    assert editor.messages == []

    _pipeline(tmp_path, "soon")
    editor.save(code)
    await editor.wait(lambda: bool(editor.messages), "the mistake to be told")
    assert "pipeline.yaml" in editor.messages[0].message


@as_client(WATCHES)
async def test_an_untrusted_folder_changes_nothing_by_events_either(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,), options={"trust": False}))
    code = await editor.open(tmp_path / "a.py", text=FOUND)
    await editor.ran(code)
    await _is_watching(editor)
    assert editor.wrote(_pipeline(tmp_path, "7s"), CREATED)
    assert (await editor.saved(code))["budgetSeconds"] == 5.0
    assert (await editor.saved(code))["budgetSeconds"] == 5.0


@as_client(WATCHES, WATCHES_NOTHING)
async def test_rules_that_others_change_are_in_force(launch: Launch, tmp_path: Path, profile: str) -> None:
    rules, work = tmp_path / "rules", tmp_path / "work"
    for folder in (rules, work):
        folder.mkdir()
    (rules / "a.yaml").write_text(RULE.format(name="one"))
    editor = await launch(Start((work,), options={"security": {"rules": [str(rules)]}}))
    code = await editor.open(work / "a.py", text="mark = 1\n")
    await editor.shows(code, lambda shown: [d.code for d in shown] == ["my.one"])
    if profile == WATCHES:
        await _is_watching(editor)
    for path, expected in ((rules / "a.yaml", ["my.other"]), (rules / "b.yaml", ["my.b", "my.other"])):
        path.write_text(RULE.format(name=expected[0].removeprefix("my.")))
        assert editor.wrote(path) == (profile == WATCHES)
        if profile != WATCHES:
            editor.save(code)
        await editor.shows(code, lambda shown, expected=expected: sorted(d.code for d in shown) == expected)


@as_client(WATCHES)
async def test_an_event_beside_a_save_runs_nothing_again(launch: Launch, tmp_path: Path) -> None:
    file = _pipeline(tmp_path, "7s")
    (tmp_path / "a.py").write_text(FOUND)
    editor = await launch(Start((tmp_path,), options={"trust": True}))
    await _is_watching(editor)
    code = await editor.open(tmp_path / "a.py")
    await editor.ran(code)
    pipeline = await editor.open(file, "yaml")
    editor.rewrite(pipeline, ONLY_CONTEXT.format(budget="8s"))
    file.write_text(pipeline.text)
    # Before the save and after it: whichever comes first, the file is read once.
    assert editor.wrote(file)
    editor.save(pipeline)
    assert editor.wrote(file)
    await _in_use(editor, 8.0)
    editor.save(code)
    assert editor.wrote(tmp_path / "a.py")
    assert editor.wrote(file)
    await editor.wait(lambda: len(editor.runs) == 3, "the run of the save")
    # Work that began for nothing would be seen before this is.
    (tmp_path / "b.py").write_text("def later():\n    ...\n")
    assert editor.wrote(tmp_path / "b.py", CREATED)
    other = await editor.open(tmp_path / "c.py", text="from b import later\n")
    await _hovers(editor, other, "later", "b.py")
    assert [run["uri"] for run in editor.runs] == [code.uri] * 3 + [other.uri]


@as_client(PUSHED)
async def test_what_was_found_in_closed_files_goes_with_them(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    files = [tmp_path / name for name in ("gone.py", "changed.py", "kept.py", "open.py", "pkg/moved.py")]
    for file in files:
        file.write_text(FOUND)
    editor = await launch(Start((tmp_path,)))
    await _is_watching(editor)
    code = await editor.open(tmp_path / "open.py")
    await editor.ran(code)
    await editor.command("omni.analyzeWorkspace")
    assert [len(editor.screen.at(file.as_uri())) for file in files] == [1] * 5

    gone, changed, kept, opened, moved = files
    gone.unlink()
    changed.write_text(FOUND.replace("md5", "sha256"))
    opened.unlink()
    for file, kind in ((kept, CHANGED), (gone, DELETED), (changed, CHANGED), (opened, DELETED)):
        assert editor.wrote(file, kind)
    await editor.wait(lambda: not editor.screen.at(gone.as_uri()), "what was found in the deleted file to go")
    await editor.wait(lambda: not editor.screen.at(changed.as_uri()), "what was found in the changed file to go")

    (tmp_path / "pkg").rename(tmp_path / "lib")
    renamed = types.FileRename((tmp_path / "pkg").as_uri(), (tmp_path / "lib").as_uri())
    editor.client.workspace_did_rename_files(types.RenameFilesParams([renamed]))
    await editor.wait(lambda: not editor.screen.at(moved.as_uri()), "what was found in the renamed folder to go")
    assert [len(editor.screen.at(file.as_uri())) for file in (kept, opened)] == [1, 1]


async def test_a_renamed_open_file_is_known_by_its_new_name_alone(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("def price():\n    ...\n")
    (tmp_path / "old.py").write_text(f"{FOUND}from shop import price\n")
    editor = await launch(Start((tmp_path,)))
    shop = await editor.open(tmp_path / "shop.py")
    old = await editor.open(tmp_path / "old.py")
    await editor.shows(old, lambda shown: [d.code for d in shown] == ["py.weak-hash"])
    await _hovers(editor, shop, "price", "old.py")

    (tmp_path / "old.py").rename(tmp_path / "new.py")
    editor.close(old)
    new = await editor.open(tmp_path / "new.py")
    await editor.shows(new, lambda shown: [d.code for d in shown] == ["py.weak-hash"])
    await _hovers(editor, shop, "price", "new.py", gone=["old.py"])
    assert editor.shown(old) == []
    assert [d.code for d in editor.shown(new)] == ["py.weak-hash"]


async def test_an_untitled_text_that_is_saved_is_shown_once(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    draft = Document("untitled:Untitled-1", FOUND)
    editor.documents[draft.uri] = draft
    item = types.TextDocumentItem(draft.uri, "python", 1, FOUND)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    editor.pulls.want(draft.uri)
    await editor.shows(draft, lambda shown: [d.code for d in shown] == ["py.weak-hash"])
    (tmp_path / "a.py").write_text(FOUND)
    editor.close(draft)
    saved = await editor.open(tmp_path / "a.py")
    await editor.shows(saved, lambda shown: [d.code for d in shown] == ["py.weak-hash"])
    assert editor.shown(draft) == []


@as_client(WATCHES_NOTHING)
async def test_hovers_follow_what_others_wrote_after_a_save_too(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "shop.py").write_text("def price(item):\n    ...\n")
    (tmp_path / "a.py").write_text("from pkg.shop import price, rebate\n")
    editor = await launch(Start((tmp_path,)))
    code = await editor.open(tmp_path / "a.py")
    await _hovers(editor, code, "price", "def price(item)")
    (tmp_path / "pkg" / "shop.py").write_text("def price(item, currency):\n    ...\n")
    (tmp_path / "Makefile").write_text("test:\n\tpytest\n")
    editor.save(code)
    await _hovers(editor, code, "price", "def price(item, currency)", "`make test`")


@as_client(WATCHES)
async def test_how_a_project_is_built_is_looked_up_after_the_event(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def price():\n    ...\n")
    editor = await launch(Start((tmp_path,)))
    await _is_watching(editor)
    code = await editor.open(tmp_path / "a.py")
    await editor.ran(code)
    (tmp_path / "Makefile").write_text("test:\n\tpytest\n")
    assert editor.wrote(tmp_path / "Makefile", CREATED)
    await _hovers(editor, code, "price", "`make test`")


@as_client(WATCHES)
async def test_a_change_of_two_thousand_files_leaves_hovers_answered(launch: Launch, tmp_path: Path) -> None:
    files = [tmp_path / f"pkg{number % 20}" / f"m{number}.py" for number in range(2_000)]
    for number, file in enumerate(files):
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"def f{number}(old):\n    ...\n")
    code = tmp_path / "a.py"
    code.write_text("from pkg19.m1999 import f1999\n")
    editor = await launch(Start((tmp_path,)))
    await _is_watching(editor)
    document = await editor.open(code)
    await _hovers(editor, document, "f1999", "(old)")
    for number, file in enumerate(files):
        file.write_text(f"def f{number}(new):\n    ...\n")
    events = [types.FileEvent(file.as_uri(), CHANGED) for file in files]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))
    # The first answer comes while the work goes on: the file it is about is the last of all.
    said = await editor.hover(document, document.text.index("f1999"))
    assert said is not None
    assert "(old)" in said
    await _hovers(editor, document, "f1999", "(new)")


@as_client(WATCHES)
async def test_the_users_own_rules_are_watched_where_they_are(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,), options={"security": {"rules": [str(tmp_path / "one")]}}))
    await _is_watching(editor)
    assert "omni-settings" in editor.registered
    options = editor.registered["omni-settings"].register_options
    assert getattr(options, "section", None) or options["section"] == "omni"
    assert editor.wrote(tmp_path / "one" / "a.yaml")
    assert not editor.wrote(tmp_path / "two" / "a.yaml")
