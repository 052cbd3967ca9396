"""The pipeline in force as text or picture."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from omni_lsp.formats.pipeline_svg import pipeline_svg
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.report import RunReport
from omni_lsp.model.text import Span
from omni_lsp.pipeline.picture import picture
from omni_lsp.pipeline.plan import Plan

_STYLES: Mapping[str, Callable[[Plan, RunReport | None], str]] = MappingProxyType(
    {
        "mermaid": lambda plan, _: plan.graph.mermaid(),
        "dot": lambda plan, _: plan.graph.dot(),
        "svg": lambda plan, last: pipeline_svg(picture(plan, last)),
    }
)
STYLES = tuple(_STYLES)


def drawn(plan: Plan, style: str, last: RunReport | None = None) -> str:
    """In one of `STYLES`; raises ConfigError for another one."""
    draw = _STYLES.get(style)
    if draw is None:
        raise ConfigError("format", (Mistake(f"{style!r} is none of {', '.join(STYLES)}", Span(0, 0)),))
    return draw(plan, last)
