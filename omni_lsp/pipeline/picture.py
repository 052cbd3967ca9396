"""A plan, and what a run used of it, laid out to be drawn."""

from collections import Counter
from collections.abc import Mapping

from omni_lsp.model.picture import Arrow, Box, Picture, Ran, Spent
from omni_lsp.model.report import RunReport
from omni_lsp.model.stage import SkipIf, Trigger
from omni_lsp.pipeline.plan import Plan, Step


def picture(plan: Plan, last: RunReport | None = None) -> Picture:
    """The budget is that of the run, which somebody may have set for this once."""
    budget = plan.budget_seconds if last is None else last.budget_seconds
    spent = {stage.agent: Spent(stage.status, stage.seconds, stage.reason) for stage in last.stages} if last else {}
    columns = _columns(plan)
    rows: Counter[int] = Counter()
    boxes = []
    for step in plan.steps:
        column = columns[step.id]
        boxes.append(_box(step, column, rows[column], budget, spent))
        rows[column] += 1
    place = {box.agent: number for number, box in enumerate(boxes)}
    arrows = tuple(
        Arrow(place[each.before], place[each.after], each.label)
        for each in plan.graph.edges
        if not _is_roundabout(plan, each.before, each.after)
    )
    ran = None if last is None else Ran(last.trigger.value, _name(last), last.seconds)
    return Picture(budget, tuple(boxes), arrows, ran)


def _columns(plan: Plan) -> dict[str, int]:
    columns: dict[str, int] = {}
    for step in plan.steps:
        columns[step.id] = max((columns[name] + 1 for name in step.after), default=0)
    return columns


def _is_roundabout(plan: Plan, before: str, after: str) -> bool:
    """Whether other arrows lead there, too, so that this one would only be in their way."""
    between = [name for name in plan.graph.after(after) if name != before]
    seen: set[str] = set()
    while between:
        name = between.pop()
        if name == before:
            return True
        if name not in seen:
            seen.add(name)
            between += plan.graph.after(name)
    return False


def _box(step: Step, column: int, row: int, budget: float, spent: Mapping[str, Spent]) -> Box:
    own = step.timeout_seconds
    limit = budget if own is None else own
    return Box(step.id, column, row, limit, own is not None, _notes(step), spent.get(step.id))


def _notes(step: Step) -> str:
    """`open, save; up to 1 MB`"""
    triggers = ", ".join(each.value for each in Trigger if each in step.on and not _goes_without_saying(each, step))
    return "; ".join(part for part in (triggers, _skips(step.skip_if)) if part)


def _goes_without_saying(trigger: Trigger, step: Step) -> bool:
    return trigger is Trigger.COMMAND and Trigger.SAVE in step.on


def _skips(skip_if: SkipIf) -> str:
    parts = []
    if skip_if.larger_than is not None:
        parts.append(f"up to {_size(skip_if.larger_than)}")
    if skip_if.languages:
        parts.append(f"not {', '.join(sorted(skip_if.languages))}")
    if skip_if.paths:
        parts.append(f"not {', '.join(skip_if.paths)}")
    return "; ".join(parts)


def _size(number: int) -> str:
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if number >= unit:
            return f"{number / unit:.4g} {name}"
    return f"{number} B"


def _name(last: RunReport) -> str:
    path = last.snapshot.path
    return path.name if path is not None else last.snapshot.name
