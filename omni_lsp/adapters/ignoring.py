"""Which files of a folder are left out: `.gitignore` and its relatives, as git reads them."""

import codecs
import logging
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from omni_lsp.config.plain_file import read_plain

log = logging.getLogger(__name__)

_SOURCES = (".git/info/exclude", ".gitignore", ".ignore", ".omniignore")
"""Later ones overrule earlier ones."""
_PRIVATE = {code: 0x100000 + code - 0xD800 for code in range(0xD800, 0xE000)}
"""Characters of the last plane, which nobody names a file with, in place of bytes that are no UTF-8."""
_STARS = re.compile(r"\*+")
_MAX_STARS = 3
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Ignores:
    """The ignore files in force in a folder, those of the nearest folder first."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def entering(self, folder: Path) -> "Ignores":
        """What is in force in a folder below."""
        lines = [line for name in _SOURCES for line in _lines(folder / name)]
        return Ignores(((_prefix(folder), _spec(lines, folder)), *self.specs)) if lines else self

    def excludes(self, path: str, *, is_folder: bool) -> bool:
        """Whether the last word of the nearest ignore file that mentions the path is no; `path` uses `/`."""
        for prefix, spec in self.specs:
            if not path.startswith(prefix):
                continue
            verdict = spec.check_file(_encodable(path[len(prefix) :]) + ("/" if is_folder else "")).include
            if verdict is not None:
                return verdict
        return False


def ignores_above(folder: Path) -> Ignores:
    """What the folders above say, up to the repository; nothing when the folder itself is left out by them."""
    line = [folder, *folder.parents]
    depth = next((depth for depth, parent in enumerate(line) if os.path.lexists(parent / ".git")), 0)
    ignores = Ignores()
    for parent in reversed(line[1 : depth + 1]):
        ignores = ignores.entering(parent)
    # Somebody who names a folder that is left out wants to see into it.
    left_out = any(ignores.excludes(path.as_posix(), is_folder=True) for path in line[:depth])
    return Ignores() if left_out else ignores


def _lines(path: Path) -> list[str]:
    try:
        # Like git's, a link to a file elsewhere is not followed.
        content = read_plain(path, _MAX_BYTES, path.parent)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        log.warning("cannot read %s: %s", path, error.strerror)
        return []
    if len(content) > _MAX_BYTES:
        log.warning("%s is left out: it is larger than %d bytes", path, _MAX_BYTES)
        return []
    text = _encodable(content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape"))
    return [line.removesuffix("\r") for line in text.split("\n")]


def _encodable(text: str) -> str:
    """The same for names and patterns: the expressions are matched as UTF-8, which has no lone surrogates."""
    return text if text.isascii() else text.translate(_PRIVATE)


def _spec(lines: Iterable[str], folder: Path) -> GitIgnoreSpec:
    usable = []
    for line in lines:
        if _is_usable(line):
            usable.append(line)
        else:
            log.info("an ignore pattern in %s is left out: %r", folder, line)
    return GitIgnoreSpec.from_lines(usable)


def _is_usable(line: str) -> bool:
    # Patterns become regular expressions, in which many stars can take hours; nobody needs that many.
    folders = line.split("/")
    if folders.count("**") > _MAX_STARS or any(len(_STARS.findall(name)) > _MAX_STARS for name in folders):
        return False
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _prefix(folder: Path) -> str:
    return folder.as_posix().rstrip("/") + "/"
