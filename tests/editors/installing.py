"""Real editors for the tests, unpacked from Debian's packages without touching the system, or those of this machine.

Helix and Emacs are not in every distribution of today, so they come from one suite together with all libraries that they
need and its dynamic loader, into `.cache/editors` of this folder: 95 MB to fetch, 360 MB on the disk, ten seconds once.
The suite is a stable one: its versions change by corrections only, and that drift is accepted. Neovim is a wheel. Where
there are no packages of Debian, what is on PATH does, if it is new enough.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import filelock
import pytest

SUITE = "trixie"
PACKAGES = ("hx", "emacs-nox")
CACHE = Path(__file__).parents[2] / ".cache" / "editors"
_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

REQUIRED = "OMNI_REQUIRED_EDITORS"
"""Names the editors, with commas between them, that must not be skipped, as an environment variable."""


@dataclass(frozen=True, slots=True)
class Program:
    command: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)


class Missing(Exception):  # noqa: N818 - it says what is so, not what went wrong
    """An editor cannot be had on this machine."""


def neovim() -> Program:
    """0.11 or newer: `vim.lsp.config` came with it."""
    found = Path(sys.executable).with_name("nvim")
    if not found.exists():
        raise Missing("there is no wheel of Neovim for this platform")
    return Program((str(found),))


def helix() -> Program:
    """25 or newer."""
    try:
        root = _unpacked()
    except Missing as missing:
        return Program((_installed("hx", 25, missing),))
    return Program(_loaded(root, "usr/lib/hx/hx"), {"HELIX_RUNTIME": str(root / "usr/lib/hx/runtime")})


def emacs() -> Program:
    """29 or newer, without a window system; started with the folders of its own that it would look for in /usr."""
    try:
        root = _unpacked()
    except Missing as missing:
        return Program((_installed("emacs", 29, missing), "-nw"))
    data, own = (_only(root, pattern) for pattern in ("usr/share/emacs/[0-9]*", "usr/libexec/emacs/*/*"))
    paths = {"EMACSLOADPATH": data / "lisp", "EMACSDATA": data / "etc", "EMACSDOC": data / "etc", "EMACSPATH": own}
    command = *_loaded(root, "usr/bin/emacs-nox"), f"--dump-file={_only(own, '*.pdmp')}", "-nw"
    return Program(command, {name: str(path) for name, path in paths.items()})


def found(editor: Callable[[], Program]) -> Program:
    """One of those above; where it cannot be had, the test is skipped or fails."""
    try:
        return editor()
    except Missing as missing:
        skip(editor.__name__, missing)


def skip(editor: str, reason: object) -> NoReturn:
    """Skip the test, or fail it where this editor is required."""
    said = f"{editor} cannot be tried here: {reason}"
    if editor in os.environ.get(REQUIRED, "").split(","):
        pytest.fail(said)
    pytest.skip(said)


def _installed(name: str, least: int, missing: Missing) -> str:
    """The program of this machine. Raises Missing where there is none, or an older one than that."""
    path = shutil.which(name)
    if path is None:
        raise missing
    version = re.search(r"\d+", _run([path, "--version"]))
    if version is None or int(version[0]) < least:
        raise Missing(f"{path} is older than {least}, and {missing}")
    return path


def _loaded(root: Path, program: str) -> tuple[str, ...]:
    """Started by the loader of its own libraries, which its children do not inherit."""
    loader = _only(root, "usr/lib/*/ld-linux-*.so.*")
    return str(loader), "--library-path", str(loader.parent), "--argv0", str(root / program), str(root / program)


def _only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def _unpacked() -> Path:
    """The root of an unpacked system that has the editors. Raises Missing."""
    root = CACHE / SUITE
    if platform.system() != "Linux" or not shutil.which("apt-get") or not _KEYS.exists():
        raise Missing("this is no Debian that it could be had from")
    CACHE.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(CACHE / "lock"):
        if not root.exists():
            partial = CACHE / "partial"
            shutil.rmtree(partial, ignore_errors=True)
            try:
                _fetch(partial)
            except subprocess.SubprocessError as error:
                said = error.stderr[-400:] if isinstance(error, subprocess.CalledProcessError) else ""
                raise Missing(f"{error} {said}".strip()) from error
            (partial / "root").rename(root)
            shutil.rmtree(partial)
    return root


def _fetch(folder: Path) -> None:
    """Packages with all that they depend on, unpacked into `root` below the folder. Raises SubprocessError and Missing."""
    for name in ("lists/partial", "archives/partial", "state", "root", "none"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    (folder / "sources.list").write_text(f"deb [signed-by={_KEYS}] {_site()} {SUITE} main\n")
    places = {
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": folder / "none",
        "Dir::Etc::preferencesparts": folder / "none",
        "Dir::State": folder / "state",
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder,
        "Dir::Cache::archives": folder / "archives",
    }
    own = folder / "apt.conf"
    lines = [f'{name} "{path}";' for name, path in places.items()]
    options = ('APT::Install-Recommends "false";', 'Acquire::Languages "none";', 'Debug::NoLocking "true";')
    own.write_text("\n".join([*lines, *options, ""]))
    apt = ["apt-get", "--quiet", f"--config-file={own}"]
    _run([*apt, "update"])
    _run([*apt, "install", "--download-only", "--yes", *PACKAGES])
    for archive in sorted((folder / "archives").glob("*.deb")):
        _run(["dpkg-deb", "--extract", str(archive), str(folder / "root")])


def _site() -> str:
    """Where this machine has its packages from. Raises Missing."""
    asked = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages", "Component: main"]
    sites = _run(asked).splitlines()
    site = next((site for site in sites if site.rstrip("/").endswith("/debian")), None)
    if site is None:
        raise Missing("no source of Debian's packages is set up on this machine")
    return site


def _run(command: list[str]) -> str:
    # apt-get may wait long for a network that there is not.
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=240).stdout
