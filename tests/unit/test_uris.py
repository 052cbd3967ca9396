"""Files named by URIs: however they are spelt, and never a failure for what names none."""

import os
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from omni_lsp.lsp.uris import path_of, posix_name, windows_name

posix = pytest.mark.skipif(os.name != "posix", reason="how Windows names files is tested below")


@posix
@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b.py", "/a/b.py"),
        ("FILE:///a/b.py", "/a/b.py"),
        ("file:/a/b.py", "/a/b.py"),
        ("file:////a/b.py", "/a/b.py"),
        ("file://localhost/a", "/a"),
        ("file:///a%20b.py", "/a b.py"),
        ("file:///a b.py", "/a b.py"),
        ("file:///%C3%A9.py", "/é.py"),
        ("file:///é😀.py", "/é😀.py"),
        ("file:///c%3A/x.py", "/c:/x.py"),
        ("file:///a%23b%3Fc.py", "/a#b?c.py"),
        ("file:///a;b.py", "/a;b.py"),
        ("file:///a.py?query#fragment", "/a.py"),
        ("file:///a%2", "/a%2"),
        ("file:///100%zz", "/100%zz"),
        ("file:///a/", "/a"),
        ("file:///", "/"),
        ("file:///root/../etc/%2e%2e/%2E/x", "/x"),
        ("file:///../../x", "/x"),
    ],
)
def test_a_file_by_its_uri(uri: str, path: str) -> None:
    assert path_of(uri) == Path(path)


@pytest.mark.parametrize(
    "uri",
    [
        *(
            "",
            ":",
            "::",
            "file",
            "file:",
            "file://",
            "file:a.py",
            "file:?a",
            "files:///a",
            "/a/b.py",
            "C:\\a.py",
            "a b",
        ),
        *("untitled:Untitled-1", "git:/a/b.py?ref", "vscode-notebook-cell:/a.ipynb#W0s", "zipfile:/a.zip::b.py"),
        *("http://localhost/a", "jar:file:///a.jar!/b", "omni://[", "file://[", "file://[::1/a]", "file://\0/a"),
        *("file:///a%00b", "file:///a\0b", "file:///\ud800", "file:///%ED%A0%80\ud83d"),
    ],
)
def test_what_names_no_file(uri: str) -> None:
    assert path_of(uri) is None


@posix
@pytest.mark.parametrize("name", [b"/\xff\xfe.py", "/漢字 %41#.py".encode(), b"/a\nb"])
def test_every_name_the_disk_can_have_comes_back(name: bytes) -> None:
    path = Path(os.fsdecode(name))
    assert path_of(path.as_uri()) == path


@given(st.text(alphabet=st.sampled_from("file:/%.[]@?#\\\0\ud800\udcffa0é😀\n \t"), max_size=20))
def test_nothing_is_too_malformed(rest: str) -> None:
    for uri in (rest, f"file:{rest}", f"file:///{rest}"):
        path = path_of(uri)
        if path is not None:
            assert path.is_absolute()
            assert ".." not in path.parts
            os.fsencode(path)
            assert path_of(path.as_uri()) == path


def test_files_of_other_hosts() -> None:
    assert posix_name("server", "/a") is None
    assert posix_name("LocalHost", "/a") == "/a"


@pytest.mark.parametrize(
    ("host", "path", "name"),
    [
        ("", "/c:/a/b.py", r"c:\a\b.py"),
        ("", "/C:/a/../b.py", r"C:\b.py"),
        ("localhost", "/c:/a", r"c:\a"),
        ("", "/C:", "C:\\"),
        ("", "/C:/", "C:\\"),
        ("", "/c:a", None),
        ("", "/a/b.py", None),
        ("server", "/share/a.py", r"\\server\share\a.py"),
        ("", "//server/share/a.py", r"\\server\share\a.py"),
    ],
)
def test_files_on_windows(host: str, path: str, name: str | None) -> None:
    assert windows_name(host, path) == name
