"""A pipeline file: its schema, and the way from its text to a `PipelineSpec` or to every mistake in it."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from omni_lsp.config import yaml_source
from omni_lsp.config.json_schema import meaning, schema_text
from omni_lsp.config.schema import FirstVersion, Pattern, schema_mistakes
from omni_lsp.config.values import AgentName, AgentNames
from omni_lsp.config.wording import KeyPath
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.stage import PipelineSpec, SkipIf, StageSpec, Trigger

_T = TypeVar("_T")

_LONGEST_SECONDS = 3600
_LARGEST_BYTES = 1_000_000_000
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
_BYTES = {"B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_NUMBER = r"[0-9]{1,18}(?:\.[0-9]{1,18})?"


def parse_pipeline(text: str, source: str) -> PipelineSpec:
    """`source` says where the text came from, for people.

    Raises ConfigError with every mistake on the key or value that is wrong, in document order.
    Whether the agents exist and fit together is not known here.
    """
    tree = yaml_source.read(text)
    mistakes = list(tree.mistakes)
    if tree.root is not None:
        try:
            file = PipelineFile.model_validate(yaml_source.plain(tree.root))
        except ValidationError as error:
            mistakes += schema_mistakes(error, PipelineFile, tree.root, {mistake.span for mistake in mistakes})
        else:
            if not mistakes:
                return _spec(file, tree.root, source)
    raise ConfigError(source, tuple(sorted(mistakes, key=lambda mistake: mistake.span)))


def pipeline_schema() -> str:
    """JSON Schema of a pipeline file, for editors that complete and check YAML."""
    return schema_text(PipelineFile)


def seconds_of(value: object) -> float:
    """Seconds in a number or in text such as `300ms`; raises ValueError unless it is above 0 and at most an hour."""
    seconds = _quantity(value, _SECONDS)
    if seconds is None:
        raise ValueError("must be a duration such as 300ms, 2s or 1.5m")
    if not 0 < seconds <= _LONGEST_SECONDS:
        raise ValueError("must be more than 0 and at most 1h")
    return seconds


def bytes_of(value: object) -> int:
    """Bytes in a number or in text such as `1MB`; raises ValueError unless it is from 1 byte to 1 GB."""
    size = _quantity(value, _BYTES)
    if size is None:
        raise ValueError("must be a size such as 512kB, 1MB or 1MiB")
    if not 1 <= size <= _LARGEST_BYTES:
        raise ValueError("must be at least 1 byte and at most 1GB")
    return round(size)


def _quantity(value: object, units: Mapping[str, float]) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    match = re.fullmatch(_written(units), value) if isinstance(value, str) else None
    return float(match[1]) * units.get(match[2], 1) if match else None


def _written(units: Mapping[str, float]) -> str:
    """The pattern of a quantity: a number, perhaps a space, perhaps a unit."""
    return f"^({_NUMBER}) ?({'|'.join(units)})?$"


def _quantity_schema(units: Mapping[str, float], **bounds: float) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": "number", **bounds}, {"type": "string", "pattern": _written(units)}]})


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _filled(items: tuple[_T, ...]) -> tuple[_T, ...]:
    # Not `min_length`: for pydantic, a list is also too short when its items are wrong.
    if not items:
        raise ValueError("must not be empty")
    return items


_MIN_ITEMS = Field(json_schema_extra={"minItems": 1})

Seconds = Annotated[
    float, BeforeValidator(seconds_of), _quantity_schema(_SECONDS, exclusiveMinimum=0, maximum=_LONGEST_SECONDS)
]
Bytes = Annotated[int, BeforeValidator(bytes_of), _quantity_schema(_BYTES, minimum=1, maximum=_LARGEST_BYTES)]
_TRIGGERS = Field(
    json_schema_extra=meaning(
        "A file is opened in the editor.",
        "A file is edited; edits that follow each other closely count as one.",
        "A file is saved; `omni-lsp check` runs the stages of `save`, too.",
        "Somebody asks for it, by the command `omni.analyzeFile`, which runs the stages of `save`, too.",
    )
)
_Trigger = Annotated[Trigger, _TRIGGERS]
Triggers = Annotated[
    tuple[Trigger, ...],
    AfterValidator(_filled),
    BeforeValidator(_as_list, json_schema_input_type=_Trigger | Annotated[tuple[_Trigger, ...], _MIN_ITEMS]),
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Skip(_Strict):
    """A closed set of keys: nothing in a pipeline file is ever evaluated."""

    larger_than: Bytes | None = Field(default=None, description="Skip files with more bytes than this.")
    languages: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), description="Skip files of these languages (LSP language ids)."
    )
    paths: tuple[Pattern, ...] = Field(
        default=(), description="Skip files that match a gitignore pattern below the folder."
    )


class Stage(_Strict):
    """Agents that run side by side, or one."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["agent"]}, {"required": ["agents"]}]})

    agents: Annotated[AgentNames, AfterValidator(_filled), _MIN_ITEMS] | None = Field(
        default=None, description="Agents that run side by side."
    )
    agent: AgentName | None = Field(default=None, validate_default=True, description="The one agent of this stage.")
    depends_on: AgentNames = Field(default=(), description="Agents that must have ended before this stage starts.")
    on: Triggers = Field(default=(Trigger.OPEN, Trigger.SAVE), description="What makes the stage run.")
    timeout: Seconds | None = Field(
        default=None, description="Longest time for each agent of the stage; without it, what the run has left."
    )
    skip_if: Skip = Field(default=Skip(), description="Files that the stage leaves out; one reason suffices.")

    @field_validator("agent")
    @classmethod
    def _one_of_two(cls, agent: str | None, info: ValidationInfo) -> str | None:
        if "agents" not in info.data:  # `agents` is there and wrong, which is told already.
            return agent
        agents = info.data["agents"]
        if agent is None and agents is None:
            raise PydanticCustomError("missing_agent", "'agent' or 'agents' is missing")
        if agent is not None and agents is not None:
            raise PydanticCustomError("agent_twice", "either 'agent' or 'agents', not both")
        return agent


class Stages(_Strict):
    stages: Annotated[tuple[Stage, ...], AfterValidator(_filled), _MIN_ITEMS] = Field(
        description="What runs, in any order: `depends_on` decides."
    )


class Analysis(_Strict):
    pipeline: Stages = Field(description="The pipeline.")


class PipelineFile(_Strict):
    """Which agents run when, after which, for how long."""

    version: FirstVersion = Field(description="Version of this format.")
    budget: Seconds = Field(default=5.0, description="Longest time for the whole run over one file.")
    analysis: Analysis = Field(description="How a file is analyzed.")


def _spec(file: PipelineFile, root: yaml_source.Fields, source: str) -> PipelineSpec:
    stages = tuple(_stage(stage, root, index) for index, stage in enumerate(file.analysis.pipeline.stages))
    return PipelineSpec(source, file.budget, stages)


def _stage(stage: Stage, root: yaml_source.Fields, index: int) -> StageSpec:
    at = ("analysis", "pipeline", "stages", index)
    mentions = reversed(list(_mentions(stage)))  # The first mention of a name is its place.
    return StageSpec(
        agents=stage.agents or ((stage.agent,) if stage.agent else ()),
        timeout_seconds=stage.timeout,
        depends_on=stage.depends_on,
        on=frozenset(stage.on),
        skip_if=SkipIf(stage.skip_if.larger_than, frozenset(stage.skip_if.languages), stage.skip_if.paths),
        place=yaml_source.place(root, at),
        places=MappingProxyType({name: yaml_source.place(root, (*at, *path)) for path, name in mentions}),
    )


def _mentions(stage: Stage) -> Iterator[tuple[KeyPath, str]]:
    if stage.agent is not None:
        yield ("agent",), stage.agent
    for key, names in (("agents", stage.agents or ()), ("depends_on", stage.depends_on)):
        for index, name in enumerate(names):
            yield (key, index), name
