"""A disk runs full under a server at work: where texts are saved, where the engine reads them, where the index is kept."""

import pytest
from disks import Disk
from faults import told
from invariants import (
    assert_answered,
    assert_leaves_nothing,
    assert_nothing_torn,
    assert_shown,
    assert_well,
    index_of,
    said,
)
from scene import Places, scene

from family import IS_KNOWN

pytest_plugins = ("stage",)
pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(120),
    pytest.mark.skipif(not IS_KNOWN, reason="asks Linux which processes there are"),
]


async def test_packs_are_whole_and_told_of_once(at: Places, disk: Disk) -> None:
    full = disk("root", "512k")
    async with scene(at) as on:
        (at.root / "pyproject.toml").write_text('[project]\nname = "work"\n', "utf-8")
        with full:
            for document in on.documents:
                assert assert_shown(on, document, await on.saved(document)) == []
            await on.editor.wait(lambda: said(on, "No space left on device") > 0, "a word about the packs")
            await assert_answered(on)
            assert_nothing_torn(on)
        assert said(on, "The context packs of work were not written") == 1
        await assert_well(on)
        await assert_leaves_nothing(on)


async def test_the_engine_is_said_to_have_no_room(at: Places, disk: Disk) -> None:
    full = disk("temporary", "512k")
    async with scene(at) as on:
        with full:
            for document in on.documents:
                assert assert_shown(on, document, await on.saved(document)) == ["security"]
            notes = [one.message for one in on.editor.shown(on.documents[0]) if one.code == "omni.failed"]
            assert len(notes) == 1
            assert notes[0].endswith("no copy can be written: No space left on device")
            await assert_answered(on)
        await assert_well(on)
        await assert_leaves_nothing(on)


async def test_the_index_says_so_and_searches_go_on(at: Places, disk: Disk) -> None:
    full = disk("caches", "24m")
    async with scene(at) as on:
        with full:
            for document in on.documents:
                assert assert_shown(on, document, await on.saved(document)) == []
            assert "the disk is full" in await told(on, "seal")
            index = await index_of(on)
            assert (index["phase"], index["reason"]) == ("incomplete", "the disk is full")
            await assert_answered(on)
        await assert_well(on)
        await assert_leaves_nothing(on)
