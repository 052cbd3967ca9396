"""`omni-lsp check`: the same pipeline headless, for shells and CI."""

import argparse
import asyncio
import os
import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.cli.options import Commands, add_pipeline, caches, configured, positive

if TYPE_CHECKING:
    from omni_lsp.formats.text import Style


def add(commands: Commands) -> None:
    parser = commands.add_parser("check", help="run the pipeline over files and folders")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, default=[Path()])
    parser.add_argument("--format", choices=["text", "json", "sarif", "github"], default="text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the result there instead of stdout")
    parser.add_argument("--fail-on", choices=["info", "warning", "error", "never"], default="error")
    parser.add_argument("--max-parallel-files", type=positive, metavar="N")
    parser.add_argument("--no-ignore", action="store_true", help="look also into what ignore files exclude")
    add_pipeline(parser)
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    from omni_lsp.app.check import Request, check
    from omni_lsp.formats.exit_code import FAIL_ON, WRONG_USAGE, exit_code
    from omni_lsp.formats.render import render

    paths = tuple(Path(os.path.abspath(path)) for path in arguments.paths)  # noqa: PTH100 - links stay as they are
    missing = [path for path in paths if not path.exists()]
    if missing:
        sys.stderr.write(f"omni-lsp: there is no {missing[0]}\n")
        return WRONG_USAGE
    named = {"trust": arguments.trust, "max_parallel_files": arguments.max_parallel_files}
    request = Request(paths, Path.cwd(), configured(**named), caches(), arguments.pipeline, not arguments.no_ignore)
    with closing(_Bar()) as bar:
        checked = asyncio.run(check(request, bar.show))
    for problem in checked.problems:
        sys.stderr.write(f"omni-lsp: {problem.source}: {problem.rule or 'the file'}: {problem.message}\n")
    text = render(checked.result, arguments.format, _style(arguments.output))
    if arguments.output is not None:
        arguments.output.write_text(text, "utf-8")
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
    return exit_code(checked.result, FAIL_ON[arguments.fail_on])


def _style(output: Path | None) -> "Style":
    from omni_lsp.formats.text import Style

    is_screen = output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_screen else None
    return Style(colour=is_screen and not os.environ.get("NO_COLOR"), width=width)


class _Bar:
    """A progress bar on stderr, when somebody is looking at it."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(total=0, unit=" files", leave=False, disable=not sys.stderr.isatty(), file=sys.stderr)

    def close(self) -> None:
        self._bar.close()

    def show(self, done: int, total: int) -> None:
        self._bar.total, self._bar.n = total, done
        self._bar.refresh()
