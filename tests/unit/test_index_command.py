"""`omni-lsp index`: what it says, and the exit status."""

from pathlib import Path

import pytest

from omni_lsp.cli.main import run

pytestmark = pytest.mark.xdist_group("lance")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OMNI_CACHE_DIR", str(tmp_path / "caches"))
    monkeypatch.setenv("LANCEDB_LOG", "error")
    root = tmp_path / "root"
    root.mkdir()
    (root / "cat.py").write_text("def purr():\n    return 'whiskers'\n", "utf-8")
    return root


def test_it_builds_says_and_builds_anew(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["index", "--status", str(root)], None) == 3
    assert capsys.readouterr().out == "index absent (0 files, 0 pieces, 0.0 MB)\n"
    assert run(["index", str(root)], None) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("index ready (1 files, 1 pieces, ")
    assert run(["index", "--status", str(root)], None) == 0
    assert capsys.readouterr().out.startswith("index ready (1 files, 1 pieces, ")
    assert run(["index", "--rebuild", str(root)], None) == 0
    assert sorted(path.name for path in root.iterdir()) == ["cat.py"]


def test_where_nothing_can_be_kept_it_says_so(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OMNI_CACHE_DIR", str(root / "cat.py"))
    assert run(["index", str(root)], None) == 3
    assert "index in memory: its folder cannot be written to (1 files" in capsys.readouterr().err


def test_what_is_no_folder_is_wrong_usage(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["index", str(root / "cat.py")], None) == 2
    assert "there is no folder" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        run(["index", "--status", "--rebuild", str(root)], None)
    assert ended.value.code == 2
