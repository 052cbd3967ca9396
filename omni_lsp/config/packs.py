"""The settings about context packs."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictInt

from omni_lsp.config.json_schema import meaning
from omni_lsp.config.values import Group, lower

MAP_TOKENS = 2_500

PackName = Literal[
    "agents",
    "claude",
    "copilot",
    "copilot-security",
    "copilot-compliance",
    "claude-security",
    "cursor",
    "repo-map",
]


class Packs(Group):
    """`mode` says when the server writes by itself; a command writes in each of them."""

    mode: Annotated[Literal["manual", "save", "commit"], BeforeValidator(lower)] = Field(
        default="manual",
        description="When the context packs of trusted folders are written. From user settings only.",
        json_schema_extra=meaning(
            "By command alone.",
            "After each saved file.",
            "After the first save that sees another commit checked out.",
        ),
    )
    without: tuple[PackName, ...] = Field(
        default=(), description="Context packs that are left alone, named as `omni-lsp pack --without` has it."
    )
    map_tokens: StrictInt = Field(
        default=MAP_TOKENS, ge=100, le=100_000, description="Tokens that the map of the code may have."
    )
