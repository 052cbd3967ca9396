"""The `semgrep` command line in the place of `semgrep-core`: for who has only that, or wants exactly its answers.

It takes seconds to start, and needs the same care: its own files in our folder, and nothing from the network.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from omni_lsp.adapters.search_path import first_program, search_path
from omni_lsp.adapters.semgrep.core import Core, Document, Front
from omni_lsp.adapters.semgrep.targets import Target
from omni_lsp.adapters.semgrep.workspace import write_private

TRIED = "scan with semgrep"
_NAMES = ("semgrep", "semgrep.exe")
_OFFLINE = ("--metrics=off", "--disable-version-check", "--quiet")
# What it would leave out by itself is left out by us where it should be, and said so.
_WHOLE = ("--no-git-ignore", "--max-target-bytes=0", "--disable-nosem", "--no-rewrite-rule-ids", "--max-memory=0")


def find_cli(explicit: Path | None = None) -> Path | None:
    """The command a user named, else the one installed beside us, else the first in `PATH`; `None` without any."""
    if explicit is not None:
        return first_program([explicit.parent], explicit.name) if explicit.is_absolute() else None
    return first_program([Path(sys.executable).parent, *search_path()], *_NAMES)


def _arguments(core: Core, folder: Path) -> tuple[str, ...]:
    # Rules are in whole seconds here.
    seconds = max(1, round(core.rule_seconds))
    limits = (f"--timeout={seconds}", f"--timeout-threshold={core.slow_rules}", f"--jobs={core.jobs}")
    timed = ("--time",) if core.is_timed else ()
    asked = (f"--config={core.rules}", str(folder / "copies"))
    return ("scan", "--json", *_OFFLINE, *_WHOLE, *limits, *timed, *asked)


def _lay_out(_core: Core, folder: Path, targets: Sequence[Target]) -> None:
    """Without this file there are folders of default names that it would not look into. Raises OSError."""
    write_private(folder / ".semgrepignore", b"")
    (folder / "copies").mkdir(mode=0o700, exist_ok=True)
    if not targets:
        # It reads the rules only when there is something to scan.
        write_private(folder / "copies" / "nothing.py", b"\n")


def _read(text: str) -> Document:
    """Its answer with the words that `semgrep-core` has for errors."""
    document = json.loads(text)
    errors = [
        error | {"error_type": _kind(error), "location": {"path": error.get("path", "")}}
        for error in document["errors"]
    ]
    return document | {"errors": errors}  # type: ignore[no-any-return]


def _kind(error: Document) -> object:
    kind = error["type"]
    is_known = kind in ("Rule parse error", "Timeout")
    # What is wrong with a file is a warning; this is about the whole run.
    return "Fatal error" if error.get("level") == "error" and not is_known else kind


SEMGREP = Front(TRIED, _lay_out, _arguments, _read)
