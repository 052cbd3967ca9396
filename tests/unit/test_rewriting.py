"""Another text of a file on the disk: the encoding, the mode and everything else stay, or nothing changes at all."""

import asyncio
import codecs
from pathlib import Path

import pytest

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.model.errors import AgentFatalError, AgentValidationError

OLD, NEW = "a = 'ä'\r\nb = 1\n", "a = 'ö'\r\nb = 2"


async def _rewritten(path: Path, data: bytes, text: str = NEW) -> bytes:
    path.write_bytes(data)
    files = LocalFiles()
    await files.rewrite(await files.snapshot(path, path.parent), text)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "latin-1"),
    ],
)
async def test_encoding_mark_and_line_ends_stay(tmp_path: Path, mark: bytes, codec: str) -> None:
    after = await _rewritten(tmp_path / "a.js", mark + OLD.encode(codec))
    assert after == mark + NEW.encode(codec)


async def test_python_is_written_as_its_coding_line_says(tmp_path: Path) -> None:
    old, new = ("# coding: cp1252\nprice = '" + price + "'\n" for price in ("€ 1", "€ 2"))
    assert await _rewritten(tmp_path / "a.py", old.encode("cp1252"), new) == new.encode("cp1252")


async def test_what_the_encoding_has_no_place_for_is_not_written(tmp_path: Path) -> None:
    old = "# coding: ascii\nprice = 1\n"
    with pytest.raises(AgentValidationError, match="ascii, has no place"):
        await _rewritten(tmp_path / "a.py", old.encode(), "# coding: ascii\nprice = 'ä'\n")
    assert (tmp_path / "a.py").read_text() == old


async def test_a_text_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file, files = tmp_path / "a.py", LocalFiles()
    file.write_text("one = 1\n")
    snapshot = await files.snapshot(file, tmp_path)
    file.write_text("two = 2\n")
    with pytest.raises(AgentValidationError, match="changed meanwhile"):
        await files.rewrite(snapshot, "one = 2\n")
    assert file.read_text() == "two = 2\n"


async def test_mode_and_links_stay(tmp_path: Path) -> None:
    file, link, files = tmp_path / "real.py", tmp_path / "link.py", LocalFiles()
    file.write_text("one = 1\n")
    file.chmod(0o750)
    link.symlink_to(file)
    await files.rewrite(await files.snapshot(link, tmp_path), "one = 2\n")
    assert (link.is_symlink(), file.read_text(), file.stat().st_mode & 0o777) == (True, "one = 2\n", 0o750)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.py", "real.py"]


async def test_what_is_gone_is_told(tmp_path: Path) -> None:
    file, files = tmp_path / "a.py", LocalFiles()
    file.write_text("one = 1\n")
    snapshot = await files.snapshot(file, tmp_path)
    await asyncio.to_thread(file.unlink)
    with pytest.raises(AgentFatalError, match="No such file"):
        await files.rewrite(snapshot, "one = 2\n")
    assert not file.exists()
