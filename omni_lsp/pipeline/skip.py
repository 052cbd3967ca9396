"""Whether a stage has a reason to leave a file out: the closed set of conditions under `skip_if`."""

from dataclasses import dataclass
from functools import lru_cache

from pathspec import GitIgnoreSpec

from omni_lsp.model.stage import SkipIf
from omni_lsp.model.text import Snapshot


@dataclass(frozen=True, slots=True)
class Skip:
    """`quiet` when nobody needs to be told: the stage was never meant for this file."""

    reason: str
    quiet: bool


def skip(conditions: SkipIf, snapshot: Snapshot) -> Skip | None:
    """The first reason that holds, the quiet ones before the loud one."""
    if snapshot.language in conditions.languages:
        return Skip(f"not for {snapshot.language}", quiet=True)
    if conditions.paths and patterns(conditions.paths).match_file(snapshot.name):
        return Skip("left out by its path", quiet=True)
    if conditions.larger_than is not None and is_larger(snapshot.text, conditions.larger_than):
        return Skip(f"larger than {conditions.larger_than:,} bytes", quiet=False)
    return None


@lru_cache(maxsize=64)
def patterns(lines: tuple[str, ...]) -> GitIgnoreSpec:
    """Gitignore patterns, later ones overruling earlier ones; raises ValueError for one that is none."""
    return GitIgnoreSpec.from_lines(lines)


def is_larger(text: str, limit_bytes: int) -> bool:
    """Whether the text takes more bytes in UTF-8; encodes it only when its length leaves that open."""
    if len(text) > limit_bytes:
        return True
    if text.isascii() or 4 * len(text) <= limit_bytes:
        return False
    return len(text.encode("utf-8", "surrogatepass")) > limit_bytes
