"""The settings of the language model: which one there is, who has agreed to what is sent, and what it may cost."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictInt, model_validator

from omni_lsp.config.json_schema import ADDRESS, meaning
from omni_lsp.config.values import Address, Group, listed

KEY_VARIABLE = "OMNI_MODEL_KEY"
"""Where a key is looked for when no other variable is named; editors put theirs there for the server alone."""

_Words = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=10_000)], ...], Field(max_length=100)]
_Cost = Annotated[float, Field(strict=True, ge=0, le=1e9, allow_inf_nan=False)]
_Cap = Annotated[StrictInt, Field(ge=0, le=10**12)]


class Model(Group):
    use: Literal["auto", "none", "url", "editor"] = Field(
        default="auto",
        description="Which language model may be asked to repair and to write code. From user settings only.",
        json_schema_extra=meaning(
            "The service in `model.url` if there is one, else the editor's model if it has one.",
            "None, whatever there is.",
            "The service in `model.url`.",
            "The model that the editor answers with, such as that of Copilot in VS Code.",
        ),
    )
    url: Address | None = Field(
        default=None,
        json_schema_extra=ADDRESS,
        description="Address of a service with a language model, such as http://127.0.0.1:11434/v1. "
        "From user settings only.",
    )
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="The name by which that service knows its model. From user settings only."
    )
    speaks: Literal["openai", "anthropic"] = Field(
        default="openai",
        description="The protocol of that service. From user settings only.",
        json_schema_extra=meaning(
            "OpenAI's chat completions, as Ollama, vLLM, llama.cpp and most others have it.",
            "Anthropic's messages.",
        ),
    )
    key_variable: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = Field(
        default=None,
        description=f"The environment variable that holds the key for that service. Without it, `{KEY_VARIABLE}` counts, and "
        "then what the keyring of the system has for `omni-lsp` and the host. From user settings only.",
    )
    allowed: Annotated[_Words, BeforeValidator(listed)] = Field(
        default=(),
        description="Hosts that code may be sent to without a question, such as api.openai.com, and `the editor`. "
        "This machine needs no leave. From user settings only.",
    )
    prompt_tokens: StrictInt = Field(
        default=8_000,
        ge=1_000,
        le=1_000_000,
        description="Tokens that one prompt may have at most. From user settings only.",
    )
    answer_tokens: StrictInt = Field(
        default=2_000,
        ge=100,
        le=100_000,
        description="Tokens that one answer may have at most. From user settings only.",
    )
    attempts: StrictInt = Field(
        default=3,
        ge=1,
        le=10,
        description="How often a model is asked for one fix, each time with what was wrong before. "
        "From user settings only.",
    )
    candidates: StrictInt = Field(
        default=3,
        ge=1,
        le=10,
        description="How many answers a preview asks for side by side. From user settings only.",
    )
    hedge_seconds: Annotated[float, Field(strict=True, ge=0, le=3_600, allow_inf_nan=False)] = Field(
        default=0.0,
        description="Seconds without a word after which the service in `model.url` is asked the same a second time; who answers "
        "first goes on, and both are paid for. 0 for never. From user settings only.",
    )
    verify: _Words = Field(
        default=(),
        description='A command, such as ["make", "test"], that has to succeed in a copy of the folder with the change in it '
        "before a change by a model is offered. From user settings only.",
    )
    verify_seconds: StrictInt = Field(
        default=60, ge=1, le=3_600, description="Seconds that this command may take. From user settings only."
    )
    tokens_per_hour: _Cap = Field(
        default=500_000,
        description="Tokens, sent and answered, that models may use in any 60 minutes; 0 for as many as they like. "
        "From user settings only.",
    )
    tokens_per_day: _Cap = Field(
        default=3_000_000,
        description="The same in any 24 hours. From user settings only.",
    )
    cost_per_hour: _Cost = Field(
        default=0.0,
        description="What models may cost in any 60 minutes, by the prices below; 0 for no limit. "
        "From user settings only.",
    )
    cost_per_day: _Cost = Field(default=0.0, description="The same in any 24 hours. From user settings only.")
    input_price: _Cost = Field(
        default=0.0,
        description="What a million tokens that are sent cost, in any currency. From user settings only.",
    )
    output_price: _Cost = Field(
        default=0.0,
        description="What a million tokens of answers cost, in the same currency. From user settings only.",
    )

    @model_validator(mode="after")
    def _is_complete(self) -> "Model":
        if self.use == "url" and self.url is None:
            raise ValueError("the model 'url' needs model.url and model.name")
        if self.url is not None and self.name is None:
            raise ValueError("model.url needs model.name")
        return self
