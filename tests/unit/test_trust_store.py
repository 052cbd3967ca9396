"""What is pinned of a folder, and where decisions about folders are kept."""

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from omni_lsp.adapters.trust import pins as pins_module
from omni_lsp.adapters.trust.pins import pinned
from omni_lsp.adapters.trust.store import TrustStore
from omni_lsp.model.errors import AgentFatalError
from omni_lsp.model.trust import Pins, Record, changes

POLICY = ".omni/policy.yaml"


def put(root: Path, name: str, text: str = "version: 1\n") -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


@pytest.fixture
def store(tmp_path: Path) -> TrustStore:
    return TrustStore(tmp_path / "state")


class TestWhatIsPinned:
    def test_everything_below_the_folder_that_steers_but_what_we_write(self, tmp_path: Path) -> None:
        for name in (POLICY, ".omni/rules/deep/a.yaml", ".omni/context/repo-map.md", ".omni-not/a.yaml", "a.py"):
            put(tmp_path, name)
        pins = pinned(tmp_path)
        assert sorted(pins.files) == [POLICY, ".omni/rules/deep/a.yaml"]
        assert pins.trouble == ""

    def test_a_folder_without_any_of_it_has_nothing_to_pin(self, tmp_path: Path) -> None:
        assert pinned(tmp_path) == Pins()

    def test_what_the_users_settings_name_inside_counts_as_well(self, tmp_path: Path) -> None:
        root = tmp_path / "work"
        put(root, "rules/a.yaml")
        put(tmp_path, "elsewhere/b.yaml")
        pins = pinned(root, [root / "rules", tmp_path / "elsewhere", root / ".omni/rules"])
        assert (sorted(pins.files), pins.scopes) == (["rules/a.yaml"], (".omni", "rules"))

    def test_what_is_named_with_dots_does_not_lead_out(self, tmp_path: Path) -> None:
        put(tmp_path, "work/a")
        put(tmp_path, "elsewhere/b.yaml")
        pins = pinned(tmp_path / "work", [Path(f"{tmp_path}/work/../elsewhere")])
        assert (pins.files, pins.scopes) == ({}, (".omni",))

    def test_it_counts_by_whatever_links_one_comes_to_it(self, tmp_path: Path) -> None:
        put(tmp_path, "work/rules/a.yaml")
        (tmp_path / "alias").symlink_to(tmp_path / "work")
        assert sorted(pinned(tmp_path / "work", [tmp_path / "alias/rules"]).files) == ["rules/a.yaml"]

    def test_a_link_is_not_followed_and_not_forgotten(self, tmp_path: Path) -> None:
        put(tmp_path, "secret.yaml")
        (tmp_path / ".omni").mkdir()
        (tmp_path / POLICY).symlink_to("../secret.yaml")
        assert "symbolic link" in pinned(tmp_path).trouble

    def test_neither_is_a_linked_folder(self, tmp_path: Path) -> None:
        put(tmp_path, "other/policy.yaml")
        (tmp_path / ".omni").symlink_to("other")
        assert "symbolic link" in pinned(tmp_path).trouble

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
    def test_a_pipe_is_not_opened(self, tmp_path: Path) -> None:
        (tmp_path / ".omni").mkdir()
        os.mkfifo(tmp_path / POLICY)
        assert "no plain file" in pinned(tmp_path).trouble

    def test_more_files_than_anybody_writes_are_not_read(self, tmp_path: Path) -> None:
        for number in range(pins_module.MAX_FILES + 1):
            put(tmp_path, f".omni/{number}")
        assert "more than 500 files" in pinned(tmp_path).trouble

    def test_nor_are_those_of_many_folders_together(self, tmp_path: Path) -> None:
        for number in range(pins_module.MAX_FILES + 1):
            put(tmp_path, f".omni/{number % 2}/{number}")
        assert "more than 500 files" in pinned(tmp_path).trouble

    def test_more_bytes_than_anybody_writes_are_not_read(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            put(tmp_path, f".omni/{name}", "x" * (pins_module.MAX_BYTES // 2 + 1))
        assert "bytes" in pinned(tmp_path).trouble

    def test_folders_in_folders_end_somewhere(self, tmp_path: Path) -> None:
        put(tmp_path, ".omni/" + "d/" * 30 + "a")
        assert "too deep" in pinned(tmp_path).trouble

    @pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
    def test_a_name_that_is_no_text_is_trouble(self, tmp_path: Path) -> None:
        (tmp_path / ".omni").mkdir()
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/.omni/\xff.yaml")).write_text("")
        assert "no text" in pinned(tmp_path).trouble


class TestWhatCountsAsAChange:
    BEFORE = Record({POLICY: "1", "rules/a.yaml": "2"})

    @pytest.mark.parametrize(
        ("now", "scopes", "changed"),
        [
            ({POLICY: "1", "rules/a.yaml": "2"}, (".omni", "rules"), []),
            ({POLICY: "9", "rules/a.yaml": "2"}, (".omni", "rules"), [POLICY]),
            ({"rules/a.yaml": "2"}, (".omni", "rules"), [POLICY]),
            ({POLICY: "1", "rules/a.yaml": "2", ".omni/new": "3"}, (".omni", "rules"), [".omni/new"]),
            # The settings do not name the rules any more, so nothing depends on them.
            ({POLICY: "1"}, (".omni",), []),
            ({POLICY: "1"}, (".omni", "rules"), ["rules/a.yaml"]),
            ({POLICY: "1"}, (".omni", "."), ["rules/a.yaml"]),
        ],
    )
    def test_other_content_more_or_less(self, now: dict[str, str], scopes: tuple[str, ...], changed: list[str]) -> None:
        assert changes(self.BEFORE, Pins(now, scopes)) == changed

    @given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from("12")), st.sampled_from(["a", "b", "d"]))
    def test_every_single_change_is_seen(self, files: dict[str, str], name: str) -> None:
        before = {f".omni/{each}": mark for each, mark in files.items()}
        assert changes(Record(before), Pins(before)) == []
        changed = {**before, f".omni/{name}": "3"}
        assert changes(Record(before), Pins(changed)) == [f".omni/{name}"]
        assert changes(Record(changed), Pins(before)) == [f".omni/{name}"]


class TestTheStore:
    def test_nothing_is_known_at_first_and_looking_writes_nothing(self, store: TrustStore, tmp_path: Path) -> None:
        assert store.records().of(tmp_path) is None
        assert store.records().trouble == ""
        assert not store.folder.exists()

    def test_what_was_decided_is_known_to_the_next_one(self, store: TrustStore, tmp_path: Path) -> None:
        store.trust(tmp_path / "a", {POLICY: "1"})
        store.refuse(tmp_path / "b")
        records = TrustStore(store.folder).records()
        assert records.of(tmp_path / "a") == Record({POLICY: "1"})
        assert records.of(tmp_path / "b") == Record(is_refusal=True)
        assert store.forget(tmp_path / "a") is True
        assert store.forget(tmp_path / "a") is False
        assert store.records().of(tmp_path / "a") is None
        assert store.records().of(tmp_path / "b") is not None

    def test_a_folder_is_known_by_its_real_path(self, store: TrustStore, tmp_path: Path) -> None:
        (tmp_path / "work").mkdir()
        (tmp_path / "alias").symlink_to(tmp_path / "work")
        store.trust(tmp_path / "alias", {})
        assert store.records().of(tmp_path / "work") is not None
        (tmp_path / "alias").unlink()
        (tmp_path / "other").mkdir()
        (tmp_path / "alias").symlink_to(tmp_path / "other")
        assert store.records().of(tmp_path / "alias") is None

    @pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
    def test_it_is_the_users_alone(self, store: TrustStore, tmp_path: Path) -> None:
        store.trust(tmp_path, {})
        assert [stat.S_IMODE(path.stat().st_mode) for path in (store.folder, store.file)] == [0o700, 0o600]
        store.file.chmod(0o644)
        store.trust(tmp_path, {})
        assert stat.S_IMODE(store.file.stat().st_mode) == 0o600

    @pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
    @pytest.mark.parametrize("which", ["file", "folder"])
    def test_what_others_can_write_counts_as_empty(self, store: TrustStore, tmp_path: Path, which: str) -> None:
        store.trust(tmp_path / "a", {})
        path: Path = getattr(store, which)
        path.chmod(path.stat().st_mode | 0o002)
        assert store.records().of(tmp_path / "a") is None
        assert "written by others" in store.records().trouble
        # The next decision is kept in safety, without those that others may have made.
        store.trust(tmp_path / "b", {})
        assert store.records().trouble == ""
        assert sorted(store.records().by_path) == [str(tmp_path / "b")]

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
    def test_what_belongs_to_somebody_else_counts_as_empty(self, store: TrustStore, tmp_path: Path) -> None:
        store.trust(tmp_path, {})
        os.chown(store.file, 12345, 12345)
        assert store.records().of(tmp_path) is None
        assert "somebody else" in store.records().trouble

    def test_a_link_counts_as_empty(self, store: TrustStore, tmp_path: Path) -> None:
        store.trust(tmp_path, {})
        store.file.rename(tmp_path / "planted.json")
        store.file.symlink_to(tmp_path / "planted.json")
        assert store.records().of(tmp_path) is None
        assert "symbolic link" in store.records().trouble

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "[]",
            '{"version": 2, "folders": {}}',
            '{"version": 1, "folders": {"/a": {"decision": "yes"}}}',
            '{"version": 1, "folders": {"/a": {"decision": "trusted", "files": {"a": 1}}}}',
            '{"version": 1, "folders": {}, "more": 1}',
            "[" * 100_000,
            "\ud800",
        ],
    )
    def test_what_is_damaged_counts_as_empty(self, store: TrustStore, tmp_path: Path, text: str) -> None:
        store.trust(tmp_path, {})
        store.file.write_bytes(text.encode("utf-8", "surrogatepass"))
        assert store.records().by_path == {}
        assert "damaged" in store.records().trouble
        store.trust(tmp_path, {})
        assert json.loads(store.file.read_text()) == {
            "version": 1,
            "folders": {str(tmp_path): {"decision": "trusted", "files": {}}},
        }

    def test_a_place_that_cannot_be_written_is_said(self, tmp_path: Path) -> None:
        put(tmp_path, "state")
        with pytest.raises(AgentFatalError, match="cannot be written"):
            TrustStore(tmp_path / "state").trust(tmp_path, {})

    @pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
    def test_a_folder_whose_name_is_no_text_is_refused(self, store: TrustStore) -> None:
        with pytest.raises(AgentFatalError, match="no text"):
            store.trust(Path(os.fsdecode(b"/a/\xff")), {})
