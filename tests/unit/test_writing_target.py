"""Where tests are put in the end: never over anything, never out of the folder."""

from pathlib import Path

import pytest

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.app.coding.target import Target, target_of
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Change, Edit, Snapshot, Span, apply


def source(root: Path, name: str = "cart.py", text: str = "def total(): ...\n") -> Snapshot:
    path = root / name
    return Snapshot(path.as_uri(), 1, language_of(path), text, path, root)


async def target(root: Path, path: str, of: Snapshot | None = None, opened: Snapshot | None = None) -> Target:
    files = LocalFiles()
    return await target_of(files, of or source(root), root, path, lambda at: opened if at == root / path else None)


async def test_a_file_that_is_not_there_is_a_new_one(tmp_path: Path) -> None:
    found = await target(tmp_path, "tests/test_cart.py")
    assert (found.is_new, found.document.text, found.start.text) == (True, "", "")
    assert found.document.path == tmp_path / "tests" / "test_cart.py"
    assert not (tmp_path / "tests").exists()


@pytest.mark.parametrize(("name", "package"), [("cart.go", "package shop"), ("Cart.java", "package shop;")])
async def test_a_new_file_begins_with_the_package_of_what_it_tests(tmp_path: Path, name: str, package: str) -> None:
    found = await target(tmp_path, "x_test.go", source(tmp_path, name, f"// Shop\n{package}\n\nclass A {{}}\n"))
    assert (found.document.text, found.start.text) == ("", f"{package}\n\n")
    end = len(found.start.text)
    edit = found.edit_of(Edit(found.document.uri, None, (Change(Span(end, end), "class T {}\n"),)))
    assert apply("", edit.changes) == f"{package}\n\nclass T {{}}\n"


async def test_a_file_on_the_disk_gets_more_and_an_open_one_as_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "test_cart.py").write_text("x = 1\n")
    found = await target(tmp_path, "test_cart.py")
    assert (found.is_new, found.document.text, found.document.version) == (False, "x = 1\n", None)
    here = source(tmp_path, "test_cart.py", "x = 2\n")
    assert (await target(tmp_path, "test_cart.py", opened=here)).document is here


async def test_what_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "test_cart.py").mkdir()
    (tmp_path / "test_cart_2.py").symlink_to(tmp_path / "nowhere")
    found = await target(tmp_path, "test_cart.py")
    assert found.document.path == tmp_path / "test_cart_3.py"


async def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    root, outside = tmp_path / "work", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "tests").symlink_to(outside)
    with pytest.raises(AgentValidationError, match="out of the folder"):
        await target(root, "tests/test_cart.py")
