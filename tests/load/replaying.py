"""A history replayed: how much of the packs each step rewrites."""

import difflib
import statistics
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from figures import NotMeasurableError
from hearing import heard
from histories import History
from packed import PackedFolder, Written

from omni_lsp.app.team import Team
from omni_lsp.model.packs import PackFile


@dataclass(slots=True)
class Tally:
    """Sums over `steps`; `whole` are the bytes of writing all eight files at each of them.

    `changed` are the bytes of the lines that came or went, `lines` their number. `rewritten` counts steps by file.
    """

    name: str
    steps: int = 0
    source_files: int = 0
    written: int = 0
    whole: int = 0
    changed: int = 0
    lines: int = 0
    rewritten: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    @property
    def files_a_step(self) -> float:
        return self.rewritten.total() / max(1, self.steps)

    @property
    def share(self) -> float:
        """Of the bytes of all eight files, what was written."""
        return self.written / max(1, self.whole)

    @property
    def line_share(self) -> float:
        """Of the bytes of all eight files, what came or went in lines."""
        return self.changed / max(1, self.whole)

    def add(self, done: Written, texts: dict[PackFile, str]) -> None:
        """Count what was written over these texts, and have them be what was written."""
        for file, text in done.files.items():
            self.rewritten[file] += 1
            self.written += len(text.encode())
            differing = _differing(texts.get(file, ""), text)
            self.lines += len(differing)
            self.changed += sum(len(line.encode()) for line in differing)
        texts.update(done.files)

    def said(self) -> str:
        each = ", ".join(f"{file}: {count}" for file, count in self.rewritten.most_common())
        return (
            f"{self.name}: {self.steps} steps of {self.source_files / max(1, self.steps):.1f} files, "
            f"{self.files_a_step:.2f} packs rewritten a step, {self.share:.1%} of the bytes of all eight, "
            f"{self.lines / max(1, self.steps):.1f} diff lines ({self.line_share:.1%} of the bytes), "
            f"{statistics.median(self.seconds) * 1e3:.0f} ms a step ({each})"
        )


async def replayed(history: History, folder: Path, caches: Path, team: Team, *, analysed: bool = False) -> Tally:
    """`folder` is not there yet, `caches` is empty. With `analysed` the files of each step are looked at by two runs, so
    that findings settle; else packs have none.

    Raises NotMeasurableError when packs made from nothing at the end are others than those that came about step by step.
    """
    tally, here, texts = Tally(history.name), PackedFolder(folder, caches, team), dict[PackFile, str]()
    for number, step in enumerate(history.steps(folder)):
        if not number:
            texts.update((await here.begin()).files)
        await here.take(step.changed, step.gone)
        looked_at = step.changed if number else here.paths
        runs = [await heard(folder, looked_at, team)] * 2 if analysed else [{}]
        done = [await here.written(found) for found in runs]
        if not number:
            for each in done:
                texts.update(each.files)
            continue
        tally.steps += 1
        tally.source_files += len(step.changed) + len(step.gone)
        tally.seconds.append(sum(each.seconds for each in done))
        tally.whole += here.size()
        for each in done:
            tally.add(each, texts)
    fresh = (await PackedFolder(folder, caches / "fresh", team).begin()).files
    if fresh:
        raise NotMeasurableError(f"{history.name}: from nothing there would be others: {', '.join(fresh)}")
    return tally


def _differing(old: str, new: str) -> list[str]:
    """The lines that a diff takes out and puts in."""
    told = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), n=0)
    return [line[1:] for line in told if line[0] in "+-" and not line.startswith(("+++", "---"))]
