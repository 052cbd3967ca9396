"""Walking and reading the disk."""

import codecs
import inspect
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.model.errors import AgentFatalError, AgentValidationError

Tree = Callable[[dict[str, str]], Path]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Makes files with the given contents below a folder, which it returns."""

    def fill(files: dict[str, str]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        return tmp_path

    return fill


def walked(root: Path, *paths: Path, ignore: bool = True) -> list[str]:
    return [path.relative_to(root).as_posix() for path in LocalFiles().walk(paths or [root], ignore=ignore)]


def test_walk_is_sorted_and_leaves_out_what_tools_make(tree: Tree) -> None:
    names = ["b.py", "a/z.py", "a.py", "a/b/c.py", "node_modules/x.js", ".venv/x.py", "venv/x.py", ".git/config"]
    root = tree(dict.fromkeys([*names, "__pycache__/x.pyc", "a/node_modules/y.js", "dist/x.js", ".hidden"], ""))

    assert walked(root) == [".hidden", "a/b/c.py", "a/z.py", "a.py", "b.py", "dist/x.js"]
    assert set(walked(root, ignore=False)) == {
        *(set(names) - {".git/config"}),
        "__pycache__/x.pyc",
        "a/node_modules/y.js",
        "dist/x.js",
        ".hidden",
    }


def test_ignore_files_are_read_as_git_reads_them(tree: Tree) -> None:
    root = tree(
        dict.fromkeys(
            [
                "keep.py", "a.log", "keep.log", "build/x.py", "src/build/x.py", "src/a.log", "src/deep/a.tmp",
                "src/deep/b.tmp", "only/root.txt", "root.txt", "docs/api/a.md", "docs/b.md", "dir.d/x", "x/dir.d",
                "space name.txt", "#odd", "top/one/two/x.c", "bin/keep.sh", "bin/other.sh",
            ],
            "",
        )
    )  # fmt: skip
    (root / ".gitignore").write_bytes(
        b"\xef\xbb\xbf*.log\r\n!keep.log\nbuild/\n/root.txt\n# comment\n\n*.tmp\ndocs/**/a.md\ndir.d/\n"
        b"space\\ name.txt\n\\#odd\ntop/**/x.c\nbin/*\n!bin/keep.sh\n"
    )
    (root / "src" / ".gitignore").write_text("!a.log\n!build/\n", "utf-8")
    (root / "src" / "deep" / ".gitignore").write_text("!b.tmp\n/deep\n", "utf-8")
    subprocess.run(["git", "init", "-q", root], check=True)
    (root / ".git" / "info").mkdir(exist_ok=True)
    (root / ".git" / "info" / "exclude").write_text("only/\n", "utf-8")
    said = subprocess.run(
        ["git", "-c", "core.excludesFile=", "ls-files", "-z", "--others", "--exclude-standard"],
        cwd=root, check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert sorted(walked(root)) == sorted(filter(None, said.stdout.split("\0")))


def test_our_ignore_files_overrule_those_of_git(tree: Tree) -> None:
    root = tree({"a.py": "", "b.py": "", "c.py": "", ".gitignore": "a.py\n"})
    (root / ".ignore").write_text("!a.py\nb.py\n.*\n", "utf-8")
    (root / ".omniignore").write_text("!b.py\nc.py\n", "utf-8")

    assert walked(root) == ["a.py", "b.py"]


def test_a_part_of_a_repository_is_walked_under_its_rules(tree: Tree) -> None:
    root = tree({".git/HEAD": "", ".gitignore": "*.log\nout/\n", "src/a.py": "", "src/a.log": "", "out/b/x.py": ""})

    assert walked(root, root / "src") == ["src/a.py"]
    assert walked(root, root / "out" / "b") == ["out/b/x.py"]


def test_rules_above_the_repository_do_not_count(tree: Tree) -> None:
    root = tree({".gitignore": "*.py\n", "repo/.git/HEAD": "", "repo/a.py": "", "plain/b.py": ""})

    assert walked(root, root / "repo") == ["repo/a.py"]
    assert walked(root, root / "plain") == ["plain/b.py"]


def test_files_that_are_named_are_always_there_and_once(tree: Tree) -> None:
    root = tree({".gitignore": "a.py\n", "a.py": "", "b.py": "", "node_modules/x.js": ""})
    named = [root / "b.py", root / "a.py", root, root / "missing.py", root / "node_modules"]

    assert walked(root, *named) == [".gitignore", "b.py", "a.py", "missing.py", "node_modules/x.js"]


def test_patterns_that_are_wrong_or_would_take_for_ever_are_left_out(
    tree: Tree, caplog: pytest.LogCaptureFixture
) -> None:
    root = tree({".gitignore": f"!\n{'*a' * 40}b\n{'**/' * 40}x\nb.py\n", "b.py": "", "a" * 200: ""})
    with caplog.at_level(logging.INFO):
        assert walked(root) == [".gitignore", "a" * 200]
    assert len(caplog.records) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems refuse such names")
def test_names_that_are_no_utf_8_are_found_and_can_be_left_out(tree: Tree) -> None:
    root = tree({".gitignore": "*.log\n", "a.py": ""})
    names = [os.fsdecode(name) for name in (b"caf\xe9.py", b"\xff/x.py", b"th\xe9.py")]
    for name in names:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).touch()
    assert set(walked(root)) == {".gitignore", "a.py", *names}
    (root / ".gitignore").write_bytes(b"caf\xe9.py\n\xff/\n")
    assert set(walked(root)) == {".gitignore", "a.py", names[2]}


def test_ignore_file_that_cannot_be_read_is_not_there(tree: Tree, caplog: pytest.LogCaptureFixture) -> None:
    root = tree({"a.py": ""})
    (root / ".gitignore").mkdir()

    assert walked(root) == ["a.py"]
    assert "cannot read" in caplog.text


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_are_not_followed(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.py").write_text("x", "utf-8")
    root = tree({"a/x.py": ""})
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "out").symlink_to(outside, target_is_directory=True)
    (root / "out.py").symlink_to(outside / "secret.py")
    (root / "dangling").symlink_to(root / "nowhere")

    assert walked(root) == ["a/x.py"]
    assert walked(root, ignore=False) == ["a/x.py"]
    assert walked(root, root / "out") == ["out/secret.py"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX has them")
async def test_only_regular_files_are_found_and_read(tree: Tree) -> None:
    root = tree({"a.py": ""})
    os.mkfifo(root / "pipe")

    assert walked(root) == ["a.py"]
    with pytest.raises(AgentValidationError, match="not a regular file"):
        await LocalFiles().snapshot(root / "pipe", root)


def test_a_folder_that_cannot_be_listed_is_reported_and_the_rest_read(tree: Tree) -> None:
    root = tree({"a/x.py": "", "b/x.py": "", "c.py": ""})
    told: list[tuple[Path, str]] = []

    def scan(path: Path) -> AbstractContextManager[Iterable[os.DirEntry[str]]]:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return os.scandir(path)

    files = LocalFiles(on_unreadable=lambda path, reason: told.append((path, reason)), scan=scan)

    assert list(files.walk([root])) == [root / "b" / "x.py", root / "c.py"]
    assert told == [(root / "a", "Permission denied")]


def test_without_a_listener_the_log_says_so(tree: Tree, caplog: pytest.LogCaptureFixture) -> None:
    def scan(path: Path) -> AbstractContextManager[Iterable[os.DirEntry[str]]]:
        raise PermissionError(13, "Permission denied")

    assert list(LocalFiles(scan=scan).walk([tree({})])) == []
    assert "Permission denied" in caplog.text


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
async def test_permissions_of_the_disk_are_reported(tree: Tree) -> None:
    root = tree({"a/x.py": "", "b.py": ""})
    (root / "a").chmod(0)
    (root / "b.py").chmod(0)
    try:
        assert walked(root) == ["b.py"]
        with pytest.raises(AgentFatalError, match="Permission denied"):
            await LocalFiles().snapshot(root / "b.py", root)
    finally:
        (root / "a").chmod(0o700)


@pytest.fixture
def _shallow_stack() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 150)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.usefixtures("_shallow_stack")
@pytest.mark.skipif(os.name == "nt", reason="paths are shorter there")
def test_folders_may_be_deeper_than_the_stack(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(200):
        deep /= "d"
        deep.mkdir()
    (deep / "x.py").touch()

    assert list(LocalFiles().walk([tmp_path])) == [deep / "x.py"]


async def read(tmp_path: Path, data: bytes, name: str = "a.py") -> str:
    (tmp_path / name).write_bytes(data)
    return (await LocalFiles().snapshot(tmp_path / name, tmp_path)).text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
        ("naïve 🛒".encode(), "naïve 🛒"),
        (codecs.BOM_UTF8 + "é".encode(), "é"),
        (codecs.BOM_UTF16_LE + "é🛒".encode("utf-16-le"), "é🛒"),
        (codecs.BOM_UTF16_BE + "é🛒".encode("utf-16-be"), "é🛒"),
        ("x = 'é'\n".encode("latin-1"), "x = 'é'\n"),
        ("# coding: cp1251\nx = 'привет'\n".encode("cp1251"), "# coding: cp1251\nx = 'привет'\n"),
        ("# coding: utf-8\nx = 'é'\n".encode("latin-1"), "# coding: utf-8\nx = 'é'\n"),
        ("# coding: no-such-thing\nx = 'é'\n".encode(), "# coding: no-such-thing\nx = 'é'\n"),
        ("# coding: rot13\nx = 'é'\n".encode(), "# coding: rot13\nx = 'é'\n"),
        (b"# coding: punycode\nab-\n", "# coding: punycode\nab-\n"),
        (b"\xff", "ÿ"),
    ],
)
async def test_text_is_decoded(tmp_path: Path, data: bytes, text: str) -> None:
    assert await read(tmp_path, data) == text


async def test_coding_lines_are_for_python(tmp_path: Path) -> None:
    data = "// coding: cp1251\né".encode()

    assert await read(tmp_path, data, "a.js") == "// coding: cp1251\né"


@pytest.mark.parametrize("data", [b"\x7fELF\0\0", b"text\0text", codecs.BOM_UTF16_LE + b"\0\0a\0", b"\xff\xfe\0"])
async def test_binary_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(AgentValidationError, match=r"read on a\.py: binary"):
        await read(tmp_path, data)


async def test_large_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AgentValidationError, match="larger than 1 MB"):
        await read(tmp_path, b"x" * 12_000_000)
    assert len(await read(tmp_path, b"x" * 1_000_000)) == 1_000_000
    with pytest.raises(AgentValidationError, match=r"larger than 0\.5 MB"):
        await LocalFiles(500_000).snapshot(tmp_path / "a.py", None)


async def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(AgentFatalError, match=r"read on no\.py: No such file"):
        await LocalFiles().snapshot(tmp_path / "no.py", tmp_path)
    with pytest.raises(AgentValidationError, match="not a regular file"):
        await LocalFiles().snapshot(tmp_path, None)


async def test_snapshot_tells_where_it_is_from(tmp_path: Path) -> None:
    path = tmp_path / "a b" / "x.ts"
    path.parent.mkdir()
    path.write_text("let x", "utf-8")
    snapshot = await LocalFiles().snapshot(path, tmp_path)

    assert (snapshot.uri, snapshot.version, snapshot.language) == (path.as_uri(), None, "typescript")
    assert (snapshot.path, snapshot.root, snapshot.name) == (path, tmp_path, "a b/x.ts")
