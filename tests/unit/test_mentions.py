"""Where files use names: found in their text, remembered, read when nobody waits."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from disk_fakes import CountingFiles

from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.context import ContextAgent
from omni_lsp.app.mentions import KEPT, WAITING, Mentions, first_use
from omni_lsp.model.facts import BuildFacts, Facts, FileFacts, ProjectFacts
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.background import Background

FILE = FileFacts("b.py", "python", "1", 3)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("from a import f\n\nx = f()\n", 2),
        ("import { f } from './a'\r\nexport { f }\r\nf()\r\n", 2),
        ("from a import f\n", 0),
        ("ff = f2 = f$ = $f\nx.f\n", 1),
        ("important = f\n", 0),
        ("g()\n", None),
        ("", None),
    ],
)
def test_a_use_goes_before_an_import(text: str, line: int | None) -> None:
    assert first_use(text, "f") == line


def test_a_name_with_signs_is_no_pattern() -> None:
    assert first_use("a.b\n$get(x)\n", "$get") == 1


@pytest_asyncio.fixture
async def background() -> AsyncIterator[Background]:
    background = Background()
    yield background
    await background.close()


async def read(background: Background) -> None:
    """Until nothing waits."""
    while background._tasks:
        await asyncio.wait(tuple(background._tasks))


async def test_a_line_is_known_once_its_file_was_read(tmp_path: Path, background: Background) -> None:
    (tmp_path / "b.py").write_text("from a import f\nf()\n")
    files = CountingFiles()
    mentions = Mentions(lambda: files, background)
    assert mentions.line(tmp_path, FILE, "f") is None
    await read(background)
    assert mentions.line(tmp_path, FILE, "f") == 1
    # Another text is looked at again, and a file that is gone says nothing.
    (tmp_path / "b.py").unlink()
    assert mentions.line(tmp_path, replace(FILE, digest="2"), "f") is None
    await read(background)
    assert mentions.line(tmp_path, replace(FILE, digest="2"), "f") is None
    assert not background._tasks


async def test_it_is_bounded(tmp_path: Path, background: Background) -> None:
    mentions = Mentions(CountingFiles, background)
    for number in range(WAITING + 5):
        mentions.line(tmp_path, FILE, f"a{number}")
    assert len(mentions._waiting) == WAITING
    await read(background)
    mentions._known |= dict.fromkeys((str(number) for number in range(KEPT)), 1)  # type: ignore[arg-type]
    mentions.line(tmp_path, FILE, "f")
    await read(background)
    assert len(mentions._known) == KEPT


class Always:
    """Implements `ports.folder.Mentions`."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def line(self, _root: Path, file: FileFacts, _name: str) -> int | None:
        self.asked.append(file.path)
        return 6


class NoManifests:
    async def build(self, root: Path) -> BuildFacts:
        raise AssertionError(root)


async def test_hovers_link_to_the_lines_of_the_first_users(tmp_path: Path) -> None:
    texts = {"a.py": "def f(): ...\n"} | {f"u{number}.py": "import a\na.f()\n" for number in range(7)}
    shots = {
        path: Snapshot((tmp_path / path).as_uri(), 1, "python", text, tmp_path / path, tmp_path)
        for path, text in texts.items()
    }
    mentions = Always()
    agent = ContextAgent(TreeSitterSyntax(), NoManifests(), mentions=mentions)
    files = {path: await agent.file_facts(shot) for path, shot in shots.items()}
    found = agent.explain(shots["a.py"], 4, Facts(ProjectFacts(files=files), files["a.py"]))
    assert found is not None
    assert f"Used in [`u0.py:7`]({(tmp_path / 'u0.py').as_uri()}#L7), " in found.markdown
    assert "`u4.py:7`" in found.markdown
    assert " and 2 more." in found.markdown
    assert mentions.asked == [f"u{number}.py" for number in range(5)]
