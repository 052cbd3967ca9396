"""Parts of the test editor: what a client announces, columns, and the files it is asked to watch."""

import os
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

import columns
import profiles
from starting import Start, params_of
from watching import is_watched

ONE, TWO = Path("/work space/one"), Path("/work space/two")


@pytest.mark.parametrize("name", profiles.NAMES)
def test_a_profile_is_made_out_to_the_folders(name: str) -> None:
    params = params_of(Start((ONE, TWO), client=name, options={"trust": True}))
    assert params["processId"] == os.getpid()
    assert params["rootUri"] == "file:///work%20space/one"
    assert params["rootPath"].rstrip("/") == str(ONE)
    assert [folder["uri"] for folder in params["workspaceFolders"]] == [ONE.as_uri(), TWO.as_uri()]
    assert params["initializationOptions"] == {"runReports": True, "trust": True}
    assert "${" not in str(params)
    bare = params_of(Start((), client=name))
    assert [bare[key] for key in ("rootUri", "rootPath", "workspaceFolders")] == [None] * 3


def test_seven_editors_are_spread_over_the_tests_in_the_same_way_each_time() -> None:
    assert len(profiles.NAMES) == 7
    chosen = [profiles.spread(f"tests/e2e/test_x.py::test_{number}") for number in range(100)]
    assert set(chosen) == set(profiles.NAMES)
    assert profiles.spread("a") == profiles.NAMES[0xE8B7BE43 % 7]  # By CRC-32, which no seed of the process changes.


def test_a_client_can_be_changed_for_a_test() -> None:
    how = Start((), client="emacs-eglot", encoding="utf-8", without=("workspace.applyEdit",), also={"window": {"x": 1}})
    capabilities = params_of(how)["capabilities"]
    assert capabilities["general"] == {"positionEncodings": ["utf-8"]}
    assert "applyEdit" not in capabilities["workspace"]
    assert capabilities["workspace"]["configuration"] is True
    assert capabilities["window"] == {"x": 1}
    assert params_of(Start((), capabilities={"a": 1}))["capabilities"] == {"a": 1}


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_columns_count_in_the_units_of_the_encoding(encoding: str, column: int) -> None:
    text = "a\r\n\fé😀b\rc\u2028d\n"
    assert columns.position(text, 6, encoding) == types.Position(1, column)
    assert columns.offset(text, types.Position(1, column), encoding) == 6
    assert columns.position(text, len(text), encoding) == types.Position(3, 0)
    for wrong in (types.Position(1, column + 2), types.Position(4, 0), types.Position(0, 2)):
        with pytest.raises(AssertionError):
            columns.offset(text, wrong, encoding)
    if encoding != "utf-32":
        with pytest.raises(AssertionError, match="inside"):
            columns.offset(text, types.Position(1, column - 1), encoding)


@pytest.mark.parametrize(
    ("pattern", "watched", "unwatched"),
    [
        ("**/*.yaml", ["a.yaml", "deep/er/b.yaml"], ["a.yml", "a.yaml.txt"]),
        ("**/.omni/*.{yaml,yml}", [".omni/p.yml", "x/.omni/p.yaml"], [".omni/deep/p.yaml", "p.yaml"]),
        ("**/{pyproject.toml,package.json}", ["pyproject.toml", "web/package.json"], ["apyproject.toml"]),
        ("**/rule[0-9!].?", ["rule7.y", "rule!.z"], ["rulex.y", "rule7.yy"]),
        ("**/x[!a-c]", ["xd"], ["xa", "x/"]),
        ("**", ["a", "b/c"], []),
    ],
)
def test_globs_are_those_of_the_standard(pattern: str, watched: list[str], unwatched: list[str]) -> None:
    for globs in (
        pattern,
        {"baseUri": ONE.as_uri(), "pattern": pattern},
        {"baseUri": {"uri": ONE.as_uri(), "name": "o"}, "pattern": pattern},
    ):
        watchers: list[dict[str, Any]] = [{"globPattern": globs}]
        assert [name for name in watched if not is_watched(ONE / name, types.FileChangeType.Changed, watchers)] == []
        assert [name for name in unwatched if is_watched(ONE / name, types.FileChangeType.Changed, watchers)] == []


def test_a_watcher_has_kinds_and_a_base() -> None:
    inside: list[dict[str, Any]] = [{"globPattern": {"baseUri": ONE.as_uri(), "pattern": "*"}, "kind": 5}]
    told = [kind for kind in types.FileChangeType if is_watched(ONE / "a", kind, inside)]
    assert told == [types.FileChangeType.Created, types.FileChangeType.Deleted]
    assert not is_watched(TWO / "a", types.FileChangeType.Created, inside)
