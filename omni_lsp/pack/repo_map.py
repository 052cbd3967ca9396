"""The map: files and what they define, as many as fit, those first that the rest of the code depends on most.

They are chosen by rank and shown by path, and their definitions likewise: ranks move a little with every save.
"""

from collections.abc import Sequence

from omni_lsp.model.knowledge import MappedFile
from omni_lsp.model.packs import PackInputs
from omni_lsp.pack.limits import Ranked
from omni_lsp.pack.plain import short_path, signature
from omni_lsp.pack.section import SPAN, Section

_FIRST = 5
"""Definitions of each file before any has more."""
_MOST = 40
_TOP = 8


def _map(inputs: PackInputs) -> Ranked:
    files = [(place, each) for each in inputs.map if each.signatures and (place := short_path(each.path))]
    longest = max((len(each.signatures) for _, each in files), default=0)
    more = max(0, min(longest, _MOST) - _FIRST)

    def text(count: int) -> str:
        depth = _FIRST + max(0, count - len(files))
        return _shown(files[:count], depth)

    return Ranked(len(files) + more, text)


def _shown(files: Sequence[tuple[str, MappedFile]], depth: int) -> str:
    top = sorted(place for place, _ in files[:_TOP])
    lines = ["Most of the code depends on these:", "", *(f"- {place}" for place in top), ""]
    for place, each in sorted(files, key=lambda pair: pair[0]):
        shown = dict.fromkeys(filter(None, map(signature, each.signatures[:depth])))
        lines += [f"### {place}", "", *(f"- {one}" for one in sorted(shown)), ""]
    return "\n".join(lines).rstrip("\n")


_HEADING = ("## Map of the code", "")

REPO_MAP = Section(
    "map", ("map",), 2_500, _HEADING, _map, (f"- {SPAN}", f"### {SPAN}", "Most of the code depends on these:")
)
