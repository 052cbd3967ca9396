"""What is known of source files follows the disk, and nothing is read or cleared without need."""

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from disk_fakes import FakeInForce, FakeOutbox, FakeSetup, opened, settled

from omni_lsp.app import sources
from omni_lsp.app.sources import LOOK_SECONDS, Shared, Sources
from omni_lsp.config.settings import Config
from omni_lsp.pipeline.background import Background
from omni_lsp.state.documents import Documents
from omni_lsp.state.workspace import WorkspaceState


@dataclass
class World:
    """A folder with files, and everything around `Sources`; `time` is what the clock says."""

    root: Path
    time: float = 100.0
    workspace: WorkspaceState = field(default_factory=WorkspaceState)
    documents: Documents = field(default_factory=Documents)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    background: Background = field(default_factory=Background)

    def __post_init__(self) -> None:
        self.now = FakeInForce(FakeSetup((self.root,)))
        shared = Shared(lambda: self.now, self.workspace, self.documents, self.outbox, lambda: self.time)
        self.sources = Sources(shared, self.background)

    def write(self, name: str, text: str = "def f(): ...\n") -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    async def index(self) -> None:
        self.sources.index(self.root)
        await settled(self.background)
        self.now.team.files.read.clear()
        self.now.team.files.stamped.clear()

    async def told(self, *paths: Path) -> None:
        self.sources.look(paths)
        await settled(self.background)

    async def saved(self) -> None:
        self.sources.saved(self.root)
        await settled(self.background)

    @property
    def known(self) -> dict[str, list[str]]:
        files = self.workspace.project(self.root).files
        return {name: [symbol.name for symbol in files[name].symbols] for name in sorted(files)}

    @property
    def read(self) -> list[Path]:
        return self.now.team.files.read


@pytest.fixture
def world(tmp_path: Path) -> World:
    (tmp_path / "shop").mkdir()
    return World(tmp_path / "shop")


async def test_a_folder_is_indexed_without_what_is_ignored(world: World) -> None:
    for name in ("a.py", "pkg/b.py", "pkg/deep/c.js", "node_modules/d.js", "out/e.py", "notes.md"):
        world.write(name)
    world.write(".gitignore", "out/\n")
    await world.index()

    assert list(world.known) == ["a.py", "pkg/b.py", "pkg/deep/c.js"]
    assert world.outbox.cleared == []


async def test_changed_new_and_deleted_files_are_followed(world: World) -> None:
    changed, deleted, kept = (world.write(f"{name}.py", f"def {name}(): ...\n") for name in ("changed", "old", "kept"))
    await world.index()
    world.write("changed.py", "def other(): ...\n")
    deleted.unlink()
    new = world.write("pkg/new.py", "def new(): ...\n")
    await world.told(changed, deleted, kept, new)

    assert world.known == {"changed.py": ["other"], "kept.py": ["kept"], "pkg/new.py": ["new"]}
    # What was found in a file that is as it was still holds.
    assert sorted(world.outbox.cleared) == [changed, deleted]


async def test_only_the_disk_is_believed(world: World) -> None:
    """Editors write a file by deleting and making it: of its two events the first comes when the second is true."""
    path = world.write("a.py")
    await world.index()
    await world.told(path, world.root / "never.py")

    assert list(world.known) == ["a.py"]
    assert world.outbox.cleared == [world.root / "never.py"]


async def test_what_is_ignored_or_no_source_is_left_alone(world: World) -> None:
    world.write(".gitignore", "out/\n")
    await world.index()
    await world.told(world.write("node_modules/x/a.js"), world.write("out/a.py"), world.write("notes.md"))
    (world.root / "link.py").symlink_to(world.write("real.py"))
    await world.told(world.root / "link.py", world.root.parent / "elsewhere.py", world.root / "lock")

    assert (world.known, world.read) == ({}, [])
    # What was found in it, by who looks at all files, may not be there any more.
    assert world.outbox.cleared == [world.root / "notes.md"]


async def test_a_deleted_folder_takes_its_files_along(world: World) -> None:
    for name in ("pkg/a.py", "pkg/deep/b.py", "pkgs/c.py"):
        world.write(name)
    await world.index()
    for name in ("pkg/a.py", "pkg/deep/b.py"):
        (world.root / name).unlink()
    (world.root / "pkg" / "deep").rmdir()
    (world.root / "pkg").rmdir()
    await world.told(world.root / "pkg")

    assert list(world.known) == ["pkgs/c.py"]
    assert world.outbox.cleared == [world.root / "pkg"]


async def test_a_renamed_folder_is_found_under_its_new_name(world: World) -> None:
    world.write("old/deep/a.py")
    world.write("old/b.py")
    await world.index()
    (world.root / "old").rename(world.root / "new")
    await world.told(world.root / "old", world.root / "new")

    assert list(world.known) == ["new/b.py", "new/deep/a.py"]


async def test_open_documents_are_the_editors_but_not_when_their_file_is_gone(world: World) -> None:
    path, gone = world.write("a.py", "def a(): ...\n"), world.write("gone.py")
    await world.index()
    for each in (path, gone):
        world.documents.open(opened(each, world.root, "def edited(): ...\n"))
    world.write("a.py", "def disk(): ...\n")
    gone.unlink()
    await world.told(path, gone)
    assert (world.known, world.read, world.outbox.cleared) == ({"a.py": ["a"]}, [], [gone])

    world.documents.close(path.as_uri())
    await world.told(path)
    assert world.known == {"a.py": ["disk"]}


async def test_a_file_that_is_opened_while_it_is_read_is_the_editors(world: World) -> None:
    path = world.write("a.py", "def disk(): ...\n")
    mine = opened(path, world.root, "def mine(): ...\n")
    facts = await world.now.team.context.file_facts(mine)

    def open_and_run() -> None:
        world.documents.open(mine)
        world.workspace.put_files(world.root, [facts])

    world.now.team.files.meanwhile = open_and_run
    await world.told(path)
    assert world.known == {"a.py": ["mine"]}


async def test_a_workspace_folder_that_is_gone_is_empty_and_full_when_it_is_back(world: World) -> None:
    world.write("a.py")
    world.write("pkg/b.py")
    await world.index()
    await world.saved()
    away = world.root.rename(world.root.parent / "away")
    for _ in range(2):
        world.time += LOOK_SECONDS
        await world.saved()
        assert world.known == {}
    away.rename(world.root)
    world.time += LOOK_SECONDS
    await world.saved()
    assert list(world.known) == ["a.py", "pkg/b.py"]


async def test_a_file_that_is_no_text_any_more_is_forgotten(world: World) -> None:
    path = world.write("a.py")
    await world.index()
    path.write_bytes(b"\0\1\2")
    await world.told(path)

    assert (world.known, world.outbox.cleared) == ({}, [path])


async def test_without_an_index_only_what_is_known_is_read_again(world: World) -> None:
    known = world.write("known.py", "def a(): ...\n")
    await world.index()
    world.now.config = Config(index_workspace=False)
    world.write("known.py", "def b(): ...\n")
    new = world.write("new.py")
    await world.told(known, new)
    await world.saved()

    assert world.known == {"known.py": ["b"]}
    assert sorted(world.outbox.cleared) == [known, new]  # An analysis of the workspace may have found something there.


async def test_a_thousand_events_are_one_piece_of_work(world: World) -> None:
    paths = [world.write(f"f{number}.py") for number in range(1_000)]
    for path in paths:
        world.sources.look([path])
        world.sources.look([path])
    assert len(world.background._tasks) == 1
    await settled(world.background)

    assert len(world.known) == 1_000
    assert sorted(world.read) == sorted(paths)


async def test_events_go_before_the_index(world: World) -> None:
    for number in range(500):
        world.write(f"f{number:03}.py")
    world.sources.index(world.root)
    while not world.read:
        await settled_once(world)
    world.sources.look([world.write("urgent.py")])
    await settled(world.background)

    assert world.read.index(world.root / "urgent.py") <= 2 * sources._SLICE


async def settled_once(world: World) -> None:
    """Let the work go on for one step."""
    await asyncio.sleep(0)
    assert world.background._tasks


async def test_a_save_compares_what_is_known_with_the_disk(world: World) -> None:
    for name in ("changed.py", "pkg/old.py", "kept.py", "open.py"):
        world.write(name)
    await world.index()
    world.documents.open(opened(world.root / "open.py", world.root, "def mine(): ...\n"))
    (world.root / "open.py").unlink()
    world.write("changed.py", "def other(): ...\n")
    (world.root / "pkg" / "old.py").unlink()
    world.write("pkg/new.py", "def new(): ...\n")
    world.write("pkg/deep/newer.py", "def newer(): ...\n")
    await world.saved()

    assert world.known == {
        "changed.py": ["other"],
        "kept.py": ["f"],
        "open.py": ["f"],
        "pkg/deep/newer.py": ["newer"],
        "pkg/new.py": ["new"],
    }
    assert sorted(world.outbox.cleared) == [world.root / "changed.py", world.root / "pkg" / "old.py"]
    assert world.root / "kept.py" not in world.read


async def test_saves_look_at_the_disk_now_and_then_only(world: World) -> None:
    world.write("a.py")
    await world.index()
    await world.saved()
    await world.saved()
    assert world.now.team.files.stamped.count(world.root / "a.py") == 1

    world.time += LOOK_SECONDS - 0.1
    world.write("a.py", "def other(): ...\n")
    await world.saved()
    assert world.known == {"a.py": ["f"]}
    world.time += 0.1
    await world.saved()
    assert world.known == {"a.py": ["other"]}


async def test_only_folders_that_changed_are_listed_and_each_by_itself(world: World) -> None:
    for name in ("pkg/a.py", "pkg/deep/b.py", "lib/c.py"):
        world.write(name)
    await world.index()
    await world.saved()
    world.now.team.files.listed.clear()
    world.time += LOOK_SECONDS
    await world.saved()
    assert world.now.team.files.listed == []
    world.write("pkg/d.py")
    world.time += LOOK_SECONDS
    await world.saved()
    assert world.now.team.files.listed == [world.root / "pkg"]


async def test_what_was_found_below_a_folder_that_is_gone_goes(world: World) -> None:
    world.write("pkg/deep/a.py").unlink()
    world.write("pkg/b.py")
    await world.index()
    (world.root / "pkg" / "b.py").unlink()
    (world.root / "pkg" / "deep").rmdir()
    (world.root / "pkg").rmdir()
    await world.saved()
    assert world.root / "pkg" in world.outbox.cleared
    world.outbox.cleared.clear()
    world.time += LOOK_SECONDS
    await world.saved()
    assert world.outbox.cleared == []


async def test_files_take_turns_to_be_compared(world: World, tmp_path: Path) -> None:
    count = sources.LOOK_MOST + 10
    for number in range(count):
        world.write(f"f{number:05}.py", "")
    await world.index()
    await world.saved()
    assert len(world.now.team.files.stamped) <= sources.LOOK_MOST + 1  # And the folder, which was not listed before.
    world.write(f"f{count - 1:05}.py", "def late(): ...\n")
    world.time += LOOK_SECONDS
    await world.saved()
    assert world.known[f"f{count - 1:05}.py"] == ["late"]
    world.write("f00000.py", "def first(): ...\n")
    world.time += LOOK_SECONDS
    await world.saved()
    assert world.known["f00000.py"] == ["first"]


async def test_facts_of_a_text_that_was_never_saved_do_not_stay(world: World) -> None:
    """A run puts down what it saw; the stamp of the file is what it was, yet the facts are not those of the file."""
    path = world.write("a.py", "def a(): ...\n")
    await world.index()
    unsaved = opened(path, world.root, "def unsaved(): ...\n")
    world.workspace.put_files(world.root, [await world.now.team.context.file_facts(unsaved)])
    await world.saved()

    assert world.known == {"a.py": ["a"]}


async def test_an_old_time_on_a_new_content_is_seen(world: World) -> None:
    path = world.write("a.py", "def a(): ...\n")
    await world.index()
    before = path.stat()
    draft = world.write("b.tmp", "def b(): ...\n")
    os.utime(draft, ns=(before.st_atime_ns, before.st_mtime_ns))
    draft.rename(path)
    await world.saved()

    assert world.known == {"a.py": ["b"]}


async def test_a_folder_that_left_the_workspace_and_came_back_is_indexed_anew(world: World) -> None:
    world.write("pkg/a.py")
    await world.index()
    world.workspace.drop(world.root)
    world.sources.forget(world.root)
    await world.index()
    assert list(world.known) == ["pkg/a.py"]


async def test_a_folder_that_left_the_workspace_gets_no_facts(world: World) -> None:
    path = world.write("a.py")
    world.sources.index(world.root)
    while not world.read:
        await settled_once(world)
    world.now.setup = FakeSetup(())
    world.sources.forget(world.root)
    await settled(world.background)

    assert world.known == {}
    await world.told(path)
    assert world.known == {}


async def test_of_a_folder_that_is_not_trusted_nothing_is_read(world: World) -> None:
    path = world.write("a.py")
    world.now.shut = (world.root,)
    await world.index()
    await world.told(path, world.root)
    await world.saved()
    assert (world.read, world.now.team.files.stamped, world.known) == ([], [], {})


async def test_what_was_known_of_one_is_not_compared_with_the_disk_any_more(world: World) -> None:
    world.write("a.py")
    await world.index()
    world.now.shut = (world.root,)
    await world.saved()
    assert world.now.team.files.stamped == []


async def test_a_folder_inside_of_a_trusted_one_is_trusted_by_itself(world: World) -> None:
    inner = world.root / "inner"
    path = world.write("inner/a.py")
    world.now.setup = FakeSetup((world.root, inner))
    world.now.shut = (inner,)
    await world.told(path)
    assert world.read == []
