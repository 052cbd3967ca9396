"""Editors for the end-to-end tests: each starts the real server over stdio and takes it down again."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from editor import Editor, Start, start

Launch = Callable[[Start], Awaitable[Editor]]

SHOP = Path(__file__).parents[1] / "shop"


def planted() -> list[tuple[str, int, str]]:
    """File, line and rule of every documented problem of the shop."""
    rows = (line.split("|") for line in (SHOP / "PLANTED.md").read_text("utf-8").splitlines())
    cells = ([cell.strip(" `") for cell in row] for row in rows if len(row) > 4)
    return sorted((row[1], int(row[2]), row[3]) for row in cells if row[2].isdecimal())


@pytest.fixture
def caches(tmp_path: Path) -> dict[str, str]:
    """An environment whose caches are the test's own."""
    return {**os.environ, "OMNI_CACHE_DIR": str(tmp_path / "caches")}


@pytest.fixture
async def launch() -> AsyncIterator[Launch]:
    """Start a server as an editor does; it must end with status 0 when the test is over."""
    editors: list[Editor] = []

    async def launched(how: Start) -> Editor:
        editor = await start(how)
        editors.append(editor)
        return editor

    yield launched
    for editor in editors:
        if editor.client._server is not None and editor.client._server.returncode is None:
            assert await editor.leave() == 0
