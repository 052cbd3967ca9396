"""`omni-lsp trust`: which folders may bring what changes what runs, decided by their user and kept apart from them."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.cli.options import Commands

if TYPE_CHECKING:
    from omni_lsp.adapters.trust.store import TrustStore
    from omni_lsp.model.trust import Record

WRONG = 1
WRONG_USAGE = 2


def add(commands: Commands) -> None:
    parser = commands.add_parser("trust", help="which folders may change what runs: add, list, remove")
    what = parser.add_subparsers(dest="what", metavar="add|list|remove", required=True)
    adding = what.add_parser("add", help="trust a folder as it is now; a change of what is pinned makes it stale")
    listing = what.add_parser(
        "list", help="the folders that were decided about; one folder gives status 1 if not trusted"
    )
    listing.add_argument("--json", action="store_true", help="a list of {path, trust, files, changed, reason}")
    removing = what.add_parser("remove", help="trust a folder no more, or forget that it was never to be trusted")
    for each, default in ((adding, Path()), (listing, None), (removing, Path())):
        each.add_argument("path", metavar="PATH", nargs="?", type=Path, default=default)
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    """Raises AgentError and ConfigError."""
    from omni_lsp.adapters.trust.store import TrustStore
    from omni_lsp.config.settings import state_dir

    store = TrustStore(state_dir(os.environ))
    if trouble := store.records().trouble:
        sys.stderr.write(f"omni-lsp: {trouble}, so it does not count\n")
    root = None if arguments.path is None else Path(os.path.abspath(arguments.path))  # noqa: PTH100 - links stay
    if arguments.what == "add" and root is not None:
        return _add(store, root)
    if arguments.what == "remove" and root is not None:
        return _remove(store, root)
    rows = _rows(store, root)
    sys.stdout.write(json.dumps(rows, indent=2) + "\n" if arguments.json else _as_text(rows))
    return WRONG if root is not None and any(row["trust"] != "trusted" for row in rows) else 0


def _add(store: "TrustStore", root: Path) -> int:
    from omni_lsp.adapters.trust.pins import pinned

    if not root.is_dir():
        sys.stderr.write(f"omni-lsp: there is no folder {root}\n")
        return WRONG_USAGE
    pins = pinned(root)
    if pins.trouble:
        sys.stderr.write(f"omni-lsp: {_shown(root)} cannot be trusted: {_shown(pins.trouble)}\n")
        return WRONG
    store.trust(root, pins.files)
    sys.stdout.write(f"trusted {_shown(root)}\n")
    for name, mark in sorted(pins.files.items()):
        sys.stdout.write(f"  {_shown(name)}  {mark[:12]}\n")
    count = len(pins.files)
    what = f"{count} file{'s' if count > 1 else ''} pinned" if count else "there is nothing in .omni/ to pin"
    sys.stdout.write(f"{what}; whatever changes, comes or goes there has you asked again\n")
    return 0


def _remove(store: "TrustStore", root: Path) -> int:
    if not store.forget(root):
        sys.stderr.write(f"omni-lsp: nothing was decided about {_shown(root)}\n")
        return WRONG
    sys.stdout.write(f"no longer trusted: {_shown(root)}\n")
    return 0


def _rows(store: "TrustStore", root: Path | None) -> list[dict[str, object]]:
    records = store.records()
    if root is None:
        return [_row(Path(path), record) for path, record in sorted(records.by_path.items())]
    return [_row(root, records.of(root))]


def _row(root: Path, record: "Record | None") -> dict[str, object]:
    from omni_lsp.adapters.trust.pins import pinned
    from omni_lsp.model.trust import Trust, changes

    trust, files, changed, reason = str(Trust.UNTRUSTED), dict[str, str](), list[str](), ""
    if record is not None and record.is_refusal:
        trust, reason = "never", "nobody is asked about it"
    elif record is not None:
        pins, files = pinned(root), dict(record.files)
        changed = list(changes(record, pins))
        reason = pins.trouble or ("" if root.is_dir() else "there is no such folder any more")
        trust = str(Trust.UNTRUSTED if pins.trouble else Trust.STALE if changed else Trust.TRUSTED)
    return {"path": str(root), "trust": trust, "files": files, "changed": changed, "reason": reason}


def _as_text(rows: list[dict[str, object]]) -> str:
    lines = [f"{row['trust']:<10} {_shown(row['path'])}{_remark(row)}\n" for row in rows]
    return "".join(lines) or "no folder was decided about\n"


def _remark(row: dict[str, object]) -> str:
    changed, files = row["changed"], row["files"]
    if row["reason"]:
        return f"  ({_shown(row['reason'])})"
    if isinstance(changed, list) and changed:
        return f"  (changed: {_shown(', '.join(changed))})"
    return f"  ({len(files)} pinned)" if isinstance(files, dict) and row["trust"] == "trusted" else ""


def _shown(text: object) -> str:
    from omni_lsp.formats.printable import visible

    return visible(str(text))
