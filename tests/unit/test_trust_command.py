"""`omni-lsp trust` in a terminal, and what other commands make of it."""

import json
from pathlib import Path

import pytest

from omni_lsp.cli.main import run
from omni_lsp.cli.options import with_trust
from omni_lsp.config.settings import Config, load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OMNI_STATE_DIR", str(tmp_path / "state"))
    root = tmp_path / "work"
    (root / ".omni").mkdir(parents=True)
    (root / ".omni/policy.yaml").write_text("version: 1\n")
    return root


def status(*arguments: object) -> int:
    return run(["trust", *map(str, arguments)], None)


def test_a_folder_is_added_listed_and_removed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("list", folder) == 1
    assert status("add", folder) == 0
    assert status("list", folder) == 0
    capsys.readouterr()
    assert status("list", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["path"], row["trust"], row["changed"], row["reason"]) == (str(folder), "trusted", [], "")
    (folder / ".omni/policy.yaml").write_text("version: 1\nname: x\n")
    assert status("list", folder) == 1
    assert "stale" in capsys.readouterr().out
    assert status("remove", folder) == 0
    assert status("remove", folder) == 1


def test_what_cannot_be_trusted_is_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("add", folder / "missing") == 2
    (folder / ".omni/link.yaml").symlink_to("policy.yaml")
    assert status("add", folder) == 1
    assert "symbolic link" in capsys.readouterr().err
    assert status("list", folder) == 1


def test_a_damaged_store_is_said(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status("add", folder)
    (tmp_path / "state/trust.json").write_text("{")
    assert status("list", folder) == 1
    assert "damaged" in capsys.readouterr().err


def test_other_commands_take_what_is_remembered_where_nothing_else_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert with_trust(Config(), folder).trust is False
    assert with_trust(load({"trust": True}), folder).trust is True
    status("add", folder)
    assert with_trust(Config(), folder).trust is True
    assert with_trust(load({"trust": False}), folder).trust is False
    capsys.readouterr()
    (folder / ".omni/pipeline.yaml").write_text("")
    assert with_trust(Config(), folder).trust is False
    assert ".omni/pipeline.yaml changed; what the folder brings is left out" in capsys.readouterr().err
