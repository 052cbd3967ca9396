"""Context packs behind an editor: written after saves, by command, shown before, and looked at where they are open."""

import asyncio
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lsprotocol import types

from conftest import Launch
from editor import Document, Editor, Start

pytestmark = pytest.mark.timeout(60)

MAIN = "from shop.db import query\n\n\ndef main() -> None:\n    query()\n"
MAP = ".omni/context/repo-map.md"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    (root / "shop").mkdir(parents=True)
    (root / "shop/main.py").write_text(MAIN)
    (root / "shop/db.py").write_text("def query() -> int:\n    return 1\n")
    (root / "Makefile").write_text("test:\n\tpytest\n")
    return root


@pytest.fixture
def begin(launch: Launch, patient: Path, caches: dict[str, str], shop: Path) -> Callable[..., object]:
    async def began(mode: str = "manual", *, trust: bool = True, **how: object) -> Editor:
        options = {"pipeline": str(patient), "trust": trust, "packs": {"mode": mode}}
        return await launch(Start((shop,), options=options, env=caches, **how))  # type: ignore[arg-type]

    return began


async def there(path: Path, words: str = "") -> str:
    """The text of a file, as soon as it is there and has these words."""
    async with asyncio.timeout(15):
        while not path.exists() or words not in path.read_text("utf-8"):  # noqa: ASYNC110 - a file cannot set an event
            await asyncio.sleep(0)
    return path.read_text("utf-8")


def git(root: Path, *arguments: str) -> None:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", "-C", str(root), *own, *arguments], check=True, capture_output=True)


def codes(shown: list[types.Diagnostic]) -> list[str]:
    return sorted(str(each.code) for each in shown if str(each.code).startswith("pack."))


async def test_a_save_brings_packs_up_to_date(begin: Callable[..., object], shop: Path) -> None:
    editor: Editor = await begin("save")
    document = await editor.open(shop / "shop/db.py")
    await editor.ran(document)
    assert not (shop / "AGENTS.md").exists()
    await editor.saved(document)
    assert "`make test` (`Makefile`)" in await there(shop / "AGENTS.md")
    assert "`def query() -> int`" in await there(shop / MAP)
    save(editor, document, "def query(name: str) -> int:\n    return 1\n")
    await there(shop / MAP, "`def query(name: str) -> int`")


def save(editor: Editor, document: Document, text: str) -> None:
    editor.rewrite(document, text)
    editor.save(document)


async def test_a_workspace_cannot_have_packs_written(begin: Callable[..., object], shop: Path) -> None:
    editor: Editor = await begin(settings={"packs": {"mode": "save"}})
    await is_left_alone(editor, shop)


async def test_a_folder_that_nobody_trusts_is_left_alone(begin: Callable[..., object], shop: Path) -> None:
    editor: Editor = await begin("save", trust=False)
    document = await editor.open(shop / "shop/db.py")
    await editor.saved(document)
    for is_preview in (True, False):
        with pytest.raises(Exception, match="the folder is not trusted"):
            await editor.command("omni.pack", uri=document.uri, preview=is_preview)
    assert not (shop / "AGENTS.md").exists()
    assert [each.message for each in editor.messages if "folders that are not trusted" in each.message]


async def is_left_alone(editor: Editor, root: Path) -> None:
    document = await editor.open(root / "shop/db.py")
    await editor.saved(document)
    # Whoever asks comes behind what is being written.
    await editor.command("omni.pack", uri=document.uri, preview=True)
    assert not (root / "AGENTS.md").exists()


async def test_a_command_writes_and_says_what(begin: Callable[..., object], shop: Path) -> None:
    editor: Editor = await begin()
    (done,) = await editor.command("omni.pack")
    assert done["written"] == ["AGENTS.md", MAP]
    assert (shop / "AGENTS.md").exists()
    said = [each.message for each in editor.messages]
    assert said == [f"omni: wrote AGENTS.md, {MAP}"]
    (again,) = await editor.command("omni.pack", uri=(shop / "Makefile").as_uri())
    assert (again["written"], again["uri"]) == ([], shop.as_uri())
    with pytest.raises(Exception, match="uri: a file in a folder that is open"):
        await editor.command("omni.pack", uri="file:///elsewhere/a.py")


async def test_a_preview_is_shown_and_writes_nothing(begin: Callable[..., object], shop: Path) -> None:
    editor: Editor = await begin()
    (would,) = await editor.command("omni.pack", preview=True)
    assert would["diff"].startswith("--- /dev/null\n+++ b/AGENTS.md\n")
    assert not (shop / "AGENTS.md").exists()
    if editor.announces("window", "showDocument", "support"):
        (shown,) = editor.showed
        assert Path(shown.uri.removeprefix("file://")).read_text("utf-8") == would["diff"]
    else:
        assert [each.message for each in editor.messages] == [f"omni: would write AGENTS.md, {MAP}"]


async def test_actions_offer_the_command(begin: Callable[..., object], shop: Path) -> None:
    editor: Editor = await begin()
    document = await editor.open(shop / "shop/db.py")
    await editor.ran(document)
    nowhere = types.Diagnostic(types.Range(types.Position(0, 0), types.Position(0, 0)), "")
    actions = await editor.actions(document, nowhere, ["source.omni"])
    update = next(each for each in actions if each.title == "omni: update the context packs")
    await editor.fix(document, update)
    assert (shop / "AGENTS.md").exists()
    assert any("would change in the context packs" in each.title for each in actions)


async def test_what_is_wrong_with_a_pack_is_shown_where_it_is(begin: Callable[..., object], shop: Path) -> None:
    editor: Editor = await begin()
    await editor.command("omni.pack")
    block = (shop / "AGENTS.md").read_text("utf-8")
    text = f"# Ours\n\nSee `docs/gone.md`.\n\n{block}<!-- omni:end -->\n"
    document = await editor.open(shop / "AGENTS.md", "markdown", text)
    shown = await editor.shows(document, lambda found: "pack.markers" in codes(found))
    (wrong,) = [each for each in shown if each.code == "pack.markers"]
    assert editor.excerpt(document, wrong.range) == "<!-- omni:end -->"
    assert wrong.range.start.line == text.count("\n") - 1
    editor.rewrite(document, f"# Ours\n\nSee `docs/gone.md`.\n\n{block}")
    (shop / "AGENTS.md").write_text(document.text, "utf-8")
    editor.save(document)
    (stale,) = await editor.shows(document, lambda found: codes(found) == ["pack.stale-path"])
    assert editor.excerpt(document, stale.range) == "See `docs/gone.md`."


async def test_with_commits_packs_wait_for_one(begin: Callable[..., object], shop: Path) -> None:
    git(shop, "init", "-q")
    git(shop, "commit", "-q", "--allow-empty", "-m", "one")
    editor: Editor = await begin("commit")
    document = await editor.open(shop / "shop/db.py")
    await editor.saved(document)
    # Whoever asks comes behind what is being written.
    await editor.command("omni.pack", preview=True)
    assert not (shop / "AGENTS.md").exists()
    git(shop, "commit", "-q", "--allow-empty", "-m", "two")
    await editor.saved(document)
    await there(shop / "AGENTS.md")
