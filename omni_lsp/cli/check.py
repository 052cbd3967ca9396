"""`omni-lsp check`: the same pipeline headless, for shells and CI."""

import argparse
import asyncio
import os
import shutil
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.cli.options import Commands, add_pipeline, caches, configured, positive, with_trust

if TYPE_CHECKING:
    from omni_lsp.app.check import Checked, Request
    from omni_lsp.app.coding.batch import Wanted
    from omni_lsp.config.settings import Config
    from omni_lsp.formats.evidence import Evidence
    from omni_lsp.formats.result import CheckResult
    from omni_lsp.formats.text import Style
    from omni_lsp.model.controls import ControlMap


def add(commands: Commands) -> None:
    parser = commands.add_parser("check", help="run the pipeline over files and folders")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, default=[Path()])
    parser.add_argument("--format", choices=["text", "json", "sarif", "github"], default="text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the result there instead of stdout")
    parser.add_argument("--fail-on", choices=["info", "warning", "error", "never"], default="error")
    parser.add_argument("--max-parallel-files", type=positive, metavar="N")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="do not show the findings in this file")
    parser.add_argument("--write-baseline", type=Path, metavar="FILE", help="write all findings there, as known")
    parser.add_argument(
        "--diff", metavar="REV", help="only lines that are new since a git revision; REV... since the branch left it"
    )
    parser.add_argument("--controls", action="store_true", help="name the controls of each finding (json)")
    parser.add_argument(
        "--evidence", type=Path, metavar="FILE", help="write what was checked for which control there (.md or .json)"
    )
    parser.add_argument(
        "--fix", action="store_true", help="apply the fixes that were seen to hold, then tell what is left"
    )
    # One word, so that a path after --fix stays a path.
    parser.add_argument(
        "--fix=model",
        dest="model",
        action="store_true",
        help="--fix, and ask the language model of the settings for what no rule has a fix for",
    )
    parser.add_argument("--no-ignore", action="store_true", help="look also into what ignore files exclude")
    add_pipeline(parser)
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    from omni_lsp.app.check import check
    from omni_lsp.formats.exit_code import FAIL_ON, WRONG_USAGE, exit_code
    from omni_lsp.formats.render import render

    paths = tuple(Path(os.path.abspath(path)) for path in arguments.paths)  # noqa: PTH100 - links stay as they are
    wrong = next((f"there is no {path}" for path in paths if not path.exists()), "")
    if arguments.diff is not None and arguments.write_baseline is not None:
        wrong = "a baseline is written of all findings, so --write-baseline and --diff do not go together"
    if arguments.controls and arguments.format != "json":
        wrong = "--controls is for --format json"
    if (arguments.fix or arguments.model) and arguments.evidence is not None:
        wrong = "evidence is of files as they were found, so --evidence and --fix do not go together"
    if arguments.evidence is not None and arguments.evidence.suffix not in (".md", ".json"):
        wrong = f"evidence is written to a .md or .json file, and {arguments.evidence.name} is neither"
    if wrong:
        sys.stderr.write(f"omni-lsp: {wrong}\n")
        return WRONG_USAGE
    with closing(_Bar()) as bar:
        checked = asyncio.run(check(_request(arguments, paths), bar.show))
    for problem in checked.problems:
        sys.stderr.write(f"omni-lsp: {problem.source}: {problem.rule or 'the file'}: {problem.message}\n")
    result = checked.result
    if arguments.write_baseline is not None:
        result = _written(checked, arguments.write_baseline)
    if checked.evidence is not None:
        _write_evidence(checked.evidence, arguments.evidence)
    text = render(result, arguments.format, _style(arguments.output), _controls(arguments))
    if arguments.output is not None:
        arguments.output.write_text(text, "utf-8")
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
    return exit_code(result, FAIL_ON[arguments.fail_on])


def _request(arguments: argparse.Namespace, paths: tuple[Path, ...]) -> "Request":
    """Raises ConfigError."""
    from omni_lsp.app.check import Request

    named: dict[str, object] = {"trust": arguments.trust or None, "max_parallel_files": arguments.max_parallel_files}
    config = with_trust(configured(**named), Path.cwd())
    return Request(
        paths,
        Path.cwd(),
        config,
        caches(),
        date.today(),  # noqa: DTZ011 - a day as people here have it
        pipeline=arguments.pipeline,
        ignore=not arguments.no_ignore,
        since=arguments.diff,
        baseline=arguments.baseline,
        evidence=arguments.evidence is not None,
        fix=arguments.fix or arguments.model,
        model=_wanted(config) if arguments.model else None,
    )


def _wanted(config: "Config") -> "Wanted":
    """Raises ConfigError."""
    from omni_lsp.app.coding.batch import Wanted
    from omni_lsp.config.settings import state_dir
    from omni_lsp.model.errors import ConfigError, Mistake
    from omni_lsp.model.text import Span

    if config.trust is not True:
        reason = "the folder is not trusted, so nothing of it is sent: run omni-lsp trust, or give --trust"
        raise ConfigError("--fix=model", (Mistake(reason, Span(0, 0)),))
    return Wanted(config.model, os.environ, state_dir(os.environ))


def _written(checked: "Checked", file: Path) -> "CheckResult":
    """The result once its findings are written: they are known now, unless an older baseline decides.

    Raises ConfigError.
    """
    renewed = checked.known.renewed(checked.result)
    renewed.write(file)
    if not checked.result.is_complete:
        sys.stderr.write("omni-lsp: the check was incomplete, so the baseline may be, too\n")
    if checked.known.entries is None:
        return renewed.applied(checked.result)
    return replace(checked.result, stale=())


def _controls(arguments: argparse.Namespace) -> "ControlMap | None":
    from omni_lsp.adapters.controls.mapping import bundled

    return bundled() if arguments.controls else None


def _write_evidence(evidence: "Evidence", file: Path) -> None:
    from omni_lsp.formats.evidence import evidence_json
    from omni_lsp.formats.evidence_markdown import evidence_markdown

    write = evidence_json if file.suffix == ".json" else evidence_markdown
    file.write_text(write(evidence), "utf-8")


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
