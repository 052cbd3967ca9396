"""Two editors keep the packs of one folder, and one of them is killed again and again: no torn file, no lost text."""

import asyncio
import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from editor import Document, Editor, Start, start
from omni_lsp.model.packs import PackFile
from omni_lsp.pack.block import BEGIN, END

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(600),
    pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does"),
]

KILLS = int(os.environ.get("EDITOR_KILLS", "10"))
SAVES = 6
USER = "# Mine\n\nCall Ada before you deploy.\n\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    (root / "shop").mkdir(parents=True)
    (root / ".cursor").mkdir()
    for name in ("main", "db"):
        (root / f"shop/{name}.py").write_text(f"def {name}() -> int:\n    return 1\n", "utf-8")
    (root / "AGENTS.md").write_text(f"{USER}{BEGIN}\n{END}\n", "utf-8")
    return root


async def test_a_killed_editor_tears_nothing(shop: Path, tmp_path: Path) -> None:
    env = {**os.environ, "OMNI_CACHE_DIR": str(tmp_path / "caches")}
    how = Start((shop,), options={"trust": True, "packs": {"mode": "save"}}, env=env)
    chance = random.Random(7)  # noqa: S311 - a moment, no secret
    stays = await start(how)
    main = await opened(stays, shop / "shop/main.py")
    for kill in range(KILLS):
        goes = await start(how)
        db = await opened(goes, shop / "shop/db.py")
        for turn in range(SAVES):
            save(stays, main, f"main_{kill}_{turn}")
            save(goes, db, f"db_{kill}_{turn}")
            await stays.ran(main)
            assert_whole(shop)
        save(goes, db, f"db_{kill}")
        # Until packs are written it takes about 50 ms.
        for _ in range(chance.randrange(2_000)):
            await asyncio.sleep(0)
        server = goes.client._server
        server.kill()
        # What it was asked for last stays without an answer.
        with suppress(RuntimeError):
            await goes.ended()
        assert_whole(shop)
    # What the other one saved last is known after a look at the disk, or at once by a new process.
    assert await stays.leave() == 0
    last = await start(how)
    document = await opened(last, shop / "shop/main.py")
    save(last, document, "main_at_last")
    assert (await last.command("omni.pack"))[0]["heldBack"] == ""
    assert await last.leave() == 0
    assert_whole(shop)
    command = [sys.executable, "-m", "omni_lsp", "pack", "--check", str(shop)]
    done = await asyncio.to_thread(subprocess.run, command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert not (shop / ".omni/aside").exists()
    assert list(shop.rglob("*.omni-tmp")) == []


async def opened(editor: Editor, path: Path) -> Document:
    document = await editor.open(path)
    await editor.ran(document)
    return document


def save(editor: Editor, document: Document, name: str) -> None:
    text = f"def {name}() -> int:\n    return 1\n"
    Path(document.uri.removeprefix("file://")).write_text(text, "utf-8")
    editor.rewrite(document, text)
    editor.save(document)


def assert_whole(root: Path) -> None:
    for file in PackFile:
        if (root / file).exists():
            text = (root / file).read_text("utf-8")
            assert (text.count(BEGIN), text.count(END)) == (1, 1), file
            assert text.endswith(f"{END}\n"), file
    assert (root / "AGENTS.md").read_text("utf-8").startswith(USER)
