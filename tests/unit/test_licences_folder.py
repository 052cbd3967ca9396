"""What files beside a file say about its licence."""

from pathlib import Path

import pytest

from omni_lsp.adapters.licences.folder_licences import FolderLicences
from omni_lsp.adapters.licences.reading import names_in, seen, text_of
from omni_lsp.adapters.licences.reuse_toml import annotations
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.text import Snapshot

TAG = "SPDX-License-Identifier:"


def written(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


async def about(root: Path, name: str = "src/a.py", known: FolderLicences | None = None) -> LicenceFacts:
    path = root / name
    return await (known or FolderLicences()).about(Snapshot(path.as_uri(), 1, "python", "x\n", path, root))


async def test_a_plain_folder_says_nothing(tmp_path: Path) -> None:
    assert await about(tmp_path) == LicenceFacts()


async def test_a_file_outside_of_a_folder_has_no_facts(tmp_path: Path) -> None:
    written(tmp_path, **{"LICENSES/MIT.txt": "x"})
    outside = Snapshot("file:///x", 1, "python", "x", Path("/elsewhere/x.py"), tmp_path)
    assert await FolderLicences().about(outside) == LicenceFacts()
    assert await FolderLicences().about(Snapshot("untitled:1", 1, "python", "x")) == LicenceFacts()


async def test_licence_texts_name_the_project(tmp_path: Path) -> None:
    written(tmp_path, **{"LICENSES/Apache-2.0.txt": "x", "LICENSES/notes.md": "x"})
    facts = await about(tmp_path)
    assert (facts.uses_reuse, facts.texts, facts.project) == (True, {"Apache-2.0"}, "Apache-2.0")
    written(tmp_path, **{"LICENSES/MIT.txt": "x"})
    assert (await about(tmp_path)).project == ""


@pytest.mark.parametrize(
    ("name", "text", "project"),
    [
        ("pyproject.toml", '[project]\nlicense = "apache-2.0"\n', "Apache-2.0"),
        ("pyproject.toml", '[project]\nlicense = {text = "MIT"}\n', "MIT"),
        ("pyproject.toml", '[project]\nlicense = {file = "LICENSE"}\n', ""),
        ("pyproject.toml", "[project\n", ""),
        ("package.json", '{"license": "ISC"}', "ISC"),
        ("package.json", '{"license": "SEE LICENSE IN x"}', ""),
        ("package.json", "[1]", ""),
        ("Cargo.toml", '[package]\nlicense = "MIT OR Apache-2.0"\n', "MIT OR Apache-2.0"),
    ],
)
async def test_a_manifest_names_the_projects_licence(tmp_path: Path, name: str, text: str, project: str) -> None:
    written(tmp_path, **{name: text})
    assert await about(tmp_path) == LicenceFacts(project=project)


async def test_manifests_that_disagree_name_none(tmp_path: Path) -> None:
    written(tmp_path, **{"package.json": '{"license": "ISC"}', "Cargo.toml": '[package]\nlicense = "MIT"\n'})
    assert (await about(tmp_path)).project == ""


async def test_a_licence_file_beside_counts(tmp_path: Path) -> None:
    written(tmp_path, **{"src/a.py.license": f"{TAG} MIT\n", "src/b.py.license": "nothing\n"})
    assert (await about(tmp_path)).beside == ("MIT",)
    assert (await about(tmp_path, "src/b.py")).beside == ()
    assert (await about(tmp_path, "src/c.py")).beside is None


REUSE = """
version = 1
[[annotations]]
path = ["src/**", "docs/*.md"]
SPDX-License-Identifier = "MIT"
[[annotations]]
path = "src/b.py"
precedence = "override"
SPDX-License-Identifier = ["ISC", "MIT"]
"""


async def test_reuse_toml_annotates_files(tmp_path: Path) -> None:
    written(tmp_path, **{"REUSE.toml": REUSE})
    assert await about(tmp_path) == LicenceFacts(uses_reuse=True, annotated=("MIT",))
    assert await about(tmp_path, "src/b.py") == LicenceFacts(uses_reuse=True, annotated=("ISC", "MIT"), overrides=True)
    assert await about(tmp_path, "other.py") == LicenceFacts(uses_reuse=True)


async def test_the_nearer_file_counts_unless_one_above_overrides(tmp_path: Path) -> None:
    nearer = '[[annotations]]\npath = "*.py"\nSPDX-License-Identifier = "0BSD"\n'
    written(tmp_path, **{"REUSE.toml": REUSE, "src/REUSE.toml": nearer})
    assert (await about(tmp_path)).annotated == ("0BSD",)
    assert (await about(tmp_path, "src/b.py")).annotated == ("ISC", "MIT")


async def test_what_changes_is_read_again(tmp_path: Path) -> None:
    known = FolderLicences()
    written(tmp_path, **{"REUSE.toml": REUSE, "pyproject.toml": '[project]\nlicense = "MIT"\n'})
    assert (await about(tmp_path, known=known)).annotated == ("MIT",)
    written(
        tmp_path,
        **{"REUSE.toml": REUSE.replace('"MIT"\n', '"Apache-2.0"\n'), "pyproject.toml": '[project]\nlicense="ISC"\n'},
    )
    facts = await about(tmp_path, known=known)
    assert (facts.annotated, facts.project) == (("Apache-2.0",), "ISC")


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("a.py", "a.py", True),
        ("a.py", "src/a.py", False),
        ("*", "a.py", True),
        ("*", "src/a.py", False),
        ("**", "src/a.py", True),
        ("src/**/a.py", "src/x/a.py", True),
        ("*.py", "a.pyc", False),
        (r"\*.py", "*.py", True),
        (r"\*.py", "a.py", False),
        ("a.py", "axpy", False),
        ("[a].py", "a.py", False),
    ],
)
def test_globs_are_those_of_the_specification(glob: str, path: str, matches: bool) -> None:
    (found,) = annotations(f"[[annotations]]\npath = '{glob}'\nSPDX-License-Identifier = 'MIT'\n")
    assert found.matches(path) is matches


@pytest.mark.parametrize(
    "text", ["", "[[annotations", "annotations = 1", "[[annotations]]\npath = 1\n", "[[annotations]]\npath = 'a'\n"]
)
def test_other_texts_annotate_nothing(text: str) -> None:
    assert annotations(text) == ()


def test_only_plain_small_files_are_read(tmp_path: Path) -> None:
    written(tmp_path, **{"a.txt": "é", "large.txt": "x" * 100})
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "folder").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "folder")
    assert text_of(tmp_path / "a.txt") == "é"
    assert text_of(tmp_path / "large.txt", 50) is None
    assert [text_of(tmp_path / name) for name in ("link.txt", "binary", "folder", "none")] == [None] * 4
    assert seen(tmp_path / "folder") is None
    assert names_in(tmp_path / "folder") == ()
    assert names_in(tmp_path / "linked") is names_in(tmp_path / "none") is None
    assert len(names_in(tmp_path, 2) or ()) == 2
