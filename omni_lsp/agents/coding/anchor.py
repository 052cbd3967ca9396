"""Where lines that a model quotes stand in a text, and how its own lines look there.

As they are, else without white space at line ends, else as the model was shown them, else with another indentation that
is the same for all lines; each of these counts only where it fits one place alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Normal = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """`start` is the line of the text, from 0, and `replace` what stands there instead of as many lines as were quoted."""

    start: int
    replace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of a text, without line ends, and the same lines as a model was shown them."""

    lines: Sequence[str]
    shown: Sequence[str]


def anchored(page: Page, allowed: range, find: Sequence[str], replace: Sequence[str]) -> Anchor | str:
    """The one place of the quoted lines among the lines that are allowed, else words about it for the model."""
    lines = page.lines
    for known, normal in ((lines, _as_is), (lines, str.rstrip), (page.shown, str.rstrip)):
        places = _places(known, allowed, find, normal)
        if len(places) == 1:
            return Anchor(places[0], _kept(lines[places[0] : places[0] + len(find)], find, replace, normal))
        if places:
            return _ambiguous(places)
    return _indented(lines, allowed, find, replace)


def _indented(lines: Sequence[str], allowed: range, find: Sequence[str], replace: Sequence[str]) -> Anchor | str:
    quoted = _indentation(find)
    bare = _moved(find, quoted, "")
    places = [
        start
        for start in range(allowed.start, allowed.stop - len(find) + 1)
        if lines[start].strip() == bare[0].strip()
        and _moved(here := lines[start : start + len(find)], _indentation(here), "") == bare
    ]
    if len(places) != 1:
        return _ambiguous(places) if places else _absent(lines, find)
    here = lines[places[0] : places[0] + len(find)]
    if any(line.strip() and not line.startswith(quoted) for line in replace):
        return "the replacement is indented less than the lines to find, which are indented otherwise in the file"
    moved = _moved(replace, quoted, _indentation(here))
    return Anchor(places[0], _kept(here, _moved(find, quoted, _indentation(here)), moved, str.rstrip))


def _as_is(line: str) -> str:
    return line


def _places(lines: Sequence[str], allowed: range, find: Sequence[str], normal: Normal) -> list[int]:
    wanted = [normal(line) for line in find]
    known = [normal(line) for line in lines[allowed.start : allowed.stop]]
    last = len(known) - len(wanted) + 1
    return [
        allowed.start + at for at in range(last) if known[at] == wanted[0] and known[at : at + len(wanted)] == wanted
    ]


def _kept(here: Sequence[str], find: Sequence[str], replace: Sequence[str], normal: Normal) -> tuple[str, ...]:
    """The replacement with the lines that were only quoted as they stand in the text, from both ends."""
    result = list(replace)
    most = min(len(find), len(replace))
    first = 0
    while first < most and normal(find[first]) == normal(replace[first]):
        result[first] = here[first]
        first += 1
    for back in range(1, most - first + 1):
        if normal(find[-back]) != normal(replace[-back]):
            break
        result[-back] = here[-back]
    return tuple(result)


def _indentation(lines: Sequence[str]) -> str:
    """What all lines that are not empty begin with, of white space."""
    starts = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines if line.strip()]
    first, last = min(starts, default=""), max(starts, default="")
    return first[: next((at for at, one in enumerate(first) if not last.startswith(one, at)), len(first))]


def _moved(lines: Sequence[str], old: str, new: str) -> list[str]:
    return [(new + line.removeprefix(old)).rstrip() if line.strip() else "" for line in lines]


def _ambiguous(places: Sequence[int]) -> str:
    numbers = ", ".join(str(place + 1) for place in places[:5])
    return f"the lines to find stand at {len(places)} places (lines {numbers}); quote more lines around the right one"


def _absent(lines: Sequence[str], find: Sequence[str]) -> str:
    if _places(lines, range(len(lines)), find, str.rstrip):
        return "the lines to find are outside of the part that may be changed"
    return "the lines to find are not in the part that may be changed; copy whole lines, letter by letter"
