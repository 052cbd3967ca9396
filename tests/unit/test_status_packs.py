"""How the pack files of a folder stand: as whoever used the store saw them last."""

from pathlib import Path

import pytest

from omni_lsp.adapters.packs.store import DiskPacks
from omni_lsp.app.seen_packs import SeenPacks
from omni_lsp.model.packs import PackFile, PackPlan, PacksOnDisk
from omni_lsp.model.status import Author
from omni_lsp.pack.wanted import SIGNS

OURS = "<!-- omni:begin -->\nx\n<!-- omni:end -->\n"


class World:
    """A folder, what was seen of its packs, and how often that was news."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "shop"
        self.root.mkdir()
        self.news = 0
        self.seen = SeenPacks(DiskPacks(folder / "caches", SIGNS), self._moved)

    def _moved(self) -> None:
        self.news += 1

    def authors(self) -> dict[str, str]:
        return {each.file.value: each.author.value for each in self.seen.folders[self.root].packs}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


async def test_a_look_is_news_when_it_shows_something_else(world: World) -> None:
    await world.seen.look(world.root)
    assert (world.authors(), world.news) == ({}, 1)
    await world.seen.look(world.root)
    assert world.news == 1
    (world.root / "CLAUDE.md").write_text("# Mine\n", "utf-8")
    await world.seen.look(world.root)
    assert (world.authors(), world.news) == ({"CLAUDE.md": Author.PEOPLE}, 2)
    world.seen.forget(world.root)
    assert world.seen.folders == {}


async def test_what_is_written_and_removed_is_known_without_another_look(world: World) -> None:
    (world.root / "CLAUDE.md").write_text(OURS, "utf-8")

    def plan(disk: PacksOnDisk) -> PackPlan:
        assert disk.texts == {PackFile.CLAUDE: OURS}
        return PackPlan({PackFile.AGENTS: OURS}, (PackFile.CLAUDE,))

    written = await world.seen.update(world.root, plan)
    assert written.plan.changed == (PackFile.AGENTS, PackFile.CLAUDE)
    assert (world.authors(), world.news) == ({"AGENTS.md": Author.OMNI}, 1)
    await world.seen.look(world.root)
    assert world.news == 1


async def test_who_may_not_write_sees_what_keeps_everybody_from_it(world: World) -> None:
    (world.root / ".git" / "rebase-merge").mkdir(parents=True)
    (world.root / "AGENTS.md").write_text(OURS, "utf-8")

    def never(disk: PacksOnDisk) -> PackPlan:
        raise AssertionError

    await world.seen.update(world.root, never)
    assert world.seen.folders[world.root].held_back == "a rebase"
    assert world.authors() == {"AGENTS.md": Author.OMNI}
