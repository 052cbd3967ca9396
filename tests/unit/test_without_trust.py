"""Whole-folder work without trust: no index process, and a sweep that ends when the trust does."""

from collections.abc import Sequence
from pathlib import Path

from disk_fakes import FakeTeam
from indexing_fakes import ROOT, FakeIndex, Now
from scheduler_fakes import Runs, scheduling

from omni_lsp.adapters.index.options import Options
from omni_lsp.app.searching import Searching
from omni_lsp.app.sweep import Sweep
from omni_lsp.config.settings import Config
from omni_lsp.lsp.core import Setup
from omni_lsp.state.documents import Documents


async def test_there_is_no_index_where_no_folder_is_trusted(tmp_path: Path) -> None:
    now, made = Now(Config(), Setup((ROOT,), {}, {})), list[FakeIndex]()

    def make(options: Options) -> FakeIndex:
        made.append(FakeIndex())
        return made[-1]

    searching = Searching(
        lambda: now,  # type: ignore[arg-type,return-value] - all that is asked for
        {"OMNI_CACHE_DIR": str(tmp_path)},
        make,  # type: ignore[arg-type] - all that is called
    )
    assert await searching.index() is not None
    now = Now(Config(), Setup((ROOT,), {}, {}), is_trusted=False)
    assert await searching.index() is None
    assert len(made) == 1


class Once:
    """Says of a folder that it is trusted, as often as it is told."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __contains__(self, root: object) -> bool:
        self.left -= 1
        return self.left >= 0


async def test_a_sweep_reads_no_more_when_the_trust_ends(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.py").write_text("x = 1\n")
    shown: list[Sequence[object]] = []
    async with scheduling(Runs(open_at_once=True)) as scheduler:
        sweep = Sweep(FakeTeam(), Documents(), scheduler, lambda *each: shown.append(each), Once(2))  # type: ignore[arg-type] - all that is asked for
        summary = await sweep.over([tmp_path], 10)
    assert (summary.files, summary.total, summary.is_complete) == (2, 3, False)
