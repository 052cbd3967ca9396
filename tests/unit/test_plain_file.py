"""What somebody else put into a folder is read only when it is a plain file in there, and is never waited for."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from omni_lsp.adapters.cache_folder import make_private, make_private_file
from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.ignoring import Ignores
from omni_lsp.adapters.index.branch import branch_of
from omni_lsp.adapters.licences.reading import text_of
from omni_lsp.adapters.manifests.build_files import BuildFiles
from omni_lsp.adapters.packs.held_back import held_back
from omni_lsp.adapters.packs.places import Refusal, read
from omni_lsp.adapters.semgrep.rulefile import read_rules
from omni_lsp.config.plain_file import NOT_REGULAR, OUTSIDE, NotPlainError, open_plain, read_plain
from omni_lsp.model.errors import AgentValidationError

posix = pytest.mark.skipif(os.name != "posix", reason="pipes, devices and links as POSIX has them")
THEIRS = "outside = 'the text of another folder'\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    (tmp_path / "outside.py").write_text(THEIRS)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.py").write_text(THEIRS)
    return folder


@pytest.fixture
def _hurry() -> Iterator[None]:
    """Whoever waits for a pipe here would wait for ever."""

    def late(*_: object) -> None:
        raise AssertionError("it waits for a pipe")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(5)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def refusal(path: Path, inside: Path | None = None) -> str:
    with pytest.raises(NotPlainError) as caught:
        read_plain(path, 100, inside)
    return caught.value.reason


def test_a_file_is_read_up_to_a_byte_too_many(root: Path) -> None:
    (root / "a").write_bytes(b"12345")
    assert read_plain(root / "a", 5, root) == b"12345"
    assert read_plain(root / "a", 3) == b"1234"
    with open_plain(root / "a") as file:
        assert file.read() == b"12345"


def test_what_is_not_there_is_an_os_error(root: Path) -> None:
    for name in ("none", "no\0ne"):
        with pytest.raises(FileNotFoundError):
            read_plain(root / name, 1)


@posix
@pytest.mark.usefixtures("_hurry")
def test_a_pipe_a_device_a_socket_and_a_folder_are_refused(root: Path) -> None:
    os.mkfifo(root / "pipe")
    (root / "zero").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(root / "socket"))
    assert {refusal(root / name) for name in ("pipe", "zero", "socket", ".")} == {NOT_REGULAR}


@posix
def test_links_are_followed_within_the_folder_only(root: Path, tmp_path: Path) -> None:
    (root / "a.py").write_text("inside")
    (root / "here").symlink_to("a.py")
    (root / "out.py").symlink_to(tmp_path / "outside.py")
    (root / "way").symlink_to(tmp_path / "elsewhere")
    (root / "up").symlink_to("..")
    assert read_plain(root / "here", 100, root) == b"inside"
    for name in ("out.py", "way/a.py", "up/outside.py", "way/../outside.py"):
        assert refusal(root / name, root) == OUTSIDE, name
    # A folder whose name begins like that of the root is another one.
    (tmp_path / "root2").mkdir()
    (tmp_path / "root2" / "b").write_text(THEIRS)
    (root / "b").symlink_to(tmp_path / "root2" / "b")
    assert refusal(root / "b", root) == OUTSIDE


@posix
def test_the_folder_itself_may_be_behind_a_link(root: Path, tmp_path: Path) -> None:
    (root / "a.py").write_text("inside")
    (tmp_path / "link").symlink_to(root)
    assert read_plain(tmp_path / "link" / "a.py", 100, tmp_path / "link") == b"inside"
    assert read_plain(root / "a.py", 100, tmp_path / "link") == b"inside"


def pack_text(root: Path) -> str:
    found = read(root, "AGENTS.md")
    return found.code if isinstance(found, Refusal) else str(found)


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "ignore file": (".gitignore", lambda root: Ignores().entering(root).specs),
    "excludes of git": (".git/info/exclude", lambda root: Ignores().entering(root).specs),
    "head of git": (".git/HEAD", branch_of),
    "worktree of git": (".git", lambda root: (branch_of(root), held_back(root))),
    "licence, policy or lock file": ("uv.lock", lambda root: text_of(root / "uv.lock")),
    "pack": ("AGENTS.md", pack_text),
    "rules": ("rules.yaml", lambda root: read_rules(root / "rules.yaml")[0]),
}


@posix
@pytest.mark.usefixtures("_hurry")
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("kind", ["pipe", "endless"])
def test_no_reader_waits_for_a_pipe_or_swallows_a_device(root: Path, name: str, kind: str) -> None:
    path, ask = READERS[name]
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(root / path)
    else:
        (root / path).symlink_to("/dev/zero")
    assert ask(root) in ((), [], "", None, ("", ""), "pack.unreadable", "pack.link")


@posix
@pytest.mark.usefixtures("_hurry")
async def test_sources_and_manifests_that_are_no_files_say_nothing(root: Path, tmp_path: Path) -> None:
    os.mkfifo(root / "a.py")
    os.mkfifo(root / "package.json")
    (root / "b.py").symlink_to("/dev/zero")
    (root / "c.py").symlink_to(tmp_path / "outside.py")
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 77\n")
    (root / "pyproject.toml").symlink_to(tmp_path / "pyproject.toml")
    found = await LocalFiles().snapshots([root / name for name in ("a.py", "b.py", "c.py")], root)
    assert [getattr(each, "reason", "read") for each in found] == [NOT_REGULAR, NOT_REGULAR, OUTSIDE]
    assert isinstance(found[2], AgentValidationError)
    facts = await BuildFiles().build(root)
    assert (facts.commands, facts.conventions) == ((), ())


@posix
def test_an_ignore_file_elsewhere_is_not_read(root: Path, tmp_path: Path) -> None:
    (tmp_path / "patterns").write_text("*.py\n")
    (root / ".gitignore").symlink_to(tmp_path / "patterns")
    (root / "a.py").touch()
    assert list(LocalFiles().walk([root])) == [root / "a.py"]


@posix
def test_caches_are_for_their_user_alone(tmp_path: Path) -> None:
    make_private(tmp_path / "a" / "b")
    make_private(tmp_path / "a" / "b")
    make_private_file(tmp_path / "c" / "d" / "database")
    made = [path for name in ("a", "c") for path in (tmp_path / name, *(tmp_path / name).rglob("*"))]
    assert {path.name: path.stat().st_mode & 0o777 for path in made} == {
        "a": 0o700,
        "b": 0o700,
        "c": 0o700,
        "d": 0o700,
        "database": 0o600,
    }
    (tmp_path / "open").mkdir(mode=0o755)
    make_private(tmp_path / "open")
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o755
