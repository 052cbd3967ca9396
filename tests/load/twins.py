"""The same files in two folders, as unlike in everything else as two machines are, and the packs that come of them."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from place import OMNI, seconds_of

from omni_lsp.model.packs import PackFile


@dataclass(frozen=True, slots=True)
class Machine:
    """`umask` as octal digits; files get a time `age_seconds` ago, and are made from the last to the first if
    `is_reversed`.
    """

    locale: str
    zone: str
    hash_seed: str
    umask: str
    age_seconds: int
    is_reversed: bool


HERE = Machine("C.UTF-8", "UTC", "1", "022", 60, is_reversed=False)
THERE = Machine("tr_TR.ISO-8859-9", "Pacific/Kiritimati", "4711", "077", 900_000_000, is_reversed=True)


def packed(machine: Machine, source: Path, names: Sequence[str], folder: Path, env: dict[str, str]) -> dict[str, bytes]:
    """The eight files that `omni-lsp pack --all` makes of a copy of these files; `folder` is not there yet."""
    _copied(machine, source, names, folder)
    own = {"LC_ALL": machine.locale, "LANG": machine.locale, "TZ": machine.zone, "PYTHONHASHSEED": machine.hash_seed}
    pack = [*OMNI, "pack", "--all", str(folder)]
    command = ["sh", "-c", f'umask {machine.umask} && exec "$@"', "sh", *pack] if os.name == "posix" else pack
    seconds_of(command, {**env, **own, "OMNI_CACHE_DIR": f"{folder}-cache"})
    return {file: path.read_bytes() for file in PackFile if (path := folder / file).is_file()}


def _copied(machine: Machine, source: Path, names: Sequence[str], folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in sorted(names, reverse=machine.is_reversed):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target)
        then = target.stat().st_mtime - machine.age_seconds
        os.utime(target, (then, then))
