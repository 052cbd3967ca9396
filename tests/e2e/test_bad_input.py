"""Documents that nobody wrote by hand: the server answers all the while, and the next document is looked at as ever."""

from pathlib import Path

import pytest

from conftest import DEFAULT, Launch
from editor import Start

WEAK = "import hashlib\n\nmark = hashlib.md5(b'')\n"
MONSTERS = {
    "one line of a megabyte": ("python", f"import hashlib; x = [{'1, ' * 320_000}hashlib.md5(b'')]\n"),
    "a minified bundle": ("javascript", f"!function(e){{{'e.push(function(t){return eval(t)});' * 8_000}}}([]);"),
    "brackets in brackets": ("python", f"x = {'(' * 20_000}{')' * 20_000}\n"),
    "half an archive": ("python", "\x00\x01PK\x03\x04\ufffd" * 5_000),
    "half of a pair": ("javascript", "const a = '\ud83d'; eval(location.hash)\n" * 300),
}


@pytest.mark.parametrize(("language", "text"), MONSTERS.values(), ids=MONSTERS)
async def test_a_monstrous_document_takes_nothing_from_the_others(
    launch: Launch, tmp_path: Path, language: str, text: str
) -> None:
    editor = await launch(Start((tmp_path,), options={"pipeline": str(DEFAULT)}))
    monster, weak = tmp_path / "monster", tmp_path / "weak.py"
    monster.write_text(text, "utf-8", errors="replace")
    weak.write_text(WEAK, "utf-8")
    document = await editor.open(monster, language, text)
    await editor.hover(document, 0)
    report = await editor.ran(document)
    assert {stage["status"] for stage in report["stages"]} <= {"done", "timed-out", "failed", "skipped"}
    editor.replace(document, 0, 0, "\n")
    other = await editor.open(weak)
    (found,) = await editor.shows(other, lambda found: [one.code for one in found] == ["py.weak-hash"])
    assert found.range.start.line == 2
