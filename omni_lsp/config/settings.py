"""The settings, where they may come from, and which of them a workspace has no say in."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

import platformdirs
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
)

from omni_lsp.config.json_schema import ADDRESS, meaning, schema_text
from omni_lsp.config.model import Model
from omni_lsp.config.packs import Packs
from omni_lsp.config.search import LOCAL, Search
from omni_lsp.config.security import Security
from omni_lsp.config.values import (
    AbsolutePath,
    Address,
    AgentNames,
    Group,
    absolute,
    can_exist,
    expanded,
    listed,
    lower,
)
from omni_lsp.config.wording import KeyPath, problems
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.text import Span, digest

# A workspace must not name programs, rules or places to send to, have files written, turn on agents of other packages,
# nor trust itself; these come from the user alone.
USER_ONLY: tuple[KeyPath, ...] = (
    ("trust",),
    ("agents",),
    ("policy",),
    ("packs", "mode"),
    ("security", "engine_path"),
    ("security", "rules"),
    ("telemetry", "endpoint"),
    ("telemetry", "file"),
    # A workspace must not have its texts, or those of others, sent anywhere.
    ("search", "embedding", "url"),
    ("search", "embedding", "model"),
    ("search", "embedding", "key_variable"),
    ("search", "embedding", "folder"),
    *(("model", name) for name in Model.model_fields),
)

_COUNTED: tuple[KeyPath, ...] = (("security", "allowed_secrets"),)
_SHIPPED_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_VARIABLES: Mapping[KeyPath, str] = {
    ("pipeline",): "OMNI_PIPELINE",
    ("log_level",): "OMNI_LOG_LEVEL",
    ("log_format",): "OMNI_LOG_FORMAT",
    ("agents",): "OMNI_AGENTS",
    ("security", "engine"): "OMNI_ENGINE",
    ("security", "engine_path"): "OMNI_ENGINE_PATH",
    ("telemetry", "endpoint"): "OMNI_TELEMETRY_ENDPOINT",
    ("telemetry", "file"): "OMNI_TELEMETRY_FILE",
    ("search", "embedder"): "OMNI_EMBEDDER",
    ("search", "embedding", "url"): "OMNI_EMBEDDING_URL",
    ("search", "embedding", "model"): "OMNI_EMBEDDING_MODEL",
    ("search", "embedding", "key_variable"): "OMNI_EMBEDDING_KEY_VARIABLE",
    ("search", "embedding", "folder"): "OMNI_EMBEDDING_FOLDER",
    ("model", "use"): "OMNI_MODEL",
    ("model", "url"): "OMNI_MODEL_URL",
    ("model", "name"): "OMNI_MODEL_NAME",
    ("model", "speaks"): "OMNI_MODEL_SPEAKS",
    ("model", "key_variable"): "OMNI_MODEL_KEY_VARIABLE",
    ("model", "allowed"): "OMNI_MODEL_ALLOWED",
}


def _pipeline(value: str) -> str:
    if _SHIPPED_NAME.fullmatch(value):
        return value
    if not Path(value).is_absolute() or not can_exist(Path(value)):
        raise ValueError("must be the name of a shipped pipeline or an absolute path")
    return value


class Telemetry(Group):
    endpoint: Address | None = Field(
        default=None,
        json_schema_extra=ADDRESS,
        description="Address of an OTLP/HTTP collector, such as http://127.0.0.1:4318, that gets spans and figures; "
        "needs `pip install 'omni-lsp[otel]'`. "
        "From user settings only.",
    )
    file: AbsolutePath | None = Field(
        default=None,
        description="A file that spans and figures are added to, as JSON lines; needs `pip install 'omni-lsp[otel]'`. "
        "From user settings only.",
    )


class Config(Group):
    """All settings; every value is checked, and no default depends on the workspace."""

    pipeline: Annotated[str, BeforeValidator(expanded), AfterValidator(_pipeline)] = Field(
        default="default",
        description="A shipped pipeline (default, fast, ci) or the absolute path of a pipeline file. "
        "With `default`, `.omni/pipeline.yaml` of a trusted folder comes first. A path comes from user settings only.",
    )
    trust: StrictBool | None = Field(
        default=None,
        description="Whether the opened folders may bring what changes what runs, such as `.omni/pipeline.yaml`, and may "
        "be looked at as a whole. Without it, what the user decided about each folder counts. From user settings only.",
    )
    agents: Annotated[AgentNames, BeforeValidator(listed)] = Field(
        default=(),
        description="Agents of other installed packages that are turned on, by name; `omni-lsp doctor` lists those there "
        "are. In `OMNI_AGENTS` with commas between them. From user settings only.",
    )
    policy: AbsolutePath | None = Field(
        default=None,
        description="A policy file that goes before `.omni/policy.yaml` of the folders. From user settings only.",
    )
    max_parallel_files: StrictInt = Field(
        default_factory=lambda: min(4, os.cpu_count() or 1),
        ge=1,
        le=64,
        description="Files analyzed at the same time. Without it, 4, or the number of processors where that is less.",
    )
    debounce_ms: StrictInt = Field(
        default=20,
        ge=0,
        le=10_000,
        description="Milliseconds to wait for another save of a file before it runs.",
    )
    typing_debounce_ms: StrictInt = Field(
        default=80,
        ge=0,
        le=10_000,
        description="Milliseconds without an edit after which a file is looked at as it stands in the editor.",
    )
    max_file_bytes: StrictInt = Field(
        default=1_000_000,
        ge=1_000,
        le=1_000_000_000,
        description="Files with more bytes than this are read neither by `check` nor in the background.",
    )
    index_workspace: StrictBool = Field(
        default=True,
        description="Outline the files of the opened folders in the background. It is also done where packs are written by "
        "themselves, and when `omni.pack` asks for it.",
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(lower)] = Field(
        default="warning",
        description="Least severe messages in the log on standard error; from `info` up they go to the editor as well.",
        json_schema_extra=meaning(
            "Everything, down to what is of use to who works on the server.",
            "Each run, and what was left out and why.",
            "What did not go as it should.",
            "Faults of the server alone.",
        ),
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(lower)] = Field(
        default="text",
        description="How the lines of the log look.",
        json_schema_extra=meaning("Lines for people.", "One JSON object a line."),
    )
    security: Security = Field(default=Security(), description="The security agent and its rule engine.")
    search: Search = Field(default=Search(), description="The index and the search in it.")
    packs: Packs = Field(default=Packs(), description="The context packs, for AI assistants.")
    model: Model = Field(default=Model(), description="The language model of the coding agent; there need be none.")
    telemetry: Telemetry = Field(default=Telemetry(), description="OpenTelemetry; off while both are not set.")

    @property
    def keeps_packs(self) -> bool:
        """Whether context packs of trusted folders are written without a command."""
        return self.packs.mode != "manual"

    @property
    def outlines_folders(self) -> bool:
        return self.index_workspace or self.keeps_packs

    @property
    def digest(self) -> str:
        """Content hash of what changes results; equal settings have equal digests on every start."""
        # What only changes speed or talk is left out; a setting that nobody thought of here stays in.
        idle = dict.fromkeys(
            (
                "max_parallel_files",
                "debounce_ms",
                "typing_debounce_ms",
                "log_level",
                "log_format",
                "packs",
                "search",
                "model",
                "telemetry",
            ),
            True,
        )
        values = self.model_dump(exclude={**idle, "security": {"engine", "engines", "idle_minutes"}})
        return digest(json.dumps(values, default=str, sort_keys=True))


def load(raw: Mapping[str, object], base: Config | None = None) -> Config:
    """`raw` on top of `base`; null stands for "not set".

    Raises ConfigError with one mistake for each wrong setting, named like `security.engine_path`.
    """
    return _checked(raw, base or Config(), "settings")


def from_client(
    init_options: object, configuration: object, base: Config | None = None
) -> tuple[Config, tuple[str, ...]]:
    """Settings from `initializationOptions`, which are the user's, and `workspace/configuration`, on top of `base`.

    A workspace can have a hand in the latter: what only users may set is left out there, each with a note for them.
    Raises ConfigError.
    """
    user = _checked(_group(init_options, "initializationOptions"), base or Config(), "initializationOptions")
    # `trace.server` sits in the section of the server, but VS Code's client library reads it for itself.
    shared = _without(_group(configuration, "workspace/configuration"), ("trace",))
    notes = []
    for path in _not_for_workspaces(shared):
        if not _agrees(user, path, _at(shared, path)):
            notes.append(
                f"{_dotted(path)} is ignored here: a workspace could have set it, so it must come from the user"
            )
        shared = _without(shared, path)
    return _checked(shared, user, "workspace/configuration"), tuple(notes)


def from_environment(environment: Mapping[str, str], base: Config | None = None) -> Config:
    """What variables such as `OMNI_LOG_LEVEL` say on top of `base`; empty counts as not set. Raises ConfigError."""
    raw: dict[str, object] = {}
    for path, variable in _VARIABLES.items():
        raw = _merged(raw, _nested(path, environment.get(variable) or None))
    return _checked(raw, base or Config(), "environment", _VARIABLES)


def is_shipped_name(value: object) -> bool:
    """Whether a value of the setting `pipeline` names one that came with us, as anybody may."""
    return isinstance(value, str) and _SHIPPED_NAME.fullmatch(value) is not None


def told(config: Config, environment: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Name, value and origin of each setting in force on the command line; what may be a secret is only counted."""
    for path, value in _leaves(config.model_dump(), ()):
        default = _at(Config().model_dump(), path)
        variable = _VARIABLES.get(path, "")
        origin = f"environment, {variable}" if environment.get(variable) else "default" if value == default else "flag"
        shown = f"{len(value)}" if path in _COUNTED and isinstance(value, tuple) else _shown(value)
        yield _dotted(path), shown, origin


def variable_of(path: KeyPath) -> str:
    """The environment variable that a setting may come from, empty for none."""
    return _VARIABLES.get(path, "")


def _leaves(values: Mapping[str, object], above: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def cache_dir(environment: Mapping[str, str]) -> Path:
    """`OMNI_CACHE_DIR`, or the user's cache directory as the platform has it; not created here. Raises ConfigError."""
    return _named_dir("OMNI_CACHE_DIR", environment) or platformdirs.user_cache_path("omni-lsp", appauthor=False)


def state_dir(environment: Mapping[str, str]) -> Path:
    """`OMNI_STATE_DIR`, or where the platform keeps what must not be lost, as trust; not created here.

    Raises ConfigError.
    """
    return _named_dir("OMNI_STATE_DIR", environment) or platformdirs.user_state_path("omni-lsp", appauthor=False)


def _named_dir(variable: str, environment: Mapping[str, str]) -> Path | None:
    named = environment.get(variable)
    if not named:
        return None
    try:
        return absolute(Path(str(expanded(named))))
    except ValueError as error:
        raise _wrong("environment", [f"{variable}: {error}"]) from error


def settings_schema() -> str:
    """JSON Schema of the settings."""
    return schema_text(Config)


def _checked(
    raw: Mapping[str, object], base: Config, source: str, names: Mapping[KeyPath, str] = MappingProxyType({})
) -> Config:
    try:
        return Config.model_validate(_merged(base.model_dump(), raw))
    except ValidationError as error:
        found = problems(error, Config)
        messages = [f"{names.get(problem.path) or _dotted(problem.path)}: {problem.message}" for problem in found]
    raise _wrong(source, messages)


def _wrong(source: str, messages: Iterable[str]) -> ConfigError:
    return ConfigError(source, tuple(Mistake(message, Span(0, 0)) for message in messages))


def _not_for_workspaces(shared: Mapping[str, object]) -> Iterator[KeyPath]:
    """The settings in `shared` that count only when they are the user's."""
    yield from (path for path in USER_ONLY if _at(shared, path) is not None)
    # Shipped pipelines can be named by anybody; a path could lead round the question of trust.
    name = shared.get("pipeline")
    if name is not None and not is_shipped_name(name):
        yield ("pipeline",)
    # The one engine that is looked for on `PATH`, where a workspace may have a folder.
    if lower(_at(shared, ("security", "engine"))) == "cli":
        yield ("security", "engine")
    if _at(shared, ("search", "embedder")) not in (None, *LOCAL):
        yield ("search", "embedder")


def _agrees(config: Config, path: KeyPath, value: object) -> bool:
    """Whether setting it would change nothing: editors repeat user settings, and defaults, in every answer."""
    try:
        return load(_nested(path, value), config) == config
    except ConfigError:
        return False


def _group(value: object, source: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _wrong(source, ["the settings must be an object with keys and values"])
    return {str(key): inner for key, inner in value.items()}


def _merged(base: Mapping[str, object], raw: Mapping[str, object]) -> dict[str, object]:
    merged = dict(base)
    for key, value in raw.items():
        inside = merged.get(key)
        if isinstance(inside, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(inside, value)
        elif value is not None or key not in base:
            merged[key] = value
    return merged


def _nested(path: KeyPath, value: object) -> dict[str, object]:
    first, *rest = path
    return {str(first): _nested(tuple(rest), value) if rest else value}


def _at(values: object, path: KeyPath) -> object:
    for key in path:
        values = values.get(key) if isinstance(values, Mapping) else None
    return values


def _without(values: Mapping[str, object], path: KeyPath) -> dict[str, object]:
    first, *rest = path
    inside = values.get(str(first))
    if rest and isinstance(inside, Mapping):
        return {**values, str(first): _without(inside, tuple(rest))}
    return {key: value for key, value in values.items() if key != first}


def _dotted(path: KeyPath) -> str:
    """`security.rules[0]`"""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
