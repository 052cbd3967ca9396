"""Which pipeline file counts."""

import os
from pathlib import Path

import pytest

from omni_lsp.config.lookup import WORKSPACE_FILE, find_pipeline, shipped
from omni_lsp.config.settings import Config, load
from omni_lsp.config.yaml_source import MAX_BYTES
from omni_lsp.model.errors import ConfigError

TRUSTED = load({"trust": True})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "folder"
    (root / ".omni").mkdir(parents=True)
    (root / WORKSPACE_FILE).write_bytes(b"\xef\xbb\xbf# own\r\n")
    return root


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    file = tmp_path / "elsewhere.yaml"
    file.write_bytes(b"# elsewhere\n")
    return file


def reason(config: Config, root: Path | None, flag: str | None = None) -> tuple[str, str]:
    with pytest.raises(ConfigError) as caught:
        find_pipeline(config, root, flag)
    (mistake,) = caught.value.mistakes
    return caught.value.source, mistake.message


def test_three_are_shipped() -> None:
    assert list(shipped()) == ["ci", "default", "fast"]


@pytest.mark.parametrize("root", [None, Path("no-such-folder")])
def test_the_default_comes_last(root: Path | None) -> None:
    assert find_pipeline(TRUSTED, root) == ("pipeline 'default'", shipped()["default"].read_bytes().decode())


def test_a_trusted_folder_has_its_own(folder: Path) -> None:
    found = find_pipeline(TRUSTED, folder)
    assert found == (str(folder / WORKSPACE_FILE), "# own\r\n")


def test_an_untrusted_folder_has_none(folder: Path) -> None:
    assert find_pipeline(Config(), folder).source == "pipeline 'default'"


def test_the_setting_comes_before_the_folder(folder: Path, elsewhere: Path) -> None:
    assert find_pipeline(load({"pipeline": "fast"}, TRUSTED), folder).source == "pipeline 'fast'"
    assert find_pipeline(load({"pipeline": str(elsewhere)}, TRUSTED), folder) == (str(elsewhere), "# elsewhere\n")


def test_the_flag_comes_first(folder: Path, elsewhere: Path) -> None:
    config = load({"pipeline": "fast"}, TRUSTED)
    assert find_pipeline(config, folder, "ci").source == "pipeline 'ci'"
    assert find_pipeline(config, folder, "default").source == "pipeline 'default'"
    assert find_pipeline(config, folder, str(elsewhere)).text == "# elsewhere\n"
    assert find_pipeline(config, folder, os.path.relpath(elsewhere)).text == "# elsewhere\n"


def test_a_name_that_is_not_shipped() -> None:
    words = "no pipeline is called 'fsat': it is one of ci, default, fast, or a file (.yaml, .yml)"
    assert reason(load({"pipeline": "fsat"}), None) == ("settings", words)
    assert reason(Config(), None, "fsat") == ("--pipeline", words)


@pytest.mark.parametrize("name", ["no-such.yaml", "no-such.yml", "no\0such.yaml"])
def test_a_file_that_is_not_there(name: str) -> None:
    assert reason(Config(), None, name) == (name, "there is no such file")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert reason(Config(), None, str(tmp_path))[1] == "there is no such file"


def test_a_file_that_is_no_text(elsewhere: Path) -> None:
    elsewhere.write_bytes(b"a: \xff")
    assert reason(Config(), None, str(elsewhere))[1] == "the file is not UTF-8 text (byte 3)"


def test_a_file_that_is_too_large(elsewhere: Path) -> None:
    elsewhere.write_bytes(b"#" * (MAX_BYTES + 1))
    assert reason(Config(), None, str(elsewhere))[1] == "the file is too large, at most 64,000 bytes"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(elsewhere: Path) -> None:
    elsewhere.chmod(0)
    assert reason(Config(), None, str(elsewhere))[1] == "the file cannot be read: Permission denied"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    (folder / WORKSPACE_FILE).unlink()
    os.mkfifo(folder / WORKSPACE_FILE)
    assert reason(TRUSTED, folder)[1] == "there is no such file"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
class TestLinks:
    def test_out_of_the_folder_are_refused(self, folder: Path, elsewhere: Path) -> None:
        own = folder / WORKSPACE_FILE
        own.unlink()
        own.symlink_to(elsewhere)
        assert reason(TRUSTED, folder) == (str(own), "the file is outside of the folder, behind a symbolic link")

    def test_out_of_the_folder_are_refused_for_directories_too(self, folder: Path, tmp_path: Path) -> None:
        (folder / ".omni").rename(tmp_path / "omni")
        (folder / ".omni").symlink_to(tmp_path / "omni")
        assert "symbolic link" in reason(TRUSTED, folder)[1]

    def test_inside_of_the_folder_are_followed(self, folder: Path) -> None:
        own = folder / WORKSPACE_FILE
        own.rename(folder / "real.yaml")
        own.symlink_to("../real.yaml")
        assert find_pipeline(TRUSTED, folder).text == "# own\r\n"

    def test_to_the_folder_itself_are_followed(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(folder)
        assert find_pipeline(TRUSTED, tmp_path / "link").text == "# own\r\n"

    @pytest.mark.parametrize("target", ["nowhere.yaml", "pipeline.yaml"])
    def test_to_nowhere_or_in_circles_are_told(self, folder: Path, target: str) -> None:
        own = folder / WORKSPACE_FILE
        own.unlink()
        own.symlink_to(target)
        assert reason(TRUSTED, folder) == (str(own), "there is no such file")
