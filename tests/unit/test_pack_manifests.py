"""Manifests that define commands, as they lie in a folder."""

from pathlib import Path

from omni_lsp.adapters.packs.manifests import manifests


def test_manifests_a_little_below_count_and_those_of_others_do_not(tmp_path: Path) -> None:
    for place in ("", "web/", "apps/shop/", "a/b/c/", "node_modules/x/", ".git/"):
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        (tmp_path / place / "package.json").write_text(place)
    (tmp_path / "link").symlink_to(tmp_path / "a/b/c")
    assert manifests(tmp_path, ("package.json", "other.json")) == ["", "web/", "apps/shop/"]


def test_a_folder_that_is_gone_has_none(tmp_path: Path) -> None:
    assert manifests(tmp_path / "gone", ("Makefile",)) == []
