"""What we start is ours: no module, program or variable of the folder that we happen to be in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from omni_lsp.adapters.process import environment, run
from omni_lsp.adapters.python_child import python_child
from omni_lsp.adapters.search_path import first_program, search_path

OURS = Path(__file__).parents[2]
SPRUNG = "import pathlib; pathlib.Path({!r}).touch()\n"
NAMES = ("json", "asyncio", "typing", "argparse", "logging", "lsprotocol", "semgrep", "runpy", "sitecustomize")


@pytest.fixture
def trapped(tmp_path: Path) -> Path:
    """A folder whose modules leave a mark beside it."""
    folder = tmp_path / "trapped"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.py").write_text(SPRUNG.format(str(tmp_path / "sprung")))
    return folder


async def test_a_child_imports_nothing_from_where_it_is(
    trapped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(trapped)
    monkeypatch.setenv("PYTHONPATH", ".")
    monkeypatch.setenv("PYTHONSTARTUP", str(trapped / "json.py"))
    status, out, err = await run(python_child("omni_lsp"))
    assert status == 2, err
    assert b"usage: omni-lsp" in out + err
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("path", ["{ours}", "{ours}:", ".:{ours}", ":{ours}"])
@pytest.mark.parametrize("command", [("-m", "omni_lsp"), ("-c", "from omni_lsp.__main__ import main; main()")])
def test_the_folder_we_are_started_in_is_no_place_of_modules(
    trapped: Path, tmp_path: Path, path: str, command: tuple[str, ...]
) -> None:
    if path != "{ours}":
        # Python itself imports this one before us.
        (trapped / "sitecustomize.py").unlink()
    variables = {**os.environ, "PYTHONPATH": path.format(ours=OURS).replace(":", os.pathsep)}
    done = subprocess.run([sys.executable, *command, "rules", "--help"], cwd=trapped, env=variables, check=False)
    assert done.returncode == 0
    assert not (tmp_path / "sprung").exists()


def test_a_checkout_may_be_where_we_are() -> None:
    done = subprocess.run([sys.executable, "-m", "omni_lsp", "--version"], cwd=OURS, capture_output=True, check=False)
    assert done.returncode == 0


def program_in(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("#!/bin/sh\n")
    (folder / name).chmod(0o755)
    return folder / name


@pytest.mark.skipif(os.name != "posix", reason="PATH as POSIX has it")
def test_programs_come_from_absolute_folders_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, good = tmp_path / "root", tmp_path / "good"
    root.mkdir()
    for folder in (root, root / "bin"):
        program_in(folder, "tool")
    wanted = program_in(good, "tool")
    (tmp_path / "link").symlink_to(root / "bin")
    monkeypatch.chdir(root)
    entries = ["", ".", "bin", str(root / "bin"), str(tmp_path / "link"), str(good)]
    monkeypatch.setenv("PATH", os.pathsep.join(entries))
    assert first_program(search_path(root), "tool") == wanted
    assert search_path() == entries[3:]
    # Programs that we start find those of the system, and no others.
    found_in = environment({})["PATH"].split(os.pathsep)
    assert first_program(found_in, "sh") is not None
    assert first_program(found_in, "tool") is None
    (good / "tool").chmod(0o644)
    assert first_program(search_path(root), "tool") is None


def test_variables_that_steer_programs_are_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    steering = ("SEMGREP_RULES", "GIT_DIR", "PYTHONPATH", "LD_PRELOAD", "DYLD_INSERT_LIBRARIES", "NODE_OPTIONS")
    for name in (*steering, "BASH_ENV", "HTTPS_PROXY", "SSLKEYLOGFILE", "OCAMLRUNPARAM"):
        monkeypatch.setenv(name, "theirs")
    assert "theirs" not in environment({}).values()
