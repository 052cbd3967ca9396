"""What `make replay` runs: what the packs of packages rewrite from release to release, and of any repository by commit.

Source archives come from the package index by pip and npm, once: they stay in the folder for downloads. A release is a
larger step than a commit, so each history is replayed twice: by release, and by the folders that each release changed.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from archives import npm, pypi
from histories import History, commits, releases
from replaying import replayed

from omni_lsp.app.team import assemble
from omni_lsp.config.settings import Config

COUNT = 200
PYPI, NPM = ("uiprotect", "zeroconf"), ("undici",)
"""Each has hundreds of releases, and the first two have one for nearly every change."""


def main() -> int:
    """The exit status is 1 when not all releases could be had."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--downloads", type=Path, required=True, metavar="FOLDER", help="where archives are kept")
    parser.add_argument("--count", type=int, default=COUNT, help="releases, or commits")
    parser.add_argument("--pypi", nargs="*", default=PYPI, metavar="NAME")
    parser.add_argument("--npm", nargs="*", default=NPM, metavar="NAME")
    parser.add_argument("--repository", nargs="*", type=Path, default=(), help="git repositories on this machine")
    parser.add_argument("--findings", action="store_true", help="analyse what each step changed, which takes long")
    told = parser.parse_args()
    histories = [
        History(f"commits of {path.resolve().name}", partial(commits, path, count=told.count))
        for path in told.repository
    ]
    fetches = [(pypi, name) for name in told.pypi] + [(npm, name) for name in told.npm]
    is_short = False
    for fetch, name in fetches:
        archives = fetch(name, told.downloads.resolve() / fetch.__name__ / name, told.count + 1)
        is_short |= len(archives) <= told.count
        histories += _of(name, archives)
    asyncio.run(_told(histories, analysed=told.findings))
    return int(is_short)


def _of(name: str, archives: Sequence[Path]) -> list[History]:
    return [
        History(f"releases of {name}", partial(releases, archives, by_folder=False)),
        History(f"releases of {name} by folder", partial(releases, archives, by_folder=True)),
    ]


async def _told(histories: Sequence[History], *, analysed: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="omni-replay-", ignore_cleanup_errors=True) as scratch:
        place = Path(scratch).resolve()
        team = assemble(Config(), place / "rules")
        try:
            await team.engine.load()
            for number, history in enumerate(histories):
                folder = place / f"{number}"
                tally = await replayed(history, folder, place / f"{number}-cache", team, analysed=analysed)
                print(tally.said(), flush=True)
        finally:
            await team.engine.close()


if __name__ == "__main__":
    sys.exit(main())
