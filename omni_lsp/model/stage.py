"""A pipeline as data: which agents run when, after which, for how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from omni_lsp.model.text import Span


class Trigger(StrEnum):
    OPEN = "open"
    CHANGE = "change"
    SAVE = "save"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class SkipIf:
    """Reasons to leave a file out of a stage, any of them suffices.

    `larger_than` counts UTF-8 bytes; `languages` are LSP ids; `paths` are gitignore patterns below the folder.
    """

    larger_than: int | None = None
    languages: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageSpec:
    """Agents that run side by side, each under `timeout_seconds` (`None`: what is left of the run).

    `place` is the stage in its file and `places` the agent names it mentions, so that mistakes can be shown there.
    """

    agents: tuple[str, ...]
    timeout_seconds: float | None = None
    depends_on: tuple[str, ...] = ()
    on: frozenset[Trigger] = frozenset({Trigger.OPEN, Trigger.SAVE})
    skip_if: SkipIf = field(default_factory=SkipIf)
    place: Span = Span(0, 0)
    places: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PipelineSpec:
    """`source` says where it came from, for people."""

    source: str
    budget_seconds: float
    stages: tuple[StageSpec, ...]
