"""The settings of the security agent and its rule engine."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictInt

from omni_lsp.config.json_schema import meaning
from omni_lsp.config.values import AbsolutePath, Group, lower


class Security(Group):
    engine_path: AbsolutePath | None = Field(
        default=None,
        description="The rule engine's program instead of the bundled one: semgrep-core, or semgrep for the engine `cli`. "
        "From user settings only.",
    )
    rules: tuple[AbsolutePath, ...] = Field(
        default=(),
        description="Rule files or folders besides the bundled rules, read again when one is saved. From user settings only.",
    )
    engines: StrictInt = Field(
        default=3,
        ge=1,
        le=16,
        description="Engine processes that are kept for the next scan, of all languages together.",
    )
    idle_minutes: StrictInt = Field(
        default=5, ge=1, le=1_440, description="Minutes after which an engine process that nothing needed is ended."
    )
    allowed_secrets: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), description="Secrets that are none: their values, or gitignore patterns of the files they are in."
    )
    engine: Annotated[Literal["auto", "warm", "core", "cli"], BeforeValidator(lower)] = Field(
        default="auto",
        description="How the rule engine is reached.",
        json_schema_extra=meaning(
            "Warm, and core where that fails.",
            "Processes with the rules loaded: fast, but they hold memory.",
            "One run of semgrep-core for each scan.",
            "The semgrep command, which takes seconds; from user settings only.",
        ),
    )
