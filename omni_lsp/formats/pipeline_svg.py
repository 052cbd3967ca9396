"""A picture of a pipeline as SVG 1.1: stages in columns, arrows between them, budgets as bars, what a run used filled in.

It has no scripts, loads nothing and is readable on light and dark: colours are those of VS Code where there are any, else
those that the viewer's preference asks for. What timed out, failed or was skipped has a sign, a pattern and a word of its
own, so that nobody needs colours to tell.
"""

from bisect import bisect_left
from collections.abc import Sequence
from html import escape
from itertools import accumulate

from omni_lsp.formats.printable import columns, one_line
from omni_lsp.formats.svg_signs import PATTERNS, STYLE, sign
from omni_lsp.model.picture import Arrow, Box, Picture
from omni_lsp.model.report import Status

_MARGIN = 24
_BOX_WIDTH, _BOX_HEIGHT = 264, 104
_GAP_ACROSS, _GAP_DOWN = 72, 20
_TOP = 128
"""Where the boxes begin."""
_SHORT_NAME, _SHORT_NOTE = 13, 38
"""Cells that fit into a box, the name beside what became of it."""
_LABEL_WIDTH = 52
_LEAST_WIDTH = 640
_NO_XML = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
"""What XML 1.0 has no place for, besides what never shows (section 2.2)."""
_WORDS = {
    Status.DONE: "done",
    Status.PARTIAL: "running",
    Status.TIMED_OUT: "TIMED OUT",
    Status.FAILED: "FAILED",
    Status.SKIPPED: "skipped",
}


def pipeline_svg(picture: Picture) -> str:
    """The whole document, with the size in its `viewBox` alone, so that it takes the room that it is given."""
    wide = max((box.column for box in picture.boxes), default=0) + 1
    high = max((box.row for box in picture.boxes), default=0) + 1
    width = max(_LEAST_WIDTH, 2 * _MARGIN + wide * _BOX_WIDTH + (wide - 1) * _GAP_ACROSS)
    height = _TOP + high * _BOX_HEIGHT + (high - 1) * _GAP_DOWN + _MARGIN
    across = (width - wide * _BOX_WIDTH - (wide - 1) * _GAP_ACROSS) // 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" class="omni-pipeline">',
        f"<title>{_plain(_summary(picture))}</title>",
        STYLE,
        PATTERNS,
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *_head(picture, width),
        *(_arrow(each, picture.boxes, across) for each in picture.arrows),
        *(part for box in picture.boxes for part in _box(box, across, has_run=picture.ran is not None)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _summary(picture: Picture) -> str:
    agents = ", ".join(box.agent for box in picture.boxes)
    return f"Pipeline of {agents}, with a budget of {_time(picture.budget_seconds)}. {_used(picture)}"


def _used(picture: Picture) -> str:
    """`Last run: save of app.py, 31 ms of 5 s`"""
    ran = picture.ran
    if ran is None:
        return "No run yet"
    total = sum(box.spent.seconds for box in picture.boxes if box.spent is not None)
    spent = f"{_time(ran.seconds)} of {_time(picture.budget_seconds)}"
    return f"Last run: {ran.trigger} of {_short(ran.name, 40)}, {spent} (stages together {_time(total)})"


def _head(picture: Picture, width: int) -> list[str]:
    left, right = _MARGIN, width - _MARGIN
    ran = picture.ran
    lost = any(box.spent is not None and box.spent.status in (Status.TIMED_OUT, Status.FAILED) for box in picture.boxes)
    kind = "late" if lost else "good"
    verdict = f'<text class="word late end" x="{right}" y="56">INCOMPLETE</text>' if lost else ""
    return [
        f'<text class="title" x="{left}" y="36">Pipeline</text>',
        f'<text class="title end" x="{right}" y="36">budget {_time(picture.budget_seconds)}</text>',
        f'<text class="note" x="{left}" y="56">{_plain(_used(picture))}</text>',
        verdict,
        *_bar((left, 68, right - left, 14), picture.budget_seconds, ran.seconds if ran else 0.0, kind),
        *_scale((left, 82, right - left), picture.budget_seconds, 10),
    ]


def _at(box: Box, across: int) -> tuple[int, int]:
    return across + box.column * (_BOX_WIDTH + _GAP_ACROSS), _TOP + box.row * (_BOX_HEIGHT + _GAP_DOWN)


def _arrow(arrow: Arrow, boxes: Sequence[Box], across: int) -> str:
    """From the right of one box to the left of the other, drawn before the boxes, which hide what passes behind them."""
    (x, y), (end_x, end_y) = _at(boxes[arrow.before], across), _at(boxes[arrow.after], across)
    x, y, end_x, end_y = x + _BOX_WIDTH, y + _BOX_HEIGHT // 2, end_x - 2, end_y + _BOX_HEIGHT // 2
    bend = (end_x - x) // 2
    path = f"M {x} {y} C {x + bend} {y}, {end_x - bend} {end_y}, {end_x} {end_y}"
    said = f"{boxes[arrow.before].agent} to {boxes[arrow.after].agent}: {arrow.label}"
    return f'<path class="arrow" d="{path}" marker-end="url(#omni-head)"><title>{_plain(said)}</title></path>'


def _box(box: Box, across: int, *, has_run: bool) -> list[str]:
    x, y = _at(box, across)
    inner = _BOX_WIDTH - 24
    spent = box.spent
    kind = _KINDS[spent.status] if spent is not None else "idle" if has_run else ""
    return [
        f'<g transform="translate({x} {y})"><title>{_plain(_told(box))}</title>',
        f'<rect class="box {kind}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="8"/>',
        sign(spent.status if spent is not None else None, 12, 12) if has_run else "",
        f'<text class="name" x="{36 if has_run else 12}" y="25">{_plain(_short(box.agent, _SHORT_NAME))}</text>',
        f'<text class="word {kind} end" x="{_BOX_WIDTH - 12}" y="25">{_word(box) if has_run else ""}</text>',
        f'<text class="note" x="12" y="46">{_plain(_short(_line(box), _SHORT_NOTE))}</text>',
        *_bar((12, 60, inner, 12), box.limit_seconds, spent.seconds if spent else 0.0, kind),
        *_scale((12, 72, inner), box.limit_seconds, 5),
        "</g>",
    ]


_KINDS = {
    Status.DONE: "good",
    Status.PARTIAL: "good",
    Status.TIMED_OUT: "late",
    Status.FAILED: "bad",
    Status.SKIPPED: "idle",
}


def _word(box: Box) -> str:
    """`31 ms`, or what else became of it."""
    if box.spent is None:
        return "no turn"
    if box.spent.status is Status.DONE:
        return _time(box.spent.seconds)
    return _WORDS[box.spent.status]


def _line(box: Box) -> str:
    """Why it did not do all, else when it runs and on what."""
    reason = box.spent.reason if box.spent is not None else ""
    # The id of the run, which ends some reasons, is for those who look into the log; the tooltip has it.
    return reason.partition(" (trace ")[0] or box.notes


def _told(box: Box) -> str:
    limit = _time(box.limit_seconds) + ("" if box.has_own_limit else ", as much as the run")
    spent = box.spent
    if spent is None:
        return f"{box.agent}: at most {limit}; {box.notes}"
    reason = f" ({spent.reason})" if spent.reason else ""
    return f"{box.agent}: {_WORDS[spent.status]} after {_time(spent.seconds)}{reason}; at most {limit}; {box.notes}"


def _bar(place: tuple[int, int, int, int], limit: float, used: float, kind: str) -> list[str]:
    """What may be used, and in it what was."""
    x, y, width, height = place
    parts = [f'<rect class="track" x="{x}" y="{y}" width="{width}" height="{height}" rx="2"/>']
    if used > 0:
        filled = max(2.0, width * min(1.0, used / limit))
        parts.append(f'<rect class="fill {kind}" x="{x}" y="{y}" width="{filled:.1f}" height="{height}" rx="2"/>')
    return parts


def _scale(place: tuple[int, int, int], limit: float, most: int) -> list[str]:
    """Ticks at round numbers, and at the end of the bar, which names the unit of all."""
    x, y, width = place
    steps = ticks(limit, most)
    unit = 1000 if limit < 0.9995 else 1
    parts = []
    for number, value in enumerate(steps):
        at = x + width * value / limit
        anchor, label = (" end", _time(limit)) if number == len(steps) - 1 else (" middle", f"{value * unit:.4g}")
        parts.append(f'<path class="tick" d="M {at:.1f} {y} v 4"/>')
        if x + width - at >= _LABEL_WIDTH or number == len(steps) - 1:
            parts.append(f'<text class="label{anchor if number else ""}" x="{at:.1f}" y="{y + 15}">{label}</text>')
    return parts


def ticks(limit: float, most: int) -> tuple[float, ...]:
    """At most so many steps of 1, 2 or 5 times a power of ten from 0, and the limit; none too near to that."""
    power = 1e-6
    while power * 10 * most < limit:
        power *= 10
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * most >= limit * 0.999)
    inside = [number * step for number in range(1, most + 1) if number * step < limit - step * 0.6]
    return (0.0, *inside, limit)


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 0.9995 else f"{round(seconds, 1):g} s"


def _short(text: str, most: int) -> str:
    """What fits into so many cells of one line."""
    flat = one_line(text)
    cells = list(accumulate(map(columns, flat)))
    return flat if not cells or cells[-1] <= most else flat[: bisect_left(cells, most)] + "…"


def _plain(text: str) -> str:
    return escape(one_line(text).translate(_NO_XML))
